package dev.ombud.record.log;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.json.CanonicalObject;
import dev.ombud.record.document.DecisionDocuments;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A decision as it is recorded, every column of `decisions` and `records`, and the leaf of the
/// Merkle log that is made of them.
///
/// **The leaf** is one object in canonical JSON (RFC 8785, UTF-8, no white space) with these
/// fields, in this order; those without a value are left out:
///
/// | field | is the column |
/// |---|---|
/// | `actions` | of `records.documents` |
/// | `aggregate` | of `records.documents` |
/// | `aggregateDigest` | `records.aggregate_digest`, 64 hexadecimal digits |
/// | `aggregateId` | `decisions.aggregate_id` |
/// | `caller` | `decisions.caller` |
/// | `clusterId` | `decisions.cluster_id` |
/// | `cohort` | `decisions.cohort` |
/// | `context` | of `records.documents` |
/// | `decidedAt` | `decisions.decided_at` |
/// | `decisionId` | `decisions.id` |
/// | `disposition` | `decisions.disposition` |
/// | `engineVersion` | `records.engine_version` |
/// | `firings` | of `records.documents` |
/// | `format` | the text `ombud-decision-1` |
/// | `incidentId` | `decisions.incident_id` |
/// | `mode` | `decisions.mode` |
/// | `nearMisses` | of `records.documents` |
/// | `ownerTeam` | `decisions.owner_team` |
/// | `priority` | `decisions.priority` |
/// | `product` | `decisions.product` |
/// | `reasons` | of `records.documents` |
/// | `releaseVersion` | `decisions.release_version` |
/// | `revision` | `decisions.revision` |
/// | `rulesetDigest` | `records.ruleset_digest`, 64 hexadecimal digits |
/// | `rulesetVersion` | `decisions.ruleset_version` |
/// | `salt` | `records.salt`, 32 hexadecimal digits |
/// | `scope` | `decisions.scope` |
/// | `severity` | `decisions.severity` |
/// | `slaMinutes` | `decisions.sla_minutes` |
/// | `summary` | `decisions.summary` |
/// | `surface` | `decisions.surface` |
/// | `terms` | `decisions.terms` |
/// | `texts` | of `records.documents` |
/// | `tier` | `decisions.tier` |
/// | `traceId` | `decisions.trace_id` |
/// | `windowEnd` | `decisions.window_end` |
/// | `windowStart` | `decisions.window_start` |
///
/// Times are as `2026-01-31T00:00:00Z`, with three or six digits of a second's fraction where it
/// has one. Documents stand in it byte for byte as they were packed ([DecisionDocuments]), which is
/// canonical. The leaf hash is SHA-256 over the byte 0 and the leaf (RFC 6962, section 2.1). Mapped
/// by hand, since its documents have to stay the bytes that the driver has. Immutable.
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record DecisionRow(
    UUID id,
    Instant decidedAt,
    Instant windowStart,
    Instant windowEnd,
    long rulesetVersion,
    double priority,
    @Nullable UUID incidentId,
    int revision,
    int slaMinutes,
    String severity,
    String disposition,
    String tier,
    String scope,
    String mode,
    String product,
    String surface,
    @Nullable String releaseVersion,
    String cohort,
    String clusterId,
    String ownerTeam,
    String caller,
    String traceId,
    String aggregateId,
    @Nullable String summary,
    List<String> terms,
    String engineVersion,
    byte[] salt,
    byte[] rulesetDigest,
    byte[] aggregateDigest,
    DecisionDocuments documents) {

  /// Bytes of a row's salt.
  public static final int SALT = 16;

  static final String FORMAT = "ombud-decision-1";
  private static final int USUAL_BYTES = 6_144;

  private static final String FILED =
      """
      id, decided_at, window_start, window_end, ruleset_version, priority, incident_id, revision,
      sla_minutes, severity, disposition, tier, scope, mode, product, surface, release_version,
      cohort, cluster_id, owner_team, caller, trace_id, aggregate_id, summary, terms
      """;

  private static final int FILED_COUNT = 25;

  private static final String KEPT = "engine_version, salt, ruleset_digest, aggregate_digest, ";

  private static final int KEPT_COUNT = 5;

  /// Appends to `decisions`, from rows as [#fileInto] makes them.
  public static final String COPY_DECISIONS =
      "copy decisions (" + FILED + ") from stdin (format binary)";

  /// Appends to `records`, from rows as [#keepIn] makes them.
  public static final String COPY_RECORDS =
      "copy records (id, " + KEPT + "documents) from stdin (format binary)";

  /// All columns, for [#read]; a condition may follow, in which the tables are `d` and `r`.
  public static final String SELECT =
      "select d.*, "
          + KEPT
          + DecisionDocuments.COLUMNS
          + " from decisions d join records r on r.id = d.id";

  public DecisionRow {
    // PostgreSQL keeps microseconds; the leaf has to say what it keeps.
    windowStart = windowStart.truncatedTo(ChronoUnit.MICROS);
    windowEnd = windowEnd.truncatedTo(ChronoUnit.MICROS);
    terms = List.copyOf(terms);
  }

  /// Reads a row of [#SELECT].
  ///
  /// @throws dev.ombud.ground.base.ServiceException INTERNAL where its documents are damaged
  public static DecisionRow read(ResultSet row) throws SQLException {
    return new DecisionRow(
        row.getObject("id", UUID.class),
        instant(row, "decided_at"),
        instant(row, "window_start"),
        instant(row, "window_end"),
        row.getLong("ruleset_version"),
        row.getDouble("priority"),
        row.getObject("incident_id", UUID.class),
        row.getInt("revision"),
        row.getInt("sla_minutes"),
        row.getString("severity"),
        row.getString("disposition"),
        row.getString("tier"),
        row.getString("scope"),
        row.getString("mode"),
        row.getString("product"),
        row.getString("surface"),
        row.getString("release_version"),
        row.getString("cohort"),
        row.getString("cluster_id"),
        row.getString("owner_team"),
        row.getString("caller"),
        row.getString("trace_id"),
        row.getString("aggregate_id"),
        row.getString("summary"),
        List.of((String[]) row.getArray("terms").getArray()),
        row.getString("engine_version"),
        row.getBytes("salt"),
        row.getBytes("ruleset_digest"),
        row.getBytes("aggregate_digest"),
        DecisionDocuments.read(row));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /// Adds the row of `decisions`.
  public void fileInto(BinaryCopy decisions) {
    decisions
        .row(FILED_COUNT)
        .uuid(id)
        .timestamp(decidedAt)
        .timestamp(windowStart)
        .timestamp(windowEnd)
        .bigint(rulesetVersion)
        .number(priority)
        .uuid(incidentId)
        .integer(revision)
        .integer(slaMinutes)
        .text(severity)
        .text(disposition)
        .text(tier)
        .text(scope)
        .text(mode)
        .text(product)
        .text(surface)
        .text(releaseVersion)
        .text(cohort)
        .text(clusterId)
        .text(ownerTeam)
        .text(caller)
        .text(traceId)
        .text(aggregateId)
        .text(summary)
        .texts(terms);
  }

  /// Adds the row of `records`.
  public void keepIn(BinaryCopy records) {
    records
        .row(KEPT_COUNT + 1)
        .uuid(id)
        .text(engineVersion)
        .bytea(salt)
        .bytea(rulesetDigest)
        .bytea(aggregateDigest)
        .bytea(documents.pack());
  }

  /// The leaf, byte for byte.
  public byte[] leaf() {
    HexFormat hex = HexFormat.of();
    return new CanonicalObject(USUAL_BYTES)
        .document("actions", documents.actions())
        .document("aggregate", documents.aggregate())
        .text("aggregateDigest", hex.formatHex(aggregateDigest))
        .text("aggregateId", aggregateId)
        .text("caller", caller)
        .text("clusterId", clusterId)
        .text("cohort", cohort)
        .document("context", documents.context())
        .text("decidedAt", decidedAt.toString())
        .text("decisionId", id.toString())
        .text("disposition", disposition)
        .text("engineVersion", engineVersion)
        .document("firings", documents.firings())
        .text("format", FORMAT)
        .text("incidentId", incidentId == null ? null : incidentId.toString())
        .text("mode", mode)
        .document("nearMisses", documents.nearMisses())
        .text("ownerTeam", ownerTeam)
        .number("priority", priority)
        .text("product", product)
        .document("reasons", documents.reasons())
        .text("releaseVersion", releaseVersion)
        .number("revision", revision)
        .text("rulesetDigest", hex.formatHex(rulesetDigest))
        .number("rulesetVersion", rulesetVersion)
        .text("salt", hex.formatHex(salt))
        .text("scope", scope)
        .text("severity", severity)
        .number("slaMinutes", slaMinutes)
        .text("summary", summary)
        .text("surface", surface)
        .texts("terms", terms)
        .document("texts", documents.texts())
        .text("tier", tier)
        .text("traceId", traceId)
        .text("windowEnd", windowEnd.toString())
        .text("windowStart", windowStart.toString())
        .toBytes();
  }

  /// The same content as a decision of another identity, and so of another time.
  public DecisionRow under(UUID other) {
    return new DecisionRow(
        other,
        Instant.ofEpochMilli(TimeIds.millisOf(other)),
        windowStart,
        windowEnd,
        rulesetVersion,
        priority,
        incidentId,
        revision,
        slaMinutes,
        severity,
        disposition,
        tier,
        scope,
        mode,
        product,
        surface,
        releaseVersion,
        cohort,
        clusterId,
        ownerTeam,
        caller,
        traceId,
        aggregateId,
        summary,
        terms,
        engineVersion,
        salt,
        rulesetDigest,
        aggregateDigest,
        documents);
  }

  /// SHA-256 over the byte 0 and the leaf.
  public byte[] leafHash() {
    MessageDigest digest = Sha256.begin();
    digest.update((byte) 0);
    return digest.digest(leaf());
  }
}
