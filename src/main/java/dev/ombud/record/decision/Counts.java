package dev.ombud.record.decision;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each of many things was seen, in bounded memory: what comes after so many different
/// ones is only counted as left out. Not thread-safe.
public final class Counts<K> {
  private final int most;
  private final Map<K, Long> counts = new HashMap<>();
  private long leftOut;

  /// @param most how many different things are told apart
  public Counts(int most) {
    this.most = most;
  }

  public void add(K key) {
    add(key, 1);
  }

  private void add(K key, long count) {
    if (counts.size() < most || counts.containsKey(key)) {
      counts.merge(key, count, Long::sum);
    } else {
      leftOut += count;
    }
  }

  public void merge(Counts<K> other) {
    other.counts.forEach(this::add);
    leftOut += other.leftOut;
  }

  public Map<K, Long> counts() {
    return counts;
  }

  public long leftOut() {
    return leftOut;
  }

  /// The most frequent first.
  ///
  /// @param order of those that are as frequent
  public List<Map.Entry<K, Long>> sorted(Comparator<K> order) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<K, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(order)))
        .toList();
  }
}
