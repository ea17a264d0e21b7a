package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewStore.Beside;
import dev.ombud.act.review.ReviewStore.Change;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// The queue of what people are asked: lists it, takes their answers, ends what nobody answers.
/// Each of it is an event of the log, with the proposal and the answer side by side. Thread-safe.
public final class Reviews {
  private static final int MAX_ALIKE = 20;

  private final ReviewStore store;
  private final TimeIds ids;
  private final Patience patience;
  private final ReviewStore.AnswerEffects carrying;

  public Reviews(
      Database database, TimeIds ids, Patience patience, ReviewStore.AnswerEffects carrying) {
    this.store = new ReviewStore(database);
    this.ids = ids;
    this.patience = patience;
    this.carrying = carrying;
  }

  public static String subject(UUID id) {
    return "review:" + id;
  }

  public Optional<Review> find(UUID id) {
    return store.find(id);
  }

  /// All that people were ever asked about a decision, oldest first.
  public List<Review> of(UUID decisionId) {
    return store.of(decisionId);
  }

  /// How many wait for an answer; drills are left out.
  public int openCount() {
    return store.openCount();
  }

  /// The lanes in which something is open; drills are left out.
  public List<Waiting> waiting() {
    return store.waiting();
  }

  public Page<Review> list(ReviewQuery query) {
    return Page.of(
        store.list(query, query.limit() + 1),
        query.limit(),
        last -> new ReviewQuery.Position(last.proposal().priority(), last.id()).cursor());
  }

  /// Other reviews of the same product and cluster, newest first; 20 at most, and none of drills.
  public List<Review> alike(Review review) {
    return store.alike(review, MAX_ALIKE);
  }

  /// Takes a person's answer. What it sets off is called in the same transaction.
  ///
  /// @param bindingHash as [Review#bindingHash] gave it out
  /// @param actor the name of a token whose holder may answer, which the caller has made sure of
  /// @throws ServiceException NOT_FOUND; WRONG_STATE where it is closed already or somebody forbade
  ///   what it asks for; PRECONDITION_FAILED where newer evidence voided it or the hash is another;
  ///   INVALID_REQUEST for an amendment that does not narrow
  public Review answer(
      UUID id, String bindingHash, ReviewAnswer answer, String actor, String reason) {
    return answer(id, bindingHash, answer, actor, reason, Beside.NOTHING);
  }

  /// The same, and what is recorded with it.
  public Review answer(
      UUID id,
      String bindingHash,
      ReviewAnswer answer,
      String actor,
      String reason,
      Beside beside) {
    UUID event = ids.next();
    return store.close(
        id,
        Instant.ofEpochMilli(TimeIds.millisOf(event)),
        seen -> {
          AnswerRefusals.requireBound(seen, bindingHash);
          List<Integer> ordinals = answer.ordinals(seen.review().proposal());
          AnswerRefusals.requireAllowed(seen, ordinals);
          return Optional.of(
              new Change(
                  state(answer),
                  ordinals,
                  event(event, seen.review(), state(answer), ordinals, actor, reason)));
        },
        carrying,
        beside);
  }

  /// Records what a person says of the labels alone, before the review is answered or afterwards.
  /// What waits for the answer goes on waiting: labels say nothing of it. Only where nothing is
  /// proposed, so that somebody was asked to look and no more, is this the answer.
  ///
  /// @throws ServiceException NOT_FOUND, PRECONDITION_FAILED where the hash is another, and what
  ///   recording it throws
  public Review correct(UUID id, String bindingHash, String actor, String reason, Beside beside) {
    UUID event = ids.next();
    return store.close(
        id,
        Instant.ofEpochMilli(TimeIds.millisOf(event)),
        seen -> {
          Review review = seen.review();
          AnswerRefusals.requireHash(review, bindingHash);
          boolean isAnswer =
              review.state() == ReviewState.OPEN && review.proposal().actions().isEmpty();
          return isAnswer
              ? Optional.of(
                  new Change(
                      ReviewState.AMENDED,
                      List.of(),
                      event(event, review, ReviewState.AMENDED, List.of(), actor, reason)))
              : Optional.empty();
        },
        carrying,
        beside);
  }

  private static ReviewState state(ReviewAnswer answer) {
    return switch (answer) {
      case ReviewAnswer.Approve _ -> ReviewState.APPROVED;
      case ReviewAnswer.Reject _ -> ReviewState.REJECTED;
      case ReviewAnswer.Only _, ReviewAnswer.UpTo _ -> ReviewState.AMENDED;
    };
  }

  private static AuditEvent event(
      UUID id,
      Review review,
      ReviewState state,
      List<Integer> ordinals,
      String actor,
      String reason) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("binding", review.bindingHash());
    detail.put("evidence", Sha256.text(review.proposal().evidenceDigest()));
    detail.put("proposed", words(review.proposal()));
    detail.put(
        "released",
        of(
            review.proposal(),
            action -> ordinals.contains(action.ordinal()) && !action.isRecommended()));
    detail.put(
        "agreed",
        of(
            review.proposal(),
            action -> ordinals.contains(action.ordinal()) && action.isRecommended()));
    detail.put("dropped", of(review.proposal(), action -> !ordinals.contains(action.ordinal())));
    return new AuditEvent(
        id,
        kind(state),
        actor,
        subject(review.id()),
        review.proposal().decisionId(),
        reason,
        detail);
  }

  private static AuditEvent.Kind kind(ReviewState state) {
    return switch (state) {
      case APPROVED -> AuditEvent.Kind.REVIEW_APPROVED;
      case AMENDED -> AuditEvent.Kind.REVIEW_AMENDED;
      case REJECTED -> AuditEvent.Kind.REVIEW_REJECTED;
      case OPEN, SUPERSEDED, EXPIRED -> throw new IllegalStateException("nobody answers " + state);
    };
  }

  private static List<Integer> of(Proposal proposal, Predicate<Proposed> which) {
    return proposal.actions().stream().filter(which).map(Proposed::ordinal).toList();
  }

  private static List<String> words(Proposal proposal) {
    return proposal.actions().stream().map(Proposed::words).toList();
  }

  /// Ends what nobody answered in time, as the policy of its lane says. Returns how many that were.
  public int expire(Instant now) {
    return store.expire(now, patience, this::expired, carrying);
  }

  private AuditEvent expired(Review review) {
    Proposal proposal = review.proposal();
    ReviewExpiry ending = patience.ending(proposal.lane());
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.REVIEW_EXPIRED,
        "service",
        subject(review.id()),
        proposal.decisionId(),
        "nobody answered within %d minutes: nothing of it is done"
            .formatted(Duration.between(proposal.at(), proposal.dueAt()).toMinutes()),
        Map.of(
            "ending", ending.name(), "binding", review.bindingHash(), "proposed", words(proposal)));
  }
}
