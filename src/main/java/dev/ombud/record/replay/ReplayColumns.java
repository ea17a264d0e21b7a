package dev.ombud.record.replay;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Terms;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.ReplayReport.Difference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares a row of the record with what it should say: every column that judging fills, and every
/// one that is taken from the aggregate. Documents are compared byte for byte in their canonical
/// form. Belongs to one thread.
final class ReplayColumns {
  private static final DecisionWriter WRITER = new DecisionWriter();

  private final List<Difference> differences = new ArrayList<>();

  private ReplayColumns() {}

  static List<Difference> compare(DecisionRow row, ReplayInputs.Read inputs, Judgement judgement) {
    ReplayColumns columns = new ReplayColumns();
    columns.judged(row, judgement);
    columns.document("context", row.documents().context(), WRITER.context(inputs.context()));
    columns.filed(row, inputs.aggregate());
    columns.value("terms", row.terms(), terms(row, inputs.aggregate(), judgement));
    return List.copyOf(columns.differences);
  }

  private void judged(DecisionRow row, Judgement judgement) {
    value("severity", row.severity(), judgement.severity().name());
    value("disposition", row.disposition(), judgement.disposition().name());
    value("tier", row.tier(), judgement.mitigation().tier().name());
    value("scope", row.scope(), judgement.mitigation().scope().name());
    value("mode", row.mode(), judgement.mitigation().mode().name());
    value("ownerTeam", row.ownerTeam(), judgement.owner().team());
    value("slaMinutes", row.slaMinutes(), judgement.owner().slaMinutes());
    value("priority", row.priority(), judgement.priority());
    document("actions", row.documents().actions(), WRITER.actions(judgement));
    document("reasons", row.documents().reasons(), WRITER.reasons(judgement));
    document("firings", row.documents().firings(), WRITER.firings(judgement));
    document("nearMisses", row.documents().nearMisses(), WRITER.nearMisses(judgement));
  }

  private void filed(DecisionRow row, Aggregate aggregate) {
    Aggregate.Release release = aggregate.release();
    value("aggregateId", row.aggregateId(), aggregate.aggregateId());
    value("revision", row.revision(), aggregate.revision());
    value("product", row.product(), aggregate.product());
    value("surface", row.surface(), aggregate.surface());
    value("releaseVersion", row.releaseVersion(), release == null ? null : release.version());
    value("clusterId", row.clusterId(), aggregate.cluster().id());
    value("cohort", row.cohort(), IncidentKey.of(aggregate).cohort());
    value("windowStart", row.windowStart().toString(), time(aggregate.window().start()));
    value("windowEnd", row.windowEnd().toString(), time(aggregate.window().end()));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static List<String> terms(DecisionRow row, Aggregate aggregate, Judgement judgement) {
    Decision decision =
        new Decision(
            row.id(),
            row.decidedAt(),
            AggregateKey.of(aggregate),
            judgement,
            new RulesetRef(row.rulesetVersion(), Sha256.text(row.rulesetDigest())),
            row.incidentId(),
            row.caller(),
            row.traceId());
    // Drills that were recorded before they had a term of their own have none.
    return Terms.of(decision, aggregate).stream()
        .filter(term -> !term.equals(Terms.DRILL) || row.terms().contains(term))
        .toList();
  }

  private void value(String field, @Nullable Object stored, @Nullable Object recomputed) {
    if (!Objects.equals(stored, recomputed)) {
      differences.add(new Difference(field, Optional.empty(), stored, recomputed));
    }
  }

  private void document(String field, byte[] stored, byte[] recomputed) {
    if (!Arrays.equals(stored, recomputed)) {
      differences.add(
          new Difference(field, place(stored, recomputed), plain(stored), plain(recomputed)));
    }
  }

  private static Optional<String> place(byte[] stored, byte[] recomputed) {
    try {
      return CanonicalJson.firstDifference(stored, recomputed);
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  /// What was put into the database past the service may be no JSON that we read; then its text.
  private static @Nullable Object plain(byte[] document) {
    try {
      return Json.read(document);
    } catch (ServiceException e) {
      return new String(document, StandardCharsets.UTF_8);
    }
  }
}
