package dev.ombud.door.actapi;

import dev.ombud.act.review.Certainty;
import dev.ombud.act.review.OutcomeReport.Recorded;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Aggregate.Evidence;
import dev.ombud.ground.domain.Aggregate.Span;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.MaskedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A review as callers see it, with what a reviewer needs to make up their mind. Stateless.
final class ReviewView {
  /// What the aggregate says in numbers and names, in the order in which people ask.
  private static final List<String> NUMBERS =
      List.of(
          "window",
          "release",
          "cluster",
          "volume",
          "sentiment",
          "telemetry",
          "business",
          "exposure",
          "regions",
          "tests",
          "feature",
          "component",
          "errorType",
          "sku",
          "severity",
          "urgency",
          "recommendedAction",
          "correlation",
          "orderContext",
          "links",
          "environment",
          "ingestedAt");

  private static final int MAX_EXCERPTS = 10;

  private ReviewView() {}

  static Map<String, Object> of(Review review) {
    Proposal proposal = review.proposal();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("reviewId", review.id().toString());
    view.put("state", review.state().name());
    view.put("lane", proposal.lane().name());
    view.put("decisionId", proposal.decisionId().toString());
    UUID incident = proposal.incidentId();
    if (incident != null) {
      view.put("incidentId", incident.toString());
    }
    view.put("product", proposal.product());
    view.put("surface", proposal.surface());
    view.put("subject", proposal.key().subject());
    view.put("environment", proposal.key().environment());
    if (proposal.key().isDrill()) {
      view.put("drill", true);
    }
    view.put("cohort", proposal.key().cohort());
    view.put("clusterId", proposal.key().cluster());
    view.put("severity", proposal.severity().name());
    view.put("tier", proposal.tier().name());
    review.raisedFrom().map(Tier::name).ifPresent(tier -> view.put("raisedFrom", tier));
    view.put("scope", proposal.scope().name());
    view.put("priority", proposal.priority());
    view.put("confidence", proposal.confidence());
    view.put("certainty", Certainty.words(proposal.confidence()));
    view.put("owner", proposal.owner());
    view.put("actions", proposal.actions().stream().map(ReviewView::action).toList());
    view.put("bindingHash", review.bindingHash());
    view.put("proposedAt", proposal.at().toString());
    view.put("dueAt", proposal.dueAt().toString());
    closed(review, view);
    return view;
  }

  private static void closed(Review review, Map<String, Object> view) {
    review
        .closed()
        .ifPresent(closed -> {
          view.put("closedAt", closed.at().toString());
          view.put("closedBy", closed.by());
          view.put("reason", closed.reason());
          view.put("released", review.released());
          view.put("agreed", review.agreed());
        });
    review.supersededBy().ifPresent(id -> view.put("supersededBy", id.toString()));
    review.ending().ifPresent(ending -> view.put("ending", ending.name()));
  }

  private static Map<String, Object> action(Proposed action) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ordinal", action.ordinal());
    view.put("kind", action.kind().name());
    view.put("target", action.target());
    view.put(
        "state",
        (action.isRecommended() ? ActionState.RECOMMENDED : ActionState.AWAITING_APPROVAL).name());
    Integer parent = action.parent();
    if (parent != null) {
      view.put("parent", parent);
    }
    return view;
  }

  /// What was decided, why, and by which numbers.
  static Map<String, Object> decision(StoredDecision stored) {
    Decision decision = stored.decision();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("disposition", decision.judgement().disposition().name());
    view.put("mode", decision.judgement().mitigation().mode().name());
    view.put("decidedAt", decision.decidedAt().toString());
    view.put(
        "reasons",
        decision.judgement().reasons().stream()
            .map(reason -> Map.of("code", reason.code().name(), "detail", reason.detail()))
            .toList());
    Map<?, ?> aggregate = Json.readMembers(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (String name : NUMBERS) {
      Object block = aggregate.get(name);
      if (block != null) {
        numbers.put(name, block);
      }
    }
    view.put("numbers", numbers);
    return view;
  }

  /// The first ten that are still there.
  ///
  /// @param stored the decision that they came with, if it is still there
  static List<Map<String, Object>> excerpts(
      List<MaskedText> texts, @Nullable StoredDecision stored) {
    Aggregate aggregate = stored == null ? null : aggregate(stored);
    return texts.stream()
        .filter(text -> text.text().isPresent() && text.evidenceId().isPresent())
        .limit(MAX_EXCERPTS)
        .map(text -> excerpt(text, aggregate == null ? Optional.empty() : text.piece(aggregate)))
        .toList();
  }

  private static Aggregate aggregate(StoredDecision stored) {
    return new AggregateReader()
        .readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> excerpt(MaskedText text, Optional<Evidence> piece) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("evidenceId", text.evidenceId().orElse(""));
    view.put("text", text.text().orElse(""));
    view.put("masked", text.masked());
    piece.ifPresent(each -> {
      view.put("labels", each.labels());
      view.put("spans", each.spans().stream().map(ReviewView::span).toList());
    });
    return view;
  }

  private static Map<String, Object> span(Span span) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", span.from());
    view.put("to", span.to());
    if (span.label() != null) {
      view.put("label", span.label());
    }
    return view;
  }

  /// Of reviews of the same cluster, those that wait as well.
  static List<Map<String, Object>> open(List<Review> alike) {
    return alike.stream()
        .filter(review -> review.state() == ReviewState.OPEN)
        .map(ReviewView::brief)
        .toList();
  }

  /// What is known of the same trouble already: what people answered, and what was reported since.
  static List<Map<String, Object>> known(List<Review> alike, List<Recorded> reported) {
    List<Map<String, Object>> known = new ArrayList<>();
    reported.forEach(each -> known.add(OutcomeRoutes.view(each)));
    alike.stream()
        .filter(review -> review.state() != ReviewState.OPEN)
        .filter(review -> review.state() != ReviewState.SUPERSEDED)
        .forEach(review -> known.add(brief(review)));
    return known;
  }

  /// Of the decisions of the same cluster, all but the review's own.
  static List<Map<String, Object>> others(Review review, List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> !decision.decisionId().equals(review.proposal().decisionId()))
        .map(ReviewView::other)
        .toList();
  }

  private static Map<String, Object> other(Decision decision) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("decisionId", decision.decisionId().toString());
    view.put("decidedAt", decision.decidedAt().toString());
    view.put("severity", decision.judgement().severity().name());
    view.put("disposition", decision.judgement().disposition().name());
    view.put("tier", decision.judgement().mitigation().tier().name());
    return view;
  }

  private static Map<String, Object> brief(Review review) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("reviewId", review.id().toString());
    view.put("decisionId", review.proposal().decisionId().toString());
    view.put("state", review.state().name());
    view.put("severity", review.proposal().severity().name());
    view.put("tier", review.proposal().tier().name());
    view.put("cohort", review.proposal().key().cohort());
    view.put("proposedAt", review.proposal().at().toString());
    closed(review, view);
    return view;
  }
}
