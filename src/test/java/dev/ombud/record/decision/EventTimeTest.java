package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.testing.Hour;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: incidents live in event time, whatever the order of arrival. Method: windows of a canary,
/// hour by hour, through the real pipeline into a real database.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventTimeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private Canary canary;

  @BeforeAll
  void start() {
    canary = new Canary(POSTGRES);
  }

  @AfterAll
  void stop() {
    canary.close();
  }

  @Test
  void breachesAndClearsAreWhatTheyLookLike() {
    assertThat(canary.post(canary.breach("looks", 2)).judgement().disposition())
        .isIn(Disposition.ACT, Disposition.REVIEW, Disposition.TICKET);
    assertThat(canary.post(canary.quiet("looks", 1)).judgement().disposition())
        .isEqualTo(Disposition.DIGEST);
    assertThat(canary.incident("looks").clears()).isEqualTo(1);
  }

  @Test
  void inOrderABreachOpensAnIncidentAndClearsEndIt() {
    Decision opening = canary.post(canary.breach("in order", 5));
    Decision second = canary.post(canary.breach("in order", 4));
    canary.post(canary.quiet("in order", 3));
    Decision ending = canary.post(canary.quiet("in order", 2));
    assertThat(opening.incidentId()).isEqualTo(opening.decisionId());
    assertThat(Set.of(opening, second, ending))
        .extracting(Decision::incidentId)
        .hasSize(3)
        .containsOnly(opening.decisionId());
    assertThat(canary.context(opening)).isEqualTo(Context.NONE);
    assertThat(canary.before(ending).clears()).isEqualTo(1);
    assertThat(List.of(canary.isEnding(opening), canary.isEnding(second), canary.isEnding(ending)))
        .containsExactly(false, false, true);
    Canary.Stored incident = canary.incident("in order");
    assertThat(incident.state()).isEqualTo("CLOSED");
    assertThat(incident.lastDecision()).isEqualTo(ending.decisionId());
    assertThat(canary.time("opened_at", "in order"))
        .isEqualTo(canary.now.minus(Duration.ofHours(5)));
    assertThat(canary.time("closed_at", "in order"))
        .isEqualTo(canary.now.minus(Duration.ofHours(2)));
    assertThat(canary.time("last_decided_at", "in order")).isEqualTo(canary.now);

    Decision next = canary.post(canary.breach("in order", 1));
    assertThat(next.incidentId()).isEqualTo(next.decisionId());
    assertThat(canary.post(canary.quiet("in order", 0)).incidentId()).isEqualTo(next.decisionId());
  }

  @Test
  void clearsOutOfOrderEndNothing() {
    UUID incident = canary.post(canary.breach("late clears", 5)).incidentId();
    Decision newest = canary.post(canary.breach("late clears", 2));
    for (double ago : List.of(4.0, 3.0, 6.0, 7.0)) {
      Decision late = canary.post(canary.quiet("late clears", ago));
      assertThat(canary.isEnding(late)).isFalse();
      assertThat(canary.context(late).laterWindows()).isPositive();
    }
    Canary.Stored stored = canary.incident("late clears");
    assertThat(stored.state()).isEqualTo("OPEN");
    assertThat(stored.breaches()).as("the clears came between").isEqualTo(1);
    assertThat(stored.lastDecision()).isEqualTo(newest.decisionId());
    Decision next = canary.post(canary.breach("late clears", 1));
    assertThat(next.incidentId()).isEqualTo(incident);
    assertThat(canary.before(next).breaches()).isEqualTo(1);
  }

  @Test
  void revisionsTakeThePlaceOfTheirWindows() {
    UUID incident = canary.post(canary.breach("revised", 5)).incidentId();
    canary.post(canary.breach("revised", 4));
    canary.post(canary.breach("revised", 3));
    assertThat(canary.incident("revised").breaches()).isEqualTo(3);
    Decision revision = canary.post(canary.breach("revised", 4).revised());
    assertThat(revision.incidentId()).isEqualTo(incident);
    assertThat(canary.context(revision).laterWindows()).isEqualTo(1);
    assertThat(canary.before(revision).breaches()).isEqualTo(1);
    assertThat(canary.incident("revised").breaches()).isEqualTo(1);
    assertThat(canary.isEnding(canary.post(canary.breach("revised", 5).revised()))).isFalse();
    assertThat(canary.incident("revised").state()).isEqualTo("OPEN");
    assertThat(canary.post(canary.breach("revised", 2)).incidentId()).isEqualTo(incident);
    assertThat(canary.post(canary.breach("revised", 4).revised().revised()).incidentId())
        .isEqualTo(incident);
    assertThat(canary.incident("revised").breaches()).isEqualTo(3);
  }

  @Test
  void aLateBreachAfterTheEndReopensNothing() {
    UUID incident = canary.post(canary.breach("after the end", 6)).incidentId();
    canary.post(canary.quiet("after the end", 4));
    assertThat(canary.isEnding(canary.post(canary.quiet("after the end", 3)))).isTrue();
    assertThat(canary.post(canary.breach("after the end", 5)).incidentId()).isEqualTo(incident);
    assertThat(canary.post(canary.breach("after the end", 7)).incidentId()).isEqualTo(incident);
    assertThat(canary.incident("after the end").state()).isEqualTo("CLOSED");
    assertThat(canary.time("closed_at", "after the end"))
        .isEqualTo(canary.now.minus(Duration.ofHours(3)));
    canary.post(canary.quiet("after the end", 1));
    canary.post(canary.quiet("after the end", 0.5));
    assertThat(canary.post(canary.breach("after the end", 2)).incidentId())
        .as("settled by later windows, so it belongs to the nearest")
        .isEqualTo(incident);
    assertThat(canary.incidents("after the end")).hasSize(1);
  }

  @Test
  void aLateBreachInQuietTimesOpensNothingThatLaterWindowsSettled() {
    canary.post(canary.quiet("quiet", 3));
    canary.post(canary.quiet("quiet", 2));
    Decision late = canary.post(canary.breach("quiet", 4));
    assertThat(canary.context(late)).isEqualTo(new Context(null, 2));
    assertThat(late.incidentId()).isNull();
    assertThat(canary.incidents("quiet")).isEmpty();
  }

  @Test
  void aLateBreachMakesAnIncidentOlder() {
    UUID incident = canary.post(canary.breach("older", 2)).incidentId();
    Decision late = canary.post(canary.breach("older", 4));
    assertThat(late.incidentId()).isEqualTo(incident);
    Canary.Stored stored = canary.incident("older");
    assertThat(stored.breaches()).isEqualTo(2);
    assertThat(stored.lastDecision()).isEqualTo(incident);
    assertThat(canary.time("opened_at", "older")).isEqualTo(canary.now.minus(Duration.ofHours(4)));
  }

  @Test
  void aRevisionOfTheNewestWindowReopensWhatItEnded() throws Exception {
    UUID incident = Objects.requireNonNull(canary.post(canary.breach("reopened", 4)).incidentId());
    Instant mitigatedAt = canary.now.minus(Duration.ofMinutes(30));
    POSTGRES
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update incidents set mitigated_at = ? where id = ?",
                mitigatedAt.atOffset(ZoneOffset.UTC),
                incident));
    canary.post(canary.quiet("reopened", 3));
    canary.post(canary.quiet("reopened", 2));
    assertThat(canary.incident("reopened").state()).isEqualTo("CLOSED");
    Decision revision = canary.post(canary.quiet("reopened", 2).revised());
    assertThat(revision.incidentId()).isEqualTo(incident);
    Context.Incident before = canary.before(revision);
    assertThat(before.clears()).isEqualTo(1);
    assertThat(before.mitigatedAt()).as("it still cools down").isEqualTo(mitigatedAt);
    Canary.Stored stored = canary.incident("reopened");
    assertThat(stored.state()).isEqualTo("OPEN");
    assertThat(stored.breaches()).isEqualTo(1);
    assertThat(canary.isEnding(canary.post(canary.quiet("reopened", 2).revised().revised())))
        .isTrue();
    assertThat(canary.incident("reopened").state()).isEqualTo("CLOSED");
  }

  @Test
  void aRevisionThatNamesAnotherClusterLeavesTheFirst() {
    UUID first = canary.post(canary.breach("moved from", 4)).incidentId();
    canary.post(canary.breach("moved from", 3));
    Hour moved = canary.breach("moved from", 3);
    String id = "storefront/moved from/" + moved.id();
    Decision other =
        canary.decided(canary.send(canary.pipeline, moved.revised("moved to").json(id)));
    assertThat(other.incidentId()).isEqualTo(other.decisionId());
    assertThat(canary.incident("moved from").breaches()).isEqualTo(1);
    assertThat(canary.incident("moved to").breaches()).isEqualTo(1);
    assertThat(canary.post(canary.breach("moved from", 2)).incidentId()).isEqualTo(first);
    assertThat(canary.incident("moved from").breaches()).isEqualTo(2);
  }

  @Test
  void aWindowThatStillRunsIsOneOfNow() {
    canary.post(canary.breach("running", -0.5));
    canary.clock.turn(Duration.ofMinutes(5));
    try {
      Decision next = canary.post(canary.quiet("running", -0.05));
      assertThat(canary.context(next).laterWindows()).isZero();
      assertThat(canary.incident("running").clears()).isEqualTo(1);
    } finally {
      canary.clock.turn(Duration.ofMinutes(-5));
    }
  }

  /// The same windows in many orders, the newest last: the same counts as in order.
  @Test
  void theOrderOfArrivalChangesNoCount() {
    Random random = new Random(Long.getLong("ombud.seed", 14));
    for (int run = 0; run < 12; run++) {
      List<Boolean> breaches = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        breaches.add(random.nextBoolean());
      }
      breaches.add(true);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        order.add(i);
      }
      String inOrder = posted("in order " + run, breaches, order);
      Collections.shuffle(order, random);
      assertThat(posted("shuffled " + run, breaches, order))
          .as("%s in the order %s", breaches, order)
          .isEqualTo(inOrder);
    }
  }

  private String posted(String cluster, List<Boolean> breaches, List<Integer> order) {
    List<Integer> all = new ArrayList<>(order);
    all.add(9);
    for (int i : all) {
      Decision decision =
          canary.post(
              breaches.get(i) ? canary.breach(cluster, 20 - i) : canary.quiet(cluster, 20 - i));
      if (canary.context(decision).laterWindows() > 0) {
        assertThat(canary.isEnding(decision)).isFalse();
      }
    }
    Optional<Canary.Stored> open =
        canary.incidents(cluster).stream().filter(each -> each.state().equals("OPEN")).findFirst();
    return open.map(each -> each.breaches() + "/" + each.clears()).orElse("x");
  }
}
