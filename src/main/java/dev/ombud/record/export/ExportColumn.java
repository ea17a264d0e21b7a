package dev.ombud.record.export;

import dev.ombud.record.decision.Terms;
import dev.ombud.record.log.DecisionRow;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A column of the formats that have columns. CSV and Parquet are written from the same list, so
/// that they say the same; what decisions are not filtered by stands in the leaf.
///
/// @param isOptional whether a decision may have no value
/// @param value of the type that the kind names
record ExportColumn(
    String name, Kind kind, boolean isOptional, Function<ExportRow, @Nullable Object> value) {

  /// The types of values, and how Parquet has them.
  enum Kind {
    /// `Integer`; INT32.
    INTEGER,
    /// `Long`; INT64.
    LONG,
    /// `Double`; DOUBLE.
    DOUBLE,
    /// [Instant]; INT64, microseconds of UTC.
    TIME,
    /// `String`; BYTE_ARRAY, UTF-8.
    TEXT,
    /// `List` of `String`; a three-level list of BYTE_ARRAY.
    TEXTS,
    /// `byte[]` of JSON; BYTE_ARRAY.
    JSON
  }

  private static final HexFormat HEX = HexFormat.of();

  /// What both formats have, in order.
  static final List<ExportColumn> COMMON =
      List.of(
          new ExportColumn("leaf_index", Kind.LONG, false, ExportRow::leafIndex),
          text("decision_id", row -> row.id().toString()),
          of("decided_at", Kind.TIME, DecisionRow::decidedAt),
          of("window_start", Kind.TIME, DecisionRow::windowStart),
          of("window_end", Kind.TIME, DecisionRow::windowEnd),
          text("product", DecisionRow::product),
          text("surface", DecisionRow::surface),
          textOrNone("release_version", DecisionRow::releaseVersion),
          text("cohort", DecisionRow::cohort),
          text("cluster_id", DecisionRow::clusterId),
          text("aggregate_id", DecisionRow::aggregateId),
          of("revision", Kind.INTEGER, DecisionRow::revision),
          text("severity", DecisionRow::severity),
          text("disposition", DecisionRow::disposition),
          text("tier", DecisionRow::tier),
          text("scope", DecisionRow::scope),
          text("mode", DecisionRow::mode),
          of("priority", Kind.DOUBLE, DecisionRow::priority),
          text("owner_team", DecisionRow::ownerTeam),
          of("sla_minutes", Kind.INTEGER, DecisionRow::slaMinutes),
          textOrNone(
              "incident_id", row -> row.incidentId() == null ? null : row.incidentId().toString()),
          of("ruleset_version", Kind.LONG, DecisionRow::rulesetVersion),
          text("ruleset_digest", row -> HEX.formatHex(row.rulesetDigest())),
          text("engine_version", DecisionRow::engineVersion),
          text("caller", DecisionRow::caller),
          text("trace_id", DecisionRow::traceId),
          textOrNone("summary", DecisionRow::summary),
          of("terms", Kind.TEXTS, DecisionRow::terms),
          new ExportColumn("leaf_hash", Kind.TEXT, false, row -> HEX.formatHex(row.leafHash())),
          term("feature", "feature"),
          term("component", "component"),
          term("error_type", "errorType"),
          term("browser", "browser"),
          term("os", "os"),
          of("skus", Kind.TEXTS, row -> terms(row, "sku")));

  /// The leaf, byte for byte.
  static final ExportColumn LEAF = new ExportColumn("leaf", Kind.JSON, false, ExportRow::leaf);

  private static ExportColumn of(String name, Kind kind, Function<DecisionRow, Object> value) {
    return new ExportColumn(name, kind, false, row -> value.apply(row.decision()));
  }

  private static ExportColumn text(String name, Function<DecisionRow, Object> value) {
    return of(name, Kind.TEXT, value);
  }

  /// What a decision is filed by at most once.
  private static ExportColumn term(String name, String field) {
    return textOrNone(name, row -> terms(row, field).stream().findFirst().orElse(null));
  }

  private static List<String> terms(DecisionRow row, String field) {
    String start = Terms.term(field, "");
    return row.terms().stream()
        .filter(term -> term.startsWith(start))
        .map(term -> term.substring(start.length()))
        .toList();
  }

  private static ExportColumn textOrNone(
      String name, Function<DecisionRow, @Nullable Object> value) {
    return new ExportColumn(name, Kind.TEXT, true, row -> value.apply(row.decision()));
  }
}
