package dev.ombud.bench;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.postgresql.util.PGobject;

/// One decision as it stands in the tables: values by column.
///
/// @param decision of [#DECISION]
/// @param recorded of [#RECORD]
/// @param texts each of [#TEXT]
/// @param incident of [#INCIDENT]; empty where it has none
record PlainRow(Object[] decision, Object[] recorded, List<Object[]> texts, Object[] incident) {
  static final List<String> DECISION =
      List.of(
          "product",
          "aggregate_id",
          "revision",
          "window_start",
          "window_end",
          "incident_id",
          "ruleset_version",
          "sla_minutes",
          "priority",
          "surface",
          "release_version",
          "cohort",
          "cluster_id",
          "severity",
          "tier",
          "scope",
          "mode",
          "disposition",
          "owner_team",
          "caller",
          "trace_id",
          "summary",
          "terms");

  static final List<String> RECORD =
      List.of("aggregate_digest", "engine_version", "salt", "ruleset_digest", "documents");

  static final List<String> TEXT =
      List.of(
          "ordinal", "key_id", "path", "evidence_id", "masked", "salt", "seed", "lookup", "sealed");

  static final List<String> INCIDENT =
      List.of("product", "subject", "environment", "cohort", "cluster", "tier_reached");

  static String names(List<String> columns, String prefix) {
    return prefix + String.join(", " + prefix, columns);
  }

  /// As it can be bound again, on any connection.
  static Object value(ResultSet row, int column) throws SQLException {
    return switch (row.getObject(column)) {
      case Array array -> array.getArray();
      case java.sql.Timestamp _ -> row.getObject(column, OffsetDateTime.class);
      case PGobject json -> json;
      case null -> null;
      case Object plain -> plain;
    };
  }
}
