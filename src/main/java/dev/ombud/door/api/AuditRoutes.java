package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.CheckpointRow;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.KeyRow;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.log.Proofs.Growth;
import dev.ombud.record.log.Proofs.Place;
import dev.ombud.record.log.Proofs.Proven;
import dev.ombud.record.log.RecordKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The audit log over HTTP: checkpoints, proofs, keys, and the events that people caused. Hashes
/// and leaves stand in base64, as C2SP has them. Thread-safe.
public final class AuditRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final Proofs proofs;
  private final AuditLog log;

  private AuditRoutes(Proofs proofs, AuditLog log) {
    this.proofs = proofs;
    this.log = log;
  }

  public static List<Route> routes(Access access, Proofs proofs, AuditLog log) {
    AuditRoutes here = new AuditRoutes(proofs, log);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("GET", "/v1/audit/checkpoint", AUDITORS, here::checkpoint),
        signed.route(
            "GET", "/v1/audit/checkpoints", AUDITORS, here::checkpoints, "limit", "cursor"),
        signed.route("GET", "/v1/audit/consistency", AUDITORS, here::consistency, "from", "to"),
        signed.route("GET", "/v1/audit/keys", AUDITORS, here::keys),
        signed.route(
            "GET",
            "/v1/audit/events",
            AUDITORS,
            here::events,
            "kind",
            "actor",
            "subject",
            "decision",
            "from",
            "to",
            "limit",
            "cursor"),
        signed.route(
            "GET",
            "/v1/audit/events/{id}/proof",
            AUDITORS,
            (request, _) -> here.proof(request, RecordKind.EVENT, "event")),
        signed.route(
            "GET",
            "/v1/decisions/{id}/proof",
            AUDITORS,
            (request, _) -> here.proof(request, RecordKind.DECISION, "decision")));
  }

  private Response checkpoint(Request request, Caller caller) {
    CheckpointRow newest = newest();
    return Response.of(
        200, "text/plain; charset=utf-8", newest.note().getBytes(StandardCharsets.UTF_8));
  }

  private CheckpointRow newest() {
    return proofs
        .newest()
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND,
                "nothing is sealed yet: ask again a second after the first decision"));
  }

  private Response checkpoints(Request request, Caller caller) {
    return Listing.page(
        proofs
            .page(
                Listing.limit(request, Proofs.MAX_PAGE_LEAVES),
                request.query("cursor").map(text -> number("cursor", text)))
            .map(AuditRoutes::view));
  }

  private static Map<String, Object> view(CheckpointRow row) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("size", row.size());
    view.put("root", BASE64.encodeToString(row.root()));
    view.put("at", row.at().toString());
    view.put("keyId", row.keyId());
    view.put("note", row.note());
    return view;
  }

  private Response consistency(Request request, Caller caller) {
    long size = newest().size();
    long to = request.query("to").map(text -> number("to", text)).orElse(size);
    long from =
        number(
            "from",
            request
                .query("from")
                .orElseThrow(() ->
                    ServiceException.badParameter(
                        "`from` is missing: send the size of the checkpoint that you hold")));
    if (from > to || to > size) {
      throw ServiceException.badParameter(
          "the log has %d leaves: let `from` be at most `to`, and `to` at most that"
              .formatted(size));
    }
    Growth growth = proofs.consistency(from, to);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", growth.from());
    view.put("fromRoot", BASE64.encodeToString(growth.fromRoot()));
    view.put("to", growth.to());
    view.put("toRoot", BASE64.encodeToString(growth.toRoot()));
    view.put("hashes", texts(growth.hashes()));
    return Response.json(200, Json.write(view));
  }

  private Response keys(Request request, Caller caller) {
    return Response.json(
        200, Json.write(Map.of("items", proofs.keys().stream().map(AuditRoutes::view).toList())));
  }

  private static Map<String, @Nullable Object> view(KeyRow row) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("keyId", row.key().idText());
    view.put("key", row.key().text());
    view.put("fromSize", row.fromSize());
    view.put("endorsement", row.endorsement().map(BASE64::encodeToString).orElse(null));
    view.put("at", row.at().toString());
    return view;
  }

  private Response proof(Request request, RecordKind kind, String what) {
    UUID id = Parameters.id(request, what);
    Proven proven = proofs.find(kind, id).orElseThrow(() -> ServiceException.missing(what, id));
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("kind", proven.kind().name());
    view.put("id", proven.id().toString());
    view.put("leaf", proven.leaf().map(BASE64::encodeToString).orElse(null));
    view.put("leafHash", BASE64.encodeToString(proven.leafHash()));
    view.put("sealed", proven.place().isPresent());
    if (proven.place().isPresent()) {
      Place place = proven.place().get();
      view.put("leafIndex", place.index());
      view.put("treeSize", place.checkpoint().checkpoint().size());
      view.put("hashes", texts(place.hashes()));
      view.put("checkpoint", place.checkpoint().text());
    }
    return Response.json(200, Json.write(view));
  }

  private Response events(Request request, Caller caller) {
    Instant from = instant(request, "from", Instant.EPOCH);
    Instant to = instant(request, "to", TimeIds.EVER);
    if (!from.isBefore(to)) {
      throw ServiceException.badParameter(
          "`from` is not before `to`: exchange them, `to` does not belong to the range");
    }
    return Listing.page(
        log.find(
                new EventQuery(
                    Listing.id(request, "decision"),
                    Listing.text(request, "actor"),
                    Listing.word(request, "kind", AuditEvent.Kind.values()).map(Enum::name),
                    Listing.text(request, "subject"),
                    from,
                    to,
                    Listing.limit(request, Proofs.MAX_PAGE_LEAVES),
                    Listing.id(request, "cursor")))
            .map(AuditRoutes::view));
  }

  /// An event as this API shows it.
  static Map<String, @Nullable Object> view(EventRow row) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", row.id().toString());
    view.put("at", row.at().toString());
    view.put("kind", row.kind());
    view.put("actor", row.actor());
    view.put("subject", row.subject());
    view.put("decisionId", row.decisionId() == null ? null : row.decisionId().toString());
    view.put("reason", row.reason());
    view.put("detail", Json.readMembers(row.detail().getBytes(StandardCharsets.UTF_8)));
    return view;
  }

  private static List<String> texts(List<byte[]> hashes) {
    return hashes.stream().map(BASE64::encodeToString).toList();
  }

  private static Instant instant(Request request, String name, Instant otherwise) {
    String text = request.query(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      return TimeIds.nearest(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw ServiceException.badParameter(
          "`" + name + "` is `" + text + "`: write a time such as 2026-01-31T00:00:00Z");
    }
  }

  /// A whole number from 1.
  private static long number(String name, String text) {
    if (text.matches("[1-9][0-9]{0,17}")) {
      return Long.parseLong(text);
    }
    throw ServiceException.badParameter(
        "`" + name + "` is `" + text + "`: write a whole number from 1");
  }
}
