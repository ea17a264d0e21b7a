package dev.ombud.record.log;

import dev.ombud.ground.json.CanonicalObject;
import dev.ombud.record.document.DecisionDocuments;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The leaf of a decision, as [DecisionRow#leaf] has it, straight from the bytes that the database
/// sends: a text is in UTF-8 there as it is in the leaf, so nothing is decoded only to be encoded
/// again. Takes a third of the time, and whoever reads all of the record has time for little else.
///
/// The columns have to come in PostgreSQL's binary form, which the sessions that read all there is
/// ask for. Stateless.
public final class DecisionLeaf {
  /// How a column stands in the leaf.
  private enum Form {
    /// `bytea`, as hexadecimal digits.
    HEX,
    TEXT,
    /// `text[]`.
    TEXTS,
    /// `timestamptz`.
    TIME,
    UUID,
    /// `integer` or `bigint`.
    WHOLE,
    /// `double precision`.
    DOUBLE
  }

  /// What the leaf is made of.
  private sealed interface Part {}

  private record Column(String field, String name, Form form) implements Part {}

  /// Canonical JSON, byte for byte.
  private record Document(String field, Function<DecisionDocuments, byte[]> from) implements Part {}

  private static final String FORMAT = "format";

  /// In the order of the leaf.
  private static final List<Part> PARTS =
      List.of(
          new Document("actions", DecisionDocuments::actions),
          new Document("aggregate", DecisionDocuments::aggregate),
          new Column("aggregateDigest", "r.aggregate_digest", Form.HEX),
          new Column("aggregateId", "d.aggregate_id", Form.TEXT),
          new Column("caller", "d.caller", Form.TEXT),
          new Column("clusterId", "d.cluster_id", Form.TEXT),
          new Column("cohort", "d.cohort", Form.TEXT),
          new Document("context", DecisionDocuments::context),
          new Column("decidedAt", "d.decided_at", Form.TIME),
          new Column("decisionId", "d.id", Form.UUID),
          new Column("disposition", "d.disposition", Form.TEXT),
          new Column("engineVersion", "r.engine_version", Form.TEXT),
          new Document("firings", DecisionDocuments::firings),
          new Column(FORMAT, "'" + DecisionRow.FORMAT + "'::text", Form.TEXT),
          new Column("incidentId", "d.incident_id", Form.UUID),
          new Column("mode", "d.mode", Form.TEXT),
          new Document("nearMisses", DecisionDocuments::nearMisses),
          new Column("ownerTeam", "d.owner_team", Form.TEXT),
          new Column("priority", "d.priority", Form.DOUBLE),
          new Column("product", "d.product", Form.TEXT),
          new Document("reasons", DecisionDocuments::reasons),
          new Column("releaseVersion", "d.release_version", Form.TEXT),
          new Column("revision", "d.revision", Form.WHOLE),
          new Column("rulesetDigest", "r.ruleset_digest", Form.HEX),
          new Column("rulesetVersion", "d.ruleset_version", Form.WHOLE),
          new Column("salt", "r.salt", Form.HEX),
          new Column("scope", "d.scope", Form.TEXT),
          new Column("severity", "d.severity", Form.TEXT),
          new Column("slaMinutes", "d.sla_minutes", Form.WHOLE),
          new Column("summary", "d.summary", Form.TEXT),
          new Column("surface", "d.surface", Form.TEXT),
          new Column("terms", "d.terms", Form.TEXTS),
          new Document("texts", DecisionDocuments::texts),
          new Column("tier", "d.tier", Form.TEXT),
          new Column("traceId", "d.trace_id", Form.TEXT),
          new Column("windowEnd", "d.window_end", Form.TIME),
          new Column("windowStart", "d.window_start", Form.TIME));

  /// The columns for [#of], of `decisions d` and `records r`.
  public static final String COLUMN_LIST =
      PARTS.stream()
          .mapMulti((Part part, Consumer<String> names) -> {
            if (part instanceof Column column) {
              names.accept(column.name() + ", ");
            }
          })
          .collect(Collectors.joining("", "", DecisionDocuments.COLUMNS));

  private static final int USUAL_BYTES = 6_144;

  /// From the Unix epoch to PostgreSQL's, 2000-01-01.
  private static final long EPOCH_SECONDS = 946_684_800;

  private static final long MICROS = 1_000_000;
  private static final HexFormat HEX = HexFormat.of();

  private DecisionLeaf() {}

  /// @param first the place of the first of the columns, counted from 1
  /// @throws SQLException also where a column does not come in its binary form
  /// @throws dev.ombud.ground.base.ServiceException INTERNAL where the documents are damaged
  public static byte[] of(ResultSet row, int first) throws SQLException {
    DecisionDocuments documents = DecisionDocuments.read(row);
    CanonicalObject leaf = new CanonicalObject(USUAL_BYTES);
    int place = first;
    for (Part part : PARTS) {
      switch (part) {
        case Document document -> leaf.document(document.field(), document.from().apply(documents));
        case Column column -> {
          byte[] value = row.getBytes(place++);
          if (value != null) {
            put(leaf, column, value);
          }
        }
      }
    }
    return leaf.toBytes();
  }

  private static void put(CanonicalObject leaf, Column column, byte[] value) throws SQLException {
    String field = column.field();
    switch (column.form()) {
      case HEX -> leaf.text(field, HEX.formatHex(value));
      case TEXT -> leaf.text(field, value);
      case TEXTS -> leaf.utf8Texts(field, texts(column, value));
      case TIME -> leaf.text(field, time(number(column, value, Long.BYTES)));
      case UUID -> leaf.text(field, uuid(column, value));
      case WHOLE -> leaf.number(field, number(column, value, value.length));
      case DOUBLE -> leaf.number(field, Double.longBitsToDouble(number(column, value, Long.BYTES)));
    }
  }

  private static String time(long micros) {
    return Instant.ofEpochSecond(
            EPOCH_SECONDS + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000)
        .toString();
  }

  private static String uuid(Column column, byte[] value) throws SQLException {
    require(column, value.length == 2 * Long.BYTES);
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static long number(Column column, byte[] value, int length) throws SQLException {
    require(column, value.length == length);
    return switch (length) {
      case Integer.BYTES -> ByteBuffer.wrap(value).getInt();
      case Long.BYTES -> ByteBuffer.wrap(value).getLong();
      default -> throw strange(column);
    };
  }

  /// Number of dimensions, a flag, the type; of the dimension, length and first index; then length
  /// and bytes of each element.
  private static List<byte[]> texts(Column column, byte[] value) throws SQLException {
    require(column, value.length >= 3 * Integer.BYTES);
    ByteBuffer bytes = ByteBuffer.wrap(value);
    int dimensions = bytes.getInt();
    List<byte[]> texts = new ArrayList<>();
    if (dimensions > 0) {
      bytes.position(3 * Integer.BYTES);
      int count = bytes.getInt();
      bytes.getInt();
      for (int i = 0; i < count; i++) {
        int length = bytes.getInt();
        require(column, dimensions == 1 && length >= 0);
        byte[] text = new byte[length];
        bytes.get(text);
        texts.add(text);
      }
    }
    return texts;
  }

  private static void require(Column column, boolean isSo) throws SQLException {
    if (!isSo) {
      throw strange(column);
    }
  }

  private static SQLException strange(Column column) {
    return new SQLException("column `" + column.name() + "` does not have its binary form");
  }
}
