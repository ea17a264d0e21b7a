package dev.ombud.act.review;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The table of reviews. Whoever answers, and whoever brings newer evidence, take turns by the lock
/// of the row. Thread-safe.
public final class ReviewStore {
  private static final int EXPIRED_AT_ONCE = 100;

  private static final GenericType<List<Proposal.Proposed>> ACTIONS = new GenericType<>() {};

  private final Database database;

  ReviewStore(Database database) {
    this.database = database;
  }

  /// Who carries out what an answer sets off, in the transaction of the answer.
  public interface AnswerEffects {
    /// A person agreed with these actions of the review's decision: those that are recommended stay
    /// with people, the others go.
    ///
    /// @throws ServiceException WRONG_STATE where one of them cannot go any more
    void release(Handle handle, Review review, List<Integer> ordinals);

    /// These actions of the review's decision will never be done: a person rejected them or left
    /// them out, newer evidence voided them, or nobody answered in time.
    void drop(Handle handle, Review review, List<Integer> ordinals);

    /// A person answered, whatever it lets through; called after the two above.
    void answered(Handle handle, Review review);

    /// Nobody answered in time, and the policy of the lane is [ReviewExpiry#HOLD]: people are to be
    /// told again, one level up.
    void escalate(Handle handle, Review review);
  }

  /// What else is recorded in the transaction of an answer.
  @FunctionalInterface
  public interface Beside {
    Beside NOTHING = (_, _) -> {};

    /// @param review locked, as it stands after the answer
    void record(Handle handle, Review review);
  }

  /// A decision, as far as it voids what others proposed.
  ///
  /// @param incidentId of which it brings evidence, or null
  /// @param evidenceAt the time of its evidence: what was proposed on newer evidence stays
  /// @param revises the decision on the earlier revision of its aggregate, whose review is void
  ///   whatever its incident; or null
  public record Newer(
      @Nullable UUID incidentId,
      UUID decisionId,
      Instant at,
      Instant evidenceAt,
      @Nullable UUID revises) {
    static Newer of(Proposal proposal) {
      return new Newer(
          proposal.incidentId(), proposal.decisionId(), proposal.at(), proposal.evidenceAt(), null);
    }
  }

  /// A review that is void now.
  ///
  /// @param by the newer decision
  /// @param tier that it had proposed
  /// @param ordinals of the actions that waited for it
  public record Voided(
      UUID reviewId, UUID decisionId, UUID incidentId, UUID by, Tier tier, List<Integer> ordinals) {
    public Voided {
      ordinals = List.copyOf(ordinals);
    }
  }

  /// Proposes reviews in the transaction of their decisions, and voids what is pointless then: the
  /// open review of an incident of which there is newer evidence, and what was proposed on evidence
  /// that was revised. What is proposed on older evidence than the open review has is void itself.
  ///
  /// @param newer all decisions that bring evidence, in the order in which they were made, those of
  ///   the proposals among them
  /// @return all that was voided, to drop what waited for it
  public static List<Voided> propose(
      Connection connection, List<Newer> newer, List<Proposal> proposals) throws SQLException {
    return ProposalStore.propose(connection, newer, proposals);
  }

  /// The same for proposals alone.
  public static List<Voided> propose(Connection connection, List<Proposal> proposals)
      throws SQLException {
    return propose(connection, proposals.stream().map(Newer::of).toList(), proposals);
  }

  /// Whether people are asked about a decision at this moment.
  public static boolean isAsked(Handle handle, UUID decisionId) {
    return handle
        .createQuery("select exists (select from reviews where decision_id = ? and state = 'OPEN')")
        .bind(0, decisionId)
        .mapTo(Boolean.class)
        .one();
  }

  /// @param which the rest of the query
  private static Query reviews(Handle handle, String which) {
    return handle
        .createQuery(ReviewRow.SELECT + which)
        .registerColumnMapper(
            ACTIONS, (row, column, _) -> ReviewRow.actions(row.getString(column)));
  }

  Optional<Review> find(UUID id) {
    return database.ask(handle -> one(handle, id, ""));
  }

  int openCount() {
    return database.ask(handle ->
        handle
            .createQuery("select count(*) from reviews where state = 'OPEN' and " + ReviewRow.REAL)
            .mapTo(Integer.class)
            .one());
  }

  List<Review> of(UUID decisionId) {
    return database.ask(handle ->
        reviews(handle, " where decision_id = :decision order by id")
            .bind("decision", decisionId)
            .mapTo(Review.class)
            .list());
  }

  /// The review that is open for an incident, or else the newest of it.
  private static Optional<Review> newest(Handle handle, UUID incidentId) {
    return reviews(
            handle, " where incident_id = :incident order by state = 'OPEN' desc, id desc limit 1")
        .bind("incident", incidentId)
        .mapTo(Review.class)
        .findOne();
  }

  private static Optional<Review> one(Handle handle, UUID id, String lock) {
    return reviews(handle, " where id = :id" + lock).bind("id", id).mapTo(Review.class).findOne();
  }

