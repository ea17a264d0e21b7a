package dev.ombud.door.actapi;

import dev.ombud.act.outbox.OpenedTicketStore;
import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.outcome.Outcomes;
import dev.ombud.act.review.Overrides;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.review.SlackClicks;
import dev.ombud.act.review.SlackSigning;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.testing.Proposals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;

/// What people are asked, over a real database, and a Slack that notes what it is told.
final class Asking implements Outbound, AutoCloseable {
  static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  static final Instant NOW = Instant.parse("2026-03-02T18:00:00Z");

  /// Nothing waits for answers but people.
  private static final ReviewStore.AnswerEffects NOTHING =
      new ReviewStore.AnswerEffects() {
        @Override
        public void release(Handle handle, Review review, List<Integer> ordinals) {}

        @Override
        public void drop(Handle handle, Review review, List<Integer> ordinals) {}

        @Override
        public void answered(Handle handle, Review review) {}

        @Override
        public void escalate(Handle handle, Review review) {}
      };

  final Reviews reviews;
  final BlockingQueue<Call> told = new LinkedBlockingQueue<>();

  private final Database database;
  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final SlackClicks clicks;
  private volatile Reply reply = new Reply.Answered(200, Map.of(), new byte[0]);

  Asking(Database database) {
    this.database = database;
    this.reviews = new Reviews(database, ids, Proposals.PATIENCE, NOTHING);
    this.clicks =
        new SlackClicks(
            reviews,
            this,
            Map.of("T1/U1", "rita", "T1/U2", "carl"),
            name ->
                switch (name) {
                  case "rita" -> EnumSet.of(Role.REVIEWER);
                  case "carl" -> EnumSet.of(Role.CALLER);
                  default -> EnumSet.noneOf(Role.class);
                });
  }

  /// What Slack says from here on.
  void answer(Reply next) {
    reply = next;
  }

  @Override
  public Reply send(Call call) {
    told.add(call);
    return reply;
  }

  List<Route> routes(Access access) {
    Outcomes outcomes = new Outcomes(database, ids, new OpenedTicketStore(database)::incident);
    List<Route> routes =
        new ArrayList<>(
            ReviewRoutes.routes(
                access,
                new ReviewRoutes.Parts(
                    reviews,
                    new Corrections(
                        database, ids, _ -> Optional.empty(), Corrections.LabelWords.ANY),
                    new Overrides(database, ids, Duration.ofDays(7)),
                    outcomes,
                    new RecordedDecisions(),
                    new DecisionSearch(database, new RecordedDecisions()),
                    decision -> List.of())));
    routes.addAll(OutcomeRoutes.routes(access, outcomes));
    routes.addAll(
        SlackRoutes.routes(new SlackSigning(new Secret(SECRET), InstantSource.fixed(NOW)), clicks));
    return routes;
  }

  @Override
  public void close() {
    clicks.close();
  }
}
