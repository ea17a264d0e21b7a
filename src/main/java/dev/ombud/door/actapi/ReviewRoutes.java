package dev.ombud.door.actapi;

import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.outcome.LabelChange;
import dev.ombud.act.outcome.Outcomes;
import dev.ombud.act.review.HumanOverride;
import dev.ombud.act.review.Overrides;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewAnswer;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewQuery;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.ReviewStore.Beside;
import dev.ombud.act.review.Reviews;
import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.CorrectionWriter;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.texts.MaskedText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// What people are asked, over HTTP: the queue with the evidence, their answers, and what they
/// forbid for a while. Thread-safe.
public final class ReviewRoutes {
  private static final Set<Role> READERS = EnumSet.of(Role.REVIEWER, Role.AUDITOR);
  private static final Set<Role> REVIEWERS = EnumSet.of(Role.REVIEWER);
  private static final int MAX_TEXT_CHARS = 200;
  private static final int MAX_ORDINALS = 100;

  /// Decisions of the same cluster, itself among them.
  private static final String MAX_OTHERS = "11";

  private final Reviews reviews;
  private final Corrections corrections;
  private final Overrides overrides;
  private final Parts parts;

  private ReviewRoutes(Parts parts) {
    this.parts = parts;
    this.reviews = parts.reviews();
    this.corrections = parts.corrections();
    this.overrides = parts.overrides();
  }

  /// What is asked.
  ///
  /// @param texts of a decision, masked
  public record Parts(
      Reviews reviews,
      Corrections corrections,
      Overrides overrides,
      Outcomes outcomes,
      Decisions decisions,
      DecisionSearch search,
      Function<UUID, List<MaskedText>> texts) {}

  public static List<Route> routes(Access access, Parts parts) {
    ReviewRoutes here = new ReviewRoutes(parts);
    Signed signed = new Signed(access);
    String one = "/v1/reviews/{id}";
    return List.of(
        signed.route(
            "GET",
            "/v1/reviews",
            READERS,
            here::list,
            "lane",
            "state",
            "product",
            "owner",
            "severity",
            DrillFilter.PARAMETER,
            "limit",
            "cursor"),
        signed.route("GET", one, READERS, here::find),
        signed.route("POST", one + "/approve", REVIEWERS, here::approve),
        signed.route("POST", one + "/reject", REVIEWERS, here::reject),
        signed.route("POST", one + "/amend", REVIEWERS, here::amend),
        signed.route(
            "GET",
            "/v1/overrides",
            Signed.EVERYBODY,
            here::listOverrides,
            "product",
            "limit",
            "cursor"),
        signed.route("POST", "/v1/overrides", REVIEWERS, here::placeOverride),
        signed.route("POST", "/v1/overrides/{id}/end", REVIEWERS, here::endOverride));
  }

  private Response list(Request request, Caller caller) {
    List<ReviewState> states = Listing.words(request, "state", ReviewState.values());
    Page<Review> page =
        reviews.list(
            new ReviewQuery(
                states.isEmpty() ? List.of(ReviewState.OPEN) : states,
                Listing.words(request, "lane", ReviewLane.values()),
                Listing.words(request, "severity", Severity.values()),
                Listing.text(request, "product"),
                Listing.text(request, "owner"),
                DrillFilter.read(request.query(DrillFilter.PARAMETER)),
                Listing.limit(request, ReviewQuery.MAX_LIMIT),
                request.query("cursor").map(ReviewQuery.Position::read)));
    Map<UUID, StoredDecision> stored =
        parts
            .decisions()
            .findAll(page.items().stream().map(review -> review.proposal().decisionId()).toList());
    List<Map<String, Object>> items = new ArrayList<>();
    for (Review review : page.items()) {
      Map<String, Object> view = ReviewView.of(review);
      Optional.ofNullable(stored.get(review.proposal().decisionId()))
          .ifPresent(decision -> view.put("decision", ReviewView.decision(decision)));
      items.add(view);
    }
    return Listing.page(new Page<>(items, page.next()));
  }

  private Response find(Request request, Caller caller) {
    Review review = load(request);
    UUID decisionId = review.proposal().decisionId();
    Map<String, Object> view = view(review);
    Optional<StoredDecision> stored = parts.decisions().find(decisionId);
    stored.ifPresent(decision -> view.put("decision", ReviewView.decision(decision)));
    view.put("excerpts", ReviewView.excerpts(parts.texts().apply(decisionId), stored.orElse(null)));
    List<Review> alike = reviews.alike(review);
    view.put("duplicates", ReviewView.open(alike));
    view.put("knownIssues", ReviewView.known(alike, parts.outcomes().of(review)));
    view.put(
        "otherDecisions",
        ReviewView.others(review, parts.search().find(sameCluster(review)).items()));
    return Response.json(200, Json.write(view));
  }

  private static DecisionQuery sameCluster(Review review) {
    Map<String, List<String>> filter =
        Map.of(
            "product",
            List.of(review.proposal().product()),
            "cluster",
            List.of(review.proposal().key().cluster()),
            "limit",
            List.of(MAX_OTHERS));
    return DecisionQuery.read(name -> filter.getOrDefault(name, List.of()));
  }

