package dev.ombud.record.log;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as its row stands in `audit_events`, whatever is in it.
///
/// Its leaf is one JSON object in UTF-8, canonical as RFC 8785 has it (no white space, members in
/// this order), of all columns and the mark of this format:
///
/// | member | is |
/// |---|---|
/// | `actor` | text |
/// | `at` | RFC 3339 in UTC with 0, 3 or 6 digits of a fraction: `2026-03-02T18:00:00.123Z` |
/// | `decisionId` | a UUID in lower case with hyphens, or `null` |
/// | `detail` | the column as it stands, an object that is canonical itself |
/// | `id` | a UUID in lower case with hyphens |
/// | `kind` | text |
/// | `leaf` | `"event/1"` |
/// | `reason` | text, perhaps empty |
/// | `salt` | 32 hexadecimal digits in lower case |
/// | `subject` | text |
///
/// Immutable by custom.
///
/// @param detail JSON, as it stands in the column
public record EventRow(
    UUID id,
    Instant at,
    String kind,
    String actor,
    String subject,
    @Nullable UUID decisionId,
    String reason,
    byte[] salt,
    String detail) {
  private static final String FORMAT = "event/1";

  static EventRow of(AuditEvent event, byte[] salt) {
    return new EventRow(
        event.id(),
        event.at(),
        event.kind().name(),
        event.actor(),
        event.subject(),
        event.decisionId(),
        event.reason(),
        salt,
        new String(CanonicalJson.of(event.detail()), StandardCharsets.UTF_8));
  }

  /// The same content as an event of another identity, and so of another time.
  public EventRow under(UUID other) {
    return new EventRow(
        other,
        Instant.ofEpochMilli(TimeIds.millisOf(other)),
        kind,
        actor,
        subject,
        decisionId,
        reason,
        salt,
        detail);
  }

  /// The bytes whose hash stands in the log.
  public byte[] leaf() {
    ByteArrayOutputStream leaf = new ByteArrayOutputStream(256);
    leaf.write('{');
    member(leaf, "actor", text(actor)).write(',');
    member(leaf, "at", text(at.toString())).write(',');
    member(leaf, "decisionId", text(decisionId)).write(',');
    member(leaf, "detail", detail.getBytes(StandardCharsets.UTF_8)).write(',');
    member(leaf, "id", text(id)).write(',');
    member(leaf, "kind", text(kind)).write(',');
    member(leaf, "leaf", text(FORMAT)).write(',');
    member(leaf, "reason", text(reason)).write(',');
    member(leaf, "salt", text(HexFormat.of().formatHex(salt))).write(',');
    member(leaf, "subject", text(subject)).write('}');
    return leaf.toByteArray();
  }

  private static byte[] text(@Nullable Object value) {
    return CanonicalJson.of(value == null ? null : value.toString());
  }

  private static ByteArrayOutputStream member(
      ByteArrayOutputStream leaf, String name, byte[] json) {
    leaf.writeBytes(('"' + name + "\":").getBytes(StandardCharsets.US_ASCII));
    leaf.writeBytes(json);
    return leaf;
  }
}
