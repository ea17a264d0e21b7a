package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/// A queue of reviews in a test, and a double that notes what answers set off.
public final class Desk {
  public final Database database;
  public final Noted noted = new Noted();
  public final Reviews reviews;
  final Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

  private final TestDatabase postgres;

  public Desk(TestDatabase postgres) {
    this.postgres = postgres;
    this.database = postgres.database();
    this.reviews = new Reviews(database, new TimeIds(Clock.systemUTC()), Proposals.PATIENCE, noted);
  }

  /// Notes what is set off, as `release 1,2`.
  public static final class Noted implements ReviewStore.AnswerEffects {
    public final List<String> calls = new CopyOnWriteArrayList<>();
    final List<ReviewState> answers = new CopyOnWriteArrayList<>();

    @Override
    public void release(Handle handle, Review review, List<Integer> ordinals) {
      calls.add("release " + ordinals + " " + review.state());
    }

    @Override
    public void drop(Handle handle, Review review, List<Integer> ordinals) {
      calls.add("drop " + ordinals + " " + review.state());
    }

    @Override
    public void answered(Handle handle, Review review) {
      answers.add(review.state());
    }

    @Override
    public void escalate(Handle handle, Review review) {
      calls.add("escalate " + review.proposal().lane());
    }
  }

  public void empty() {
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("truncate reviews, overrides");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public Review propose(Proposals proposal) {
    return reviews.find(Proposals.propose(database, proposal.at(now))).orElseThrow();
  }

  public Review answer(Review review, ReviewAnswer answer) {
    return reviews.answer(review.id(), review.bindingHash(), answer, "rita", "looked at it");
  }

  ServiceException refused(Review review, String hash, ReviewAnswer answer) {
    return catchThrowableOfType(
        ServiceException.class,
        () -> reviews.answer(review.id(), hash, answer, "ravi", "looked at it too"));
  }

  public List<EventRow> events(Review review) {
    return new AuditLog(database)
        .find(
            new EventQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("review:" + review.id()),
                Instant.EPOCH,
                TimeIds.EVER,
                50,
                Optional.empty()))
        .items();
  }
}