  private Response approve(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "bindingHash", "reason");
    return answer(request, caller, body, new ReviewAnswer.Approve(), Optional.empty());
  }

  private Response reject(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "bindingHash", "reason");
    return answer(request, caller, body, new ReviewAnswer.Reject(), Optional.empty());
  }

  private Response amend(Request request, Caller caller) throws InterruptedException {
    JsonObject body =
        Parameters.object(request, "bindingHash", "reason", "ordinals", "tier", "labels");
    Object ordinals = body.value("ordinals");
    Optional<String> tier = body.text("tier", MAX_TEXT_CHARS);
    Optional<LabelChange> labels = Optional.ofNullable(body.value("labels")).map(LabelReader::read);
    if (ordinals != null && tier.isPresent()) {
      throw ServiceException.invalid(
          "`ordinals` and `tier` both say what is left: send one of them");
    }
    if (ordinals == null && tier.isEmpty()) {
      return correct(
          request,
          caller,
          body,
          labels.orElseThrow(() ->
              ServiceException.invalid(
                  "say what is left, either `ordinals` of the proposed actions or a lower `tier`, or"
                      + " which `labels` are right")));
    }
    ReviewAnswer answer =
        ordinals == null
            ? new ReviewAnswer.UpTo(body.requireWord("tier", Tier.values()))
            : new ReviewAnswer.Only(ordinals(ordinals), labels.isPresent());
    return answer(request, caller, body, answer, labels);
  }

  private Response correct(Request request, Caller caller, JsonObject body, LabelChange labels) {
    Review review = load(request);
    String reason = Parameters.reason(body);
    Beside beside = corrections.beside(review, labels, caller.name(), reason);
    return shown(reviews.correct(review.id(), binding(body), caller.name(), reason, beside));
  }

  private static List<Integer> ordinals(Object given) {
    if (!(given instanceof List<?> items) || items.size() > MAX_ORDINALS) {
      throw ServiceException.invalid(
          "`ordinals` needs a list of at most " + MAX_ORDINALS + " numbers: correct it");
    }
    List<Integer> ordinals = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Long number) || number < 1 || number > Short.MAX_VALUE) {
        throw ServiceException.invalid(
            "`ordinals` needs whole numbers, as the proposed actions have them: correct it");
      }
      ordinals.add(number.intValue());
    }
    return ordinals;
  }

  private Response answer(
      Request request,
      Caller caller,
      JsonObject body,
      ReviewAnswer answer,
      Optional<LabelChange> labels) {
    Review review = load(request);
    String binding = binding(body);
    String reason = Parameters.reason(body);
    Beside beside =
        labels
            .map(change -> corrections.beside(review, change, caller.name(), reason))
            .orElse(Beside.NOTHING);
    return shown(reviews.answer(review.id(), binding, answer, caller.name(), reason, beside));
  }

  private static String binding(JsonObject body) {
    return body.text("bindingHash", MAX_TEXT_CHARS)
        .orElseThrow(() ->
            ServiceException.invalid(
                "`bindingHash` is missing: send the one of the review that you read, so that"
                    + " you agree to that and to nothing else"));
  }

  private Review load(Request request) {
    UUID id = Parameters.id(request, "review");
    return reviews.find(id).orElseThrow(() -> ServiceException.missing("review", id));
  }

  private Response shown(Review review) {
    return Response.json(200, Json.write(view(review)));
  }

  private Map<String, Object> view(Review review) {
    Map<String, Object> view = ReviewView.of(review);
    view.put("corrections", CorrectionWriter.views(corrections.of(review.proposal().decisionId())));
    return view;
  }

  private Response listOverrides(Request request, Caller caller) {
    return Listing.page(
        overrides
            .list(
                Listing.text(request, "product"),
                Listing.id(request, "cursor"),
                Listing.limit(request, Overrides.MAX_LIMIT))
            .map(ReviewRoutes::view));
  }

  private Response placeOverride(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "product", "subject", "effect", "until", "reason");
    HumanOverride placed =
        overrides.place(
            body.require("product", MAX_TEXT_CHARS),
            body.require("subject", MAX_TEXT_CHARS),
            body.requireWord("effect", HumanOverride.Effect.values()),
            body.instant("until")
                .orElseThrow(() ->
                    ServiceException.invalid("`until` is missing: say when it ends by itself")),
            caller.name(),
            Parameters.reason(body));
    return Response.json(201, Json.write(view(placed)));
  }

  private Response endOverride(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "override");
    HumanOverride ended =
        overrides
            .end(id, caller.name(), Parameters.reason(request))
            .orElseThrow(() -> ServiceException.missing("override", id));
    return Response.json(200, Json.write(view(ended)));
  }

  private static Map<String, Object> view(HumanOverride each) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", each.id().toString());
    view.put("product", each.product());
    view.put("subject", each.subject());
    view.put("effect", each.effect().name());
    view.put("placedBy", each.placedBy());
    view.put("placedAt", each.placedAt().toString());
    view.put("reason", each.reason());
    view.put("until", each.until().toString());
    each.ended()
        .ifPresent(ended -> {
          view.put("endedAt", ended.at().toString());
          view.put("endedBy", ended.by());
          view.put("endReason", ended.reason());
        });
    return view;
  }
}
