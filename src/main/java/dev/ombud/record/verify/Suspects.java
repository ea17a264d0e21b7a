package dev.ombud.record.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Some neighbouring leaves of which it is known that they were others once, and what their hash
/// has to be: finds out by trial which leaf was changed, moved, inserted or removed. It tries what
/// can be tried within seconds; a leaf that was replaced by one that nobody knows any more cannot
/// be told from its neighbours. Stateless.
///
/// @param begin the index of the first
/// @param hashes as they stand in the log now, and the one that follows, if there is one
/// @param count how many of these belong to it
/// @param holds whether so many hashes are the right ones
record Suspects(long begin, List<byte[]> hashes, int count, Predicate<List<byte[]>> holds) {
  /// With more, trials would take minutes.
  static final int MAX_SUSPECTS = 256;

  /// What was done to which leaf.
  record Culprit(LogFinding.Kind kind, long leaf, Optional<Long> other) {}

  /// @param recomputed by index, the hashes of leaves whose records say otherwise than the log
  /// @param homeless hashes of records that have no leaf
  Optional<Culprit> find(Map<Long, byte[]> recomputed, List<byte[]> homeless) {
    List<byte[]> now = new ArrayList<>(hashes.subList(0, count));
    return changed(now, recomputed)
        .or(() -> moved(now))
        .or(this::inserted)
        .or(() -> removed(now, homeless));
  }

  private Optional<Culprit> changed(List<byte[]> now, Map<Long, byte[]> recomputed) {
    List<byte[]> trial = new ArrayList<>(now);
    Optional<Long> first = Optional.empty();
    for (int i = 0; i < trial.size(); i++) {
      byte[] hash = recomputed.get(begin + i);
      if (hash != null) {
        trial.set(i, hash);
        first = Optional.of(first.orElse(begin + i));
      }
    }
    return first.isPresent() && holds.test(trial)
        ? Optional.of(new Culprit(LogFinding.Kind.CHANGED, first.get(), Optional.empty()))
        : Optional.empty();
  }

  /// Two that were exchanged, or one that was taken out and put in elsewhere.
  private Optional<Culprit> moved(List<byte[]> now) {
    for (int i = 0; i < now.size(); i++) {
      for (int j = i + 1; j < now.size(); j++) {
        List<byte[]> trial = new ArrayList<>(now);
        trial.set(i, now.get(j));
        trial.set(j, now.get(i));
        boolean found = holds.test(trial);
        if (!found) {
          trial = new ArrayList<>(now);
          trial.add(j, trial.remove(i));
          found = holds.test(trial);
        }
        if (!found) {
          trial = new ArrayList<>(now);
          trial.add(i, trial.remove(j));
          found = holds.test(trial);
        }
        if (found) {
          return Optional.of(new Culprit(LogFinding.Kind.MOVED, begin + i, Optional.of(begin + j)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Culprit> inserted() {
    if (hashes.size() == count) {
      return Optional.empty();
    }
    for (int i = 0; i < count; i++) {
      List<byte[]> trial = new ArrayList<>(hashes.subList(0, count + 1));
      trial.remove(i);
      if (holds.test(trial)) {
        return Optional.of(new Culprit(LogFinding.Kind.INSERTED, begin + i, Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private Optional<Culprit> removed(List<byte[]> now, List<byte[]> homeless) {
    for (byte[] hash : homeless) {
      for (int i = 0; i < now.size(); i++) {
        List<byte[]> trial = new ArrayList<>(now.subList(0, now.size() - 1));
        trial.add(i, hash);
        if (holds.test(trial)) {
          return Optional.of(new Culprit(LogFinding.Kind.REMOVED, begin + i, Optional.empty()));
        }
        trial = new ArrayList<>(now);
        trial.set(i, hash);
        if (holds.test(trial)) {
          return Optional.of(new Culprit(LogFinding.Kind.CHANGED, begin + i, Optional.empty()));
        }
      }
    }
    return Optional.empty();
  }
}