  List<Waiting> waiting() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select lane, count(*) as count, min(proposed_at) as oldest, min(due_at) as next_due
                from reviews where state = 'OPEN' and %s group by lane
                """
                    .formatted(ReviewRow.REAL))
            .mapTo(Waiting.class)
            .list());
  }

  /// Highest priority first.
  List<Review> list(ReviewQuery query, int most) {
    return database.ask(handle -> {
      Query question = reviews(handle, query.where() + " limit " + most);
      query.bindings().forEach(question::bind);
      query.lists().forEach((name, words) -> question.bindArray(name, String.class, words));
      return question.mapTo(Review.class).list();
    });
  }

  /// Other reviews of the same product and cluster that no drill asks, newest first.
  List<Review> alike(Review review, int most) {
    return database.ask(handle ->
        reviews(
                handle,
                " where product = :product and cluster = :cluster and id <> :id and "
                    + ReviewRow.REAL
                    + " order by id desc limit :most")
            .bind("product", review.proposal().product())
            .bind("cluster", review.proposal().key().cluster())
            .bind("id", review.id())
            .bind("most", most)
            .mapTo(Review.class)
            .list());
  }

  /// A review that is locked, and what bears upon its answer.
  ///
  /// @param successor what took its place, where newer evidence voided it
  /// @param overrides that are in force for its product
  record Seen(Review review, Optional<Review> successor, List<HumanOverride> overrides) {}

  /// @param ordinals what is let through
  record Change(ReviewState state, List<Integer> ordinals, AuditEvent event) {}

  /// Ends a review by a person's answer. Whoever comes second sees what the first one did.
  ///
  /// @param step says what becomes of it, or throws the refusal; nothing where it stays as it is
  /// @param beside what is recorded with it
  /// @throws ServiceException NOT_FOUND, and what the others throw
  Review close(
      UUID id,
      Instant now,
      Function<Seen, Optional<Change>> step,
      AnswerEffects carrying,
      Beside beside) {
    return database.change(handle -> {
      Seen seen = seen(handle, id, now);
      Review left =
          step.apply(seen).map(change -> close(handle, id, change, carrying)).orElse(seen.review());
      beside.record(handle, left);
      return left;
    });
  }

  private static Review close(Handle handle, UUID id, Change change, AnswerEffects carrying) {
    handle
        .createUpdate(
            """
            update reviews set state = :state, closed_at = :at, closed_by = :by, reason = :reason,
              ordinals = cast(:ordinals as integer[])
            where id = :id
            """)
        .bind("id", id)
        .bind("state", change.state())
        .bind("at", change.event().at())
        .bind("by", change.event().actor())
        .bind("reason", change.event().reason())
        .bindArray("ordinals", Integer.class, change.ordinals())
        .execute();
    EventStore.append(handle, change.event());
    Review closed = one(handle, id, "").orElseThrow();
    List<Integer> left = new ArrayList<>(closed.proposal().ordinals());
    left.removeAll(change.ordinals());
    if (!change.ordinals().isEmpty()) {
      carrying.release(handle, closed, change.ordinals());
    }
    if (!left.isEmpty()) {
      carrying.drop(handle, closed, List.copyOf(left));
    }
    carrying.answered(handle, closed);
    return closed;
  }

  private static Seen seen(Handle handle, UUID id, Instant now) {
    Review review =
        one(handle, id, " for update")
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no review `" + id + "`: check the id"));
    UUID incident = review.proposal().incidentId();
    return new Seen(
        review,
        review.state() == ReviewState.SUPERSEDED && incident != null
            ? newest(handle, incident)
            : Optional.empty(),
        OverrideStore.inForce(handle, List.of(review.proposal().product()), now));
  }

  /// Ends what is overdue; returns how many that were. What somebody answers at this moment is left
  /// to them.
  int expire(
      Instant now, Patience patience, Function<Review, AuditEvent> event, AnswerEffects carrying) {
    return database.change(handle -> {
      List<Review> overdue =
          reviews(
                  handle,
                  " where state = 'OPEN' and due_at <= :now order by due_at limit :most"
                      + " for update skip locked")
              .bind("now", now)
              .bind("most", EXPIRED_AT_ONCE)
              .mapTo(Review.class)
              .list();
      for (Review review : overdue) {
        expire(
            handle,
            review,
            patience.ending(review.proposal().lane()),
            event.apply(review),
            carrying);
      }
      return overdue.size();
    });
  }

  private static void expire(
      Handle handle, Review review, ReviewExpiry ending, AuditEvent event, AnswerEffects carrying) {
    handle
        .createUpdate(
            """
            update reviews set state = 'EXPIRED', closed_at = :at, closed_by = :by,
              reason = :reason, ending = :ending
            where id = :id
            """)
        .bind("id", review.id())
        .bind("at", event.at())
        .bind("by", event.actor())
        .bind("reason", event.reason())
        .bind("ending", ending)
        .execute();
    EventStore.append(handle, event);
    Review expired = one(handle, review.id(), "").orElseThrow();
    if (!expired.proposal().actions().isEmpty()) {
      carrying.drop(handle, expired, expired.proposal().ordinals());
    }
    if (ending == ReviewExpiry.HOLD) {
      carrying.escalate(handle, expired);
    }
  }
}
