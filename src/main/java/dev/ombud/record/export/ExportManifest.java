package dev.ombud.record.export;

import dev.ombud.record.search.DecisionFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an export held, as it is recorded: enough to check a file years later.
///
/// @param isWhole false where it was broken off; then the digests are of what had gone out
record ExportManifest(
    ExportFormat format,
    DecisionFilter filter,
    boolean proofs,
    ExportStore.Bound bound,
    ExportTally tally,
    ExportOutput.Digests digests,
    Instant endedAt,
    boolean isWhole) {

  /// As it stands in the event; `docs/export.md` describes each member.
  Map<String, @Nullable Object> detail() {
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    detail.put("altered", tally.altered());
    detail.put("alteredLeaves", tally.alteredLeaves());
    detail.put("bytes", digests.bytes());
    detail.put("checkpoint", bound.note().orElse(null));
    detail.put("complete", isWhole);
    detail.put("count", tally.count());
    detail.put("endedAt", endedAt.toString());
    detail.put("first", tally.first().map(Object::toString).orElse(null));
    detail.put("format", format.word());
    detail.put("last", tally.last().map(Object::toString).orElse(null));
    detail.put("partBytes", digests.partBytes());
    detail.put("parts", digests.parts());
    detail.put("proofs", proofs);
    detail.put("query", filter.canonical());
    detail.put("rulesets", tally.rulesets());
    detail.put("sha256", digests.sha256());
    detail.put("size", bound.size());
    return detail;
  }
}
