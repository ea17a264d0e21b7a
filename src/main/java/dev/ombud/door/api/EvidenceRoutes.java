package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.record.texts.Erasures;
import dev.ombud.record.texts.Hold;
import dev.ombud.record.texts.Holds;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.record.texts.OpenedText;
import dev.ombud.record.texts.Openings;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The texts of evidence over HTTP: shown masked, opened for a reason, erased, kept by legal holds.
/// Who reads texts cannot destroy them, and who destroys them cannot read them. Thread-safe.
public final class EvidenceRoutes {
  private static final Set<Role> READERS = EnumSet.of(Role.AUDITOR);
  private static final Set<Role> KEEPERS = EnumSet.of(Role.ADMIN);
  private static final Set<Role> LISTERS = EnumSet.of(Role.AUDITOR, Role.ADMIN);
  private static final int MAX_ID_CHARS = 200;

  private final Openings openings;
  private final Erasures erasures;
  private final Holds holds;

  private EvidenceRoutes(Openings openings, Erasures erasures, Holds holds) {
    this.openings = openings;
    this.erasures = erasures;
    this.holds = holds;
  }

  public static List<Route> routes(
      Access access, Openings openings, Erasures erasures, Holds holds) {
    EvidenceRoutes here = new EvidenceRoutes(openings, erasures, holds);
    Signed signed = new Signed(access);
    String ofDecision = "/v1/decisions/{id}/texts";
    String ofEvidence = "/v1/evidence/{id}/texts";
    return List.of(
        signed.route("GET", ofDecision, READERS, here::decisionTexts),
        signed.route("POST", ofDecision + "/openings", READERS, here::openDecision),
        signed.route("GET", ofEvidence, READERS, here::evidenceTexts),
        signed.route("POST", ofEvidence + "/openings", READERS, here::openEvidence),
        signed.route("POST", "/v1/erasures", KEEPERS, here::erase),
        signed.route("GET", "/v1/holds", LISTERS, here::listHolds),
        signed.route("POST", "/v1/holds", KEEPERS, here::placeHold),
        signed.route("POST", "/v1/holds/{id}/release", KEEPERS, here::releaseHold));
  }

  private Response decisionTexts(Request request, Caller caller) {
    UUID id = Parameters.id(request, "decision");
    return items(
        openings.masked(id).orElseThrow(() -> ServiceException.missing("decision", id)).stream()
            .map(EvidenceRoutes::view)
            .toList());
  }

  private Response openDecision(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "decision");
    String reason = Parameters.reason(request);
    return items(
        openings
            .open(id, caller.name(), reason)
            .orElseThrow(() -> ServiceException.missing("decision", id))
            .stream()
            .map(EvidenceRoutes::view)
            .toList());
  }

  private Response evidenceTexts(Request request, Caller caller) {
    String id = evidenceId(request);
    List<MaskedText> texts = openings.masked(id);
    if (texts.isEmpty()) {
      throw ServiceException.missing("text of evidence", id);
    }
    return items(texts.stream().map(EvidenceRoutes::view).toList());
  }

  private Response openEvidence(Request request, Caller caller) throws InterruptedException {
    String id = evidenceId(request);
    List<OpenedText> texts = openings.open(id, caller.name(), Parameters.reason(request));
    if (texts.isEmpty()) {
      throw ServiceException.missing("text of evidence", id);
    }
    return items(texts.stream().map(EvidenceRoutes::view).toList());
  }

  private static String evidenceId(Request request) {
    String id = request.parameter("id");
    if (id.indexOf('\0') >= 0) {
      throw ServiceException.missing("text of evidence", "\\0");
    }
    return id;
  }

  private Response erase(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "evidenceId", "textDigest", "reason");
    Optional<String> evidenceId = body.text("evidenceId", MAX_ID_CHARS);
    Optional<byte[]> digest = body.text("textDigest", MAX_ID_CHARS).map(EvidenceRoutes::digest);
    String reason = Parameters.reason(body);
    if (evidenceId.isPresent() == digest.isPresent()) {
      throw ServiceException.invalid("name what to erase: either `evidenceId` or `textDigest`");
    }
    Erasures.Outcome outcome =
        evidenceId.isPresent()
            ? erasures.byEvidence(evidenceId.get(), caller.name(), reason)
            : erasures.byDigest(digest.orElseThrow(), caller.name(), reason);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("erased", outcome.erased());
    outcome.alreadyErased().ifPresent(count -> view.put("alreadyErased", count));
    view.put("held", outcome.held());
    view.put("decisions", outcome.decisions().stream().map(UUID::toString).toList());
    view.put("holds", outcome.holds().stream().map(UUID::toString).toList());
    return Response.json(200, Json.write(view));
  }

  private static byte[] digest(String text) {
    try {
      return Sha256.parse(text);
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalid(
          "`textDigest` needs `sha256:` and the 64 hexadecimal digits of the text's SHA-256: correct it");
    }
  }

  private Response listHolds(Request request, Caller caller) {
    return items(holds.list().stream().map(EvidenceRoutes::view).toList());
  }

  private Response placeHold(Request request, Caller caller) throws InterruptedException {
    JsonObject body =
        Parameters.object(request, "decisionId", "product", "evidenceId", "from", "to", "reason");
    Hold.Covers covers =
        new Hold.Covers(
            body.id("decisionId"),
            body.text("product", MAX_ID_CHARS),
            body.text("evidenceId", MAX_ID_CHARS),
            body.instant("from"),
            body.instant("to"));
    Hold hold = holds.place(covers, caller.name(), Parameters.reason(body));
    return Response.json(201, Json.write(view(hold)));
  }

  private Response releaseHold(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "hold");
    Hold hold =
        holds
            .release(id, caller.name(), Parameters.reason(request))
            .orElseThrow(() -> ServiceException.missing("hold", id));
    return Response.json(200, Json.write(view(hold)));
  }

  private static Response items(List<Map<String, Object>> items) {
    return Response.json(200, Json.write(Map.of("items", items)));
  }

  private static Map<String, Object> view(MaskedText text) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("decisionId", text.decisionId().toString());
    view.put("ordinal", text.ordinal());
    view.put("path", text.path());
    text.evidenceId().ifPresent(id -> view.put("evidenceId", id));
    view.put("masked", text.masked());
    view.put(
        "state",
        text.text().isPresent() ? "KEPT" : text.erasedAt().isPresent() ? "ERASED" : "UNREADABLE");
    text.erasedAt().ifPresent(at -> view.put("erasedAt", at.toString()));
    text.text().ifPresent(masked -> view.put("text", masked));
    return view;
  }

  private static Map<String, Object> view(OpenedText text) {
    Map<String, Object> view = view(text.shown());
    text.raw().ifPresent(raw -> view.put("raw", raw));
    return view;
  }

  private static Map<String, Object> view(Hold hold) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", hold.id().toString());
    view.put("placedAt", hold.placedAt().toString());
    view.put("placedBy", hold.placedBy());
    view.put("reason", hold.reason());
    hold.covers().decisionId().ifPresent(id -> view.put("decisionId", id.toString()));
    hold.covers().product().ifPresent(product -> view.put("product", product));
    hold.covers().evidenceId().ifPresent(id -> view.put("evidenceId", id));
    hold.covers().from().ifPresent(from -> view.put("from", from.toString()));
    hold.covers().to().ifPresent(to -> view.put("to", to.toString()));
    hold.released()
        .ifPresent(released -> {
          view.put("releasedAt", released.at().toString());
          view.put("releasedBy", released.by());
        });
    return view;
  }
}
