package dev.ombud.record.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What went into an export. Belongs to one thread.
final class ExportTally {
  /// Of those that are named; all are counted.
  private static final int MAX_NAMED = 100;

  private final SortedSet<Long> rulesets = new TreeSet<>();
  private final List<Long> alteredLeaves = new ArrayList<>();
  private long count;
  private long altered;
  private @Nullable UUID first;
  private @Nullable UUID last;

  void add(ExportRow row) {
    UUID id = row.id();
    first = first == null ? id : first;
    last = id;
    count++;
    rulesets.add(row.rulesetVersion());
    if (!row.isIntact()) {
      altered++;
      if (alteredLeaves.size() < MAX_NAMED) {
        alteredLeaves.add(row.leafIndex());
      }
    }
  }

  long count() {
    return count;
  }

  /// The versions that decided.
  List<Long> rulesets() {
    return List.copyOf(rulesets);
  }

  /// How many rows are not what the log has the hash of; has to be 0.
  long altered() {
    return altered;
  }

  /// The leaves of the first of them.
  List<Long> alteredLeaves() {
    return List.copyOf(alteredLeaves);
  }

  Optional<UUID> first() {
    return Optional.ofNullable(first);
  }

  Optional<UUID> last() {
    return Optional.ofNullable(last);
  }
}
