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
/// @param firings each of [#FIRING]
/// @param incident of [#INCIDENT]; empty where it has none
record PlainRow(Object[] decision, List<Object[]> firings, Object[] incident) {
  static final List<String> DECISION =
      List.of(
          "product",
          "aggregate_id",
          "revision",
          "aggregate_digest",
          "window_start",
          "window_end",
          "incident_id",
          "ruleset_version",
          "sla_minutes",
          "priority",
          "surface",
          "release_version",
          "cluster_id",
          "categories",
          "severity",
          "tier",
          "scope",
          "mode",
          "disposition",
          "owner_team",
          "caller",
          "trace_id",
          "engine_version",
          "aggregate",
          "context",
          "actions",
          "reasons",
          "near_misses");

  static final List<String> FIRING =
      List.of("ordinal", "rule", "table_name", "sheet", "cells", "compared", "effects");

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
