package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Mitigation;
import dev.ombud.ground.domain.Judgement.Owner;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.record.decision.FollowUp;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Hour;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an incident has one open review at most, on the newest evidence in event time, whatever
/// the order of arrival. Method: decisions of one incident on windows of some hours, in one
/// transaction and in many.
final class ResponderTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final Responder responder = new Responder(ids, Proposals.PATIENCE, _ -> Optional.empty());
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private UUID incident = ids.next();

  @BeforeEach
  void begin() {
    incident = ids.next();
  }

  /// A decision on a window that ended so many hours ago, with so many later ones before it.
  private FollowUp.Decided decided(Disposition disposition, double ago, int later) {
    return decided(disposition, ago, later, null, List.of());
  }

  private FollowUp.Decided decided(
      Disposition disposition,
      double ago,
      int later,
      @Nullable UUID revises,
      List<Reason> reasons) {
    Aggregate aggregate = Aggregates.read(Hour.breach(now, "responder", ago).json());
    boolean isReview = disposition == Disposition.REVIEW;
    Judgement judgement =
        new Judgement(
            Severity.P2,
            disposition,
            new Mitigation(isReview ? Tier.TIER_1 : Tier.NONE, Scope.COHORT, Mode.APPROVAL),
            isReview
                ? List.of(
                    new Action(
                        1,
                        ActionKind.DISABLE_FLAG,
                        "flag:new-checkout",
                        reasons.isEmpty() ? ActionState.AWAITING_APPROVAL : ActionState.SUPPRESSED,
                        null))
                : List.of(),
            new Owner("payments", 60),
            1,
            reasons,
            List.of(),
            List.of());
    UUID id = ids.next();
    Decision decision =
        new Decision(
            id,
            Instant.ofEpochMilli(TimeIds.millisOf(id)),
            AggregateKey.of(aggregate),
            judgement,
            new RulesetRef(1, "sha256:" + "0".repeat(64)),
            incident,
            "test",
            "0".repeat(32));
    return new FollowUp.Decided(
        aggregate, new byte[32], new Context(null, later), decision, revises, false);
  }

  private void store(FollowUp.Decided... decided) throws SQLException {
    try (Connection connection = POSTGRES.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      responder.store(connection, List.of(decided));
      connection.commit();
    }
  }

  private static UUID id(FollowUp.Decided decided) {
    return decided.decision().decisionId();
  }

  private List<UUID> open() {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery(
                    "select decision_id from reviews where incident_id = ? and state = 'OPEN'")
                .bind(0, incident)
                .mapTo(UUID.class)
                .list());
  }

  private static String state(FollowUp.Decided decided, String what) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery("select state from " + what + " where decision_id = ?")
                .bind(0, id(decided))
                .mapTo(String.class)
                .findOne()
                .orElse("none"));
  }

  @Test
  void newerEvidenceTakesThePlaceOfOlder() throws SQLException {
    FollowUp.Decided first = decided(Disposition.REVIEW, 3, 0);
    FollowUp.Decided second = decided(Disposition.REVIEW, 2, 0);
    store(first);
    store(second);
    assertThat(open()).containsExactly(id(second));
    assertThat(state(first, "reviews")).isEqualTo("SUPERSEDED");
    assertThat(state(first, "actions")).isEqualTo("DROPPED");
    store(decided(Disposition.TICKET, 1, 0));
    assertThat(open()).isEmpty();
  }

  @Test
  void whatComesOutOfOrderVoidsNothingThatALaterWindowProposed() throws SQLException {
    FollowUp.Decided later = decided(Disposition.REVIEW, 2, 0);
    store(later);
    FollowUp.Decided late = decided(Disposition.REVIEW, 3, 1);
    store(late);
    store(decided(Disposition.TICKET, 4, 2));
    assertThat(open()).containsExactly(id(later));
    assertThat(state(later, "actions")).isEqualTo("AWAITING_APPROVAL");
    assertThat(state(late, "reviews")).isEqualTo("SUPERSEDED");
    assertThat(state(late, "actions")).isEqualTo("DROPPED");
  }

  @Test
  void ofSeveralThatComeLateTheNewestEvidenceIsOpen() throws SQLException {
    store(decided(Disposition.TICKET, 1, 0));
    FollowUp.Decided oldest = decided(Disposition.REVIEW, 5, 1);
    FollowUp.Decided newest = decided(Disposition.REVIEW, 3, 1);
    FollowUp.Decided between = decided(Disposition.REVIEW, 4, 2);
    store(oldest);
    store(newest);
    store(between);
    assertThat(open()).containsExactly(id(newest));
  }

  @Test
  void itIsTheSameInOneTransaction() throws SQLException {
    FollowUp.Decided later = decided(Disposition.REVIEW, 2, 0);
    FollowUp.Decided late = decided(Disposition.REVIEW, 3, 1);
    store(later, late);
    assertThat(open()).containsExactly(id(later));
    assertThat(state(late, "actions")).isEqualTo("DROPPED");
    incident = ids.next();
    FollowUp.Decided asked = decided(Disposition.REVIEW, 2, 0);
    store(asked, decided(Disposition.TICKET, 1, 0), decided(Disposition.REVIEW, 3, 2));
    assertThat(open()).isEmpty();
    assertThat(state(asked, "actions")).isEqualTo("DROPPED");
  }

  @Test
  void aRevisionVoidsWhatWasProposedOnTheEarlierOne() throws SQLException {
    FollowUp.Decided late = decided(Disposition.REVIEW, 3, 1);
    store(late);
    store(decided(Disposition.TICKET, 3, 1, id(late), List.of()));
    assertThat(open()).isEmpty();
    assertThat(state(late, "actions")).isEqualTo("DROPPED");

    FollowUp.Decided first = decided(Disposition.REVIEW, 2, 1);
    store(first);
    UUID before = incident;
    incident = ids.next();
    FollowUp.Decided moved = decided(Disposition.REVIEW, 2, 0, id(first), List.of());
    store(moved);
    assertThat(open()).as("of another incident by now").containsExactly(id(moved));
    incident = before;
    assertThat(open()).isEmpty();
  }

  @Test
  void historyAsksNobodyAndVoidsNothing() throws SQLException {
    FollowUp.Decided asked = decided(Disposition.REVIEW, 2, 0);
    store(asked);
    List<Reason> historic = List.of(new Reason(ReasonCode.EVIDENCE_HISTORIC, "long ago"));
    FollowUp.Decided past = decided(Disposition.REVIEW, 1, 0, id(asked), historic);
    store(past);
    assertThat(open()).containsExactly(id(asked));
    assertThat(state(past, "reviews")).isEqualTo("none");
    assertThat(state(past, "actions")).isEqualTo("SUPPRESSED");
  }
}
