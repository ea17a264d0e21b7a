package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Hour;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: history has incidents of its own, and several instances and versions share those of today.
/// Method: as in [EventTimeTest].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IncidentHistoryTest {
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
  void historyHasIncidentsOfItsOwn() {
    UUID now = canary.post(canary.breach("history", 2)).incidentId();
    Decision first = canary.post(canary.breach("history", 100));
    Decision second = canary.post(canary.breach("history", 99));
    assertThat(first.judgement().isHistoric()).isTrue();
    assertThat(canary.context(first)).isEqualTo(Context.NONE);
    Context.Incident past = canary.before(second);
    assertThat(past.id()).isEqualTo(first.decisionId());
    assertThat(past.breaches()).isEqualTo(1);
    assertThat(first.incidentId()).isEqualTo(first.decisionId());
    assertThat(second.incidentId()).isEqualTo(first.decisionId());
    canary.post(canary.quiet("history", 98));
    Decision ended = canary.post(canary.quiet("history", 97));
    assertThat(ended.incidentId()).isEqualTo(first.decisionId());
    assertThat(canary.isEnding(ended)).as("nobody was told of it").isFalse();
    assertThat(canary.post(canary.breach("history", 96)).incidentId())
        .isNotEqualTo(first.decisionId());
    Canary.Stored stored = canary.incident("history");
    assertThat(stored.id()).isEqualTo(now);
    assertThat(stored.breaches()).isEqualTo(1);
    assertThat(stored.lastDecision()).isEqualTo(now);
    Decision next = canary.post(canary.breach("history", 1));
    assertThat(next.incidentId()).isEqualTo(now);
    assertThat(canary.context(next).laterWindows()).isZero();
  }

  @Test
  void historyCoolsDownByItsOwnTime() {
    Decision acting = canary.post(canary.breach("cooling", 100));
    Decision next = canary.post(canary.breach("cooling", 99.5));
    Context.Incident past = canary.before(next);
    if (acting.judgement().disposition() == Disposition.ACT) {
      assertThat(past.mitigatedAt()).isEqualTo(canary.now.minus(Duration.ofHours(100)));
    } else {
      assertThat(past.mitigatedAt()).isNull();
    }
  }

  @Test
  void aRevisionThatHasBecomeHistoricMovesNothingLive() {
    UUID incident = canary.post(canary.breach("became history", 71)).incidentId();
    canary.post(canary.breach("became history", 70));
    canary.clock.turn(Duration.ofHours(2));
    try {
      Decision revision = canary.post(canary.breach("became history", 71).revised());
      assertThat(revision.judgement().isHistoric()).isTrue();
      assertThat(revision.incidentId()).isNull();
    } finally {
      canary.clock.turn(Duration.ofHours(-2));
    }
    assertThat(canary.incident("became history").id()).isEqualTo(incident);
    assertThat(canary.incident("became history").breaches()).isEqualTo(2);
  }

  @Test
  void historyAndPresentComeInOneBatch() {
    List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Hour hour = canary.breach("both", i % 2 == 0 ? 100 + i : 20 - i);
      answers.add(canary.send(canary.pipeline, hour.json()));
    }
    List<Decision> decided = answers.stream().map(each -> each.join().decision()).toList();
    assertThat(decided)
        .isSortedAccordingTo(Comparator.comparing(each -> each.decisionId().toString()));
    assertThat(canary.incident("both").breaches()).isEqualTo(6);
    assertThat(decided.stream().map(Decision::incidentId).distinct()).hasSize(2);
  }

  @Test
  void twoInstancesMakeOneRowOfWindows() {
    try (DecisionPipeline other = canary.instance()) {
      List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
      for (int i = 1; i <= Windows.KEPT; i++) {
        DecisionPipeline instance = i % 2 == 0 ? canary.pipeline : other;
        String json = canary.breach("two instances", 20 - i).json();
        answers.add(canary.send(instance, json));
      }
      Set<@Nullable UUID> of = new HashSet<>();
      answers.forEach(each -> of.add(each.join().decision().incidentId()));
      assertThat(of).hasSize(1).doesNotContainNull();
      assertThat(canary.incident("two instances").breaches()).isEqualTo(Windows.KEPT);
      assertThat(canary.isEnding(canary.post(other, canary.quiet("two instances", 3)))).isFalse();
      assertThat(canary.isEnding(canary.post(canary.quiet("two instances", 2)))).isTrue();
      assertThat(canary.post(other, canary.breach("two instances", 4).revised()).incidentId())
          .isIn(of);
      assertThat(canary.post(other, canary.breach("two instances", 2.5)).incidentId()).isIn(of);
      assertThat(canary.incidents("two instances")).hasSize(1);
      Decision next = canary.post(other, canary.breach("two instances", 1));
      assertThat(next.incidentId()).isEqualTo(next.decisionId());
      assertThat(canary.post(canary.breach("two instances", 0.5)).incidentId())
          .isEqualTo(next.decisionId());
    }
  }

  @Test
  void anIncidentFromBeforeThereWereWindowsGoesOn() {
    Aggregate aggregate = Aggregates.read(canary.breach("before", 5).json());
    IncidentKey key = IncidentKey.of(aggregate);
    UUID id = insert(key, 3);
    Decision next = canary.post(canary.breach("before", 5));
    assertThat(next.incidentId()).isEqualTo(id);
    assertThat(canary.before(next).breaches()).isEqualTo(3);
    assertThat(canary.incident("before").breaches()).isEqualTo(4);
    canary.post(canary.quiet("before", 4));
    canary.post(canary.quiet("before", 3));
    assertThat(canary.incident("before").state()).isEqualTo("CLOSED");
  }

  /// An open incident as the version before has it.
  private static UUID insert(IncidentKey key, int breaches) {
    UUID id = UUID.randomUUID();
    POSTGRES
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into incidents (opened_at, last_decided_at, id, last_decision_id, breaches,
                  clears, state, tier_reached, product, subject, environment, cohort, cluster,
                  touched_by)
                values (now(), now(), ?, ?, ?, 0, 'OPEN', 'TIER_2', ?, ?, ?, ?, ?, 'service')
                """,
                id,
                id,
                breaches,
                key.product(),
                key.subject(),
                key.environment(),
                key.cohort(),
                key.cluster()));
    return id;
  }

  /// The migration gives windows to what is open, under an identity that it works out itself.
  @Test
  void theMigrationKeepsWhatIsOpen() throws Exception {
    String migration = Files.readString(Path.of("migrations/V28__incident_windows.sql"));
    int from = migration.indexOf("update incidents set windows_id");
    String statements = migration.substring(from, migration.indexOf("comment on", from));
    String cluster = "migrated \uD83D\uDE00";
    IncidentKey key = IncidentKey.of(Aggregates.read(canary.breach(cluster, 5).json()));
    UUID id = insert(key, 3);
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      String others = " where incident_id is distinct from '" + id + "'";
      statement.execute("delete from incident_windows" + others);
      statement.execute("delete from incidents" + others.replace("incident_id", "id"));
      statement.execute(statements);
    }
    UUID windows =
        POSTGRES
            .database()
            .ask(handle ->
                handle.createQuery("select id from incident_windows").mapTo(UUID.class).one());
    assertThat(windows).isEqualTo(IncidentStore.id(key, false));
    Decision next = canary.post(canary.breach(cluster, 5));
    assertThat(canary.before(next).breaches()).isEqualTo(3);
    assertThat(canary.before(next).tierReached()).isEqualTo(Tier.TIER_2);
    assertThat(canary.incident(cluster).breaches()).isEqualTo(4);
  }
}
