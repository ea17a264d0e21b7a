package dev.ombud.door.actapi;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.Brief.Opinion;
import dev.ombud.act.brief.Brief.Origin;
import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefQuery;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.ReleaseNotes;
import dev.ombud.act.words.DecisionMaterial;
import dev.ombud.door.api.Informed;
import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.Masking;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What decisions and releases come to in words, over HTTP. Thread-safe.
public final class BriefRoutes {
  private static final Set<Role> READERS = Role.PEOPLE;
  private static final Set<Role> ASKERS = EnumSet.of(Role.CALLER, Role.REVIEWER, Role.OPERATOR);
  private static final Set<Role> JUDGES = EnumSet.of(Role.REVIEWER);
  private static final int MAX_TEXT_CHARS = 20_000;
  private static final int MAX_WORD_CHARS = 40;

  private final Briefing briefing;
  private final Decisions decisions;
  private final DecisionMaterial materials;
  private final Masking masking;

  private BriefRoutes(
      Briefing briefing, Decisions decisions, DecisionMaterial materials, Masking masking) {
    this.briefing = briefing;
    this.decisions = decisions;
    this.materials = materials;
    this.masking = masking;
  }

  /// @param masking of what people write into the input of release notes
  public static List<Route> routes(
      Access access,
      Briefing briefing,
      Decisions decisions,
      DecisionMaterial materials,
      Masking masking) {
    BriefRoutes here = new BriefRoutes(briefing, decisions, materials, masking);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("GET", "/v1/decisions/{id}/brief", Signed.EVERYBODY, here::ofDecision),
        signed.route(
            "GET",
            "/v1/briefs",
            READERS,
            here::list,
            "kind",
            "origin",
            "severity",
            "product",
            "decision",
            "judged",
            "limit",
            "cursor"),
        signed.route("POST", "/v1/briefs", ASKERS, here::ask),
        signed.route("GET", "/v1/briefs/{id}", Signed.EVERYBODY, here::find),
        signed.route("POST", "/v1/briefs/{id}/acceptance", JUDGES, here::judge));
  }

  /// The stored brief; else the template's words, made now.
  private Response ofDecision(Request request, Caller caller) {
    String form = request.acceptable(BriefAnswer.JSON, BriefAnswer.MARKDOWN);
    UUID id = Parameters.id(request, "decision");
    StoredDecision stored =
        decisions.find(id).orElseThrow(() -> ServiceException.missing("decision", id));
    if (Informed.isWithheldFrom(caller, stored.decision())) {
      throw withheld(caller);
    }
    Optional<Brief> brief = briefing.of(id, stored.decision().incidentId());
    if (brief.isPresent()) {
      return BriefAnswer.of(form, brief.get());
    }
    return BriefAnswer.of(
        form,
        materials
            .of(BriefKind.DECISION, id)
            .orElseThrow(() -> ServiceException.missing("decision", id)),
        "no brief was made of this decision");
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        briefing
            .list(
                new BriefQuery(
                    Listing.words(request, "kind", BriefKind.values()),
                    Listing.words(request, "origin", Origin.values()),
                    Listing.words(request, "severity", Severity.values()),
                    Listing.text(request, "product"),
                    Listing.id(request, "decision"),
                    Listing.flag(request, "judged"),
                    Listing.limit(request, BriefQuery.MAX_LIMIT),
                    Listing.id(request, "cursor")))
            .map(brief ->
                isWithheldFrom(caller, brief)
                    ? BriefView.withheld(brief)
                    : BriefView.of(shown(caller, brief))));
  }

  private Response find(Request request, Caller caller) {
    String form = request.acceptable(BriefAnswer.JSON, BriefAnswer.MARKDOWN);
    UUID id = Parameters.id(request, "brief");
    Optional<Brief> brief = briefing.find(id);
    if (brief.isEmpty() && briefing.isAwaited(id)) {
      return Response.json(202, Json.write(BriefView.waiting(id))).with("Vary", "Accept");
    }
    Brief found = brief.orElseThrow(() -> ServiceException.missing("brief", id));
    if (isWithheldFrom(caller, found)) {
      throw withheld(caller);
    }
    if (form.equals(BriefAnswer.MARKDOWN) || !caller.roles().contains(Role.AUDITOR)) {
      return BriefAnswer.of(form, shown(caller, found));
    }
    Map<String, @Nullable Object> view = BriefView.of(found);
    view.put("answers", briefing.answers(id));
    return Response.json(200, Json.write(view)).with("Vary", "Accept");
  }

  /// Its words tell revenue, customers and evidence, all but those about releases. Whoever posted
  /// the decision knows them already.
  private boolean isWithheldFrom(Caller caller, Brief brief) {
    return switch (brief.kind()) {
      case RELEASE_NOTES, GATE_VERDICT -> false;
      case DECISION, REVIEW, TICKET, DIGEST ->
          Withholding.isFor(caller.roles())
              && brief
                  .decisionId()
                  .flatMap(decisions::find)
                  .filter(stored -> !Informed.isWithheldFrom(caller, stored.decision()))
                  .isEmpty();
    };
  }

  /// Words about releases are for everybody, the ids of evidence are not.
  private static Brief shown(Caller caller, Brief brief) {
    return switch (brief.kind()) {
      case RELEASE_NOTES, GATE_VERDICT ->
          Withholding.isFor(caller.roles()) ? brief.withoutEvidence() : brief;
      case DECISION, REVIEW, TICKET, DIGEST -> brief;
    };
  }

  private static ServiceException withheld(Caller caller) {
    return new ServiceException(
        ErrorCode.FORBIDDEN,
        "the words of this brief tell revenue, customers and evidence, which are withheld from token"
            + " `%s`: use one with `owner`, `reviewer` or `auditor`".formatted(caller.name()));
  }

  private Response ask(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "kind", "decisionId", "notes");
    BriefKind kind = body.requireWord("kind", BriefKind.values());
    UUID id =
        switch (kind) {
          case TICKET -> ticket(body);
          case RELEASE_NOTES ->
              briefing.requestNotes(ReleaseNotes.read(JsonObject.of(masked(body.value("notes")))));
          case DECISION, REVIEW, GATE_VERDICT, DIGEST ->
              throw ServiceException.invalid(
                  "`kind` `%s` is made by itself: ask for RELEASE_NOTES or TICKET".formatted(kind));
        };
    return Response.json(202, Json.write(BriefView.waiting(id)))
        .with("Location", "/v1/briefs/" + id);
  }

  /// A person may paste what a customer wrote, and a model gets what is left of it.
  private @Nullable Object masked(@Nullable Object value) {
    return switch (value) {
      case String text -> masked(text);
      case List<?> items -> items.stream().map(this::masked).toList();
      case Map<?, ?> fields -> {
        Map<Object, @Nullable Object> masked = new LinkedHashMap<>();
        fields.forEach((name, field) -> masked.put(name, masked(field)));
        yield masked;
      }
      case null -> null;
      default -> value;
    };
  }

  private String masked(String text) {
    Masking.Masked masked = masking.mask(text);
    if (masked.confidence() == MaskingConfidence.LOW) {
      throw ServiceException.invalid(
          "a text of `notes` says that something personal follows, and nobody can tell what: leave it"
              + " out");
    }
    return masked.text();
  }

  private UUID ticket(JsonObject body) {
    UUID id =
        body.text("decisionId", MAX_WORD_CHARS)
            .flatMap(TimeIds::read)
            .orElseThrow(() ->
                ServiceException.invalid(
                    "`decisionId` is missing or no id: send that of a decision"));
    StoredDecision stored =
        decisions.find(id).orElseThrow(() -> ServiceException.missing("decision", id));
    return briefing.requestTicket(
        id, stored.decision().judgement().severity(), stored.decision().aggregate().product());
  }

  private Response judge(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "brief");
    JsonObject body = Parameters.object(request, "verdict", "reason", "text");
    Brief judged =
        briefing.judge(
            id,
            body.requireWord("verdict", Opinion.values()),
            caller.name(),
            Parameters.reason(body),
            body.text("text", MAX_TEXT_CHARS));
    return Response.json(200, Json.write(BriefView.of(judged)));
  }
}
