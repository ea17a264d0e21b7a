package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pipeline on a real database. Goal: whatever comes, in whatever order, from however many
/// instances, each aggregate is decided once, and what was answered is on record.
final class DecisionPipelineTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final DecisionPipeline.Config CONFIG =
      new DecisionPipeline.Config(2, 1024, "test");

  private final CountingMeter meter = new CountingMeter();
  private final Random names = new Random(14);
  private LiveRuleset live = live();
  private DecisionPipeline pipeline = pipeline();

  private static LiveRuleset live() {
    CompiledRuleset compiled = Rulesets.compile(Rulesets.shipped());
    return new LiveRuleset(compiled, new RulesetRef(1, compiled.digest()));
  }

  private DecisionPipeline pipeline() {
    return new DecisionPipeline(
        POSTGRES.database(),
        () -> live,
        new TimeIds(Clock.systemUTC()),
        meter,
        (_, _, _) -> {},
        FollowUp.NONE,
        Texts.vault(POSTGRES.database()),
        CONFIG);
  }

  @BeforeEach
  void publish() {
    RulesetPublisher publisher = new RulesetPublisher(POSTGRES.database(), new RulesetCompiler());
    live.compiled().close();
    live =
        publisher.publish(
            new RulesetPublisher.Files.Good(
                Rulesets.shipped(), Rulesets.compile(Rulesets.shipped())),
            Instant.now());
  }

  @AfterEach
  void stop() {
    pipeline.close();
    live.compiled().close();
  }

  @Test
  void answersWithWhatIsOnRecord() {
    DecisionAnswer answer = pipeline.submit(submission("record")).join();
    StoredDecision stored =
        pipeline.find(answer.decision().decisionId()).orElseThrow(AssertionError::new);
    assertThat(stored.decision()).isEqualTo(answer.decision());
    assertThat(stored.aggregateJson()).isEqualTo(Aggregates.kept(json("record")));
    assertThat(stored.decision().judgement().nearMisses())
        .isEqualTo(answer.decision().judgement().nearMisses());
    DecisionWriter writer = new DecisionWriter();
    assertThat(writer.write(stored.decision())).isEqualTo(writer.write(answer.decision()));
  }

  @Test
  void replaysTheSameAndRefusesOtherContentByItsFirstDifference() {
    Decision first = pipeline.submit(submission("same")).join().decision();
    DecisionAnswer again = pipeline.submit(submission("same")).join();
    assertThat(again.replayed()).isTrue();
    assertThat(again.decision()).isEqualTo(first);
    String other = json("same").replace("\"count\": 120", "\"count\": 121");
    assertThatThrownBy(() -> pipeline.submit(received(other)).join())
        .hasCauseInstanceOf(ServiceException.class)
        .satisfies(failure -> {
          ServiceException conflict = (ServiceException) failure.getCause();
          assertThat(conflict.code()).isEqualTo(ErrorCode.AGGREGATE_CONFLICT);
          assertThat(conflict.members()).containsEntry("pointer", "/volume/count");
        });
  }

  @Test
  void decidesAHigherRevisionAnewAndRefusesALowerOne() {
    UUID second = pipeline.submit(received(revised("rev", 2))).join().decision().decisionId();
    UUID third = pipeline.submit(received(revised("rev", 3))).join().decision().decisionId();
    assertThat(third).isNotEqualTo(second);
    assertThat(pipeline.submit(received(revised("rev", 2))).join().decision().decisionId())
        .isEqualTo(second);
    assertThatThrownBy(() -> pipeline.submit(received(revised("rev", 1))).join())
        .satisfies(failure -> assertThat(codeOf(failure)).isEqualTo(ErrorCode.REVISION_OUTDATED));
  }

  /// Names as long as the contract lets them be, which nothing can press together.
  @Test
  void decidesWhatHasTheLongestNames() {
    String json =
        Aggregates.edit(
            json("longest"),
            "\"android\"",
            name(100),
            "\"pixel-8\"",
            name(100)
                + Stream.of("region", "locale", "customerTier", "segment")
                    .map(field -> ", \"" + field + "\": " + name(100))
                    .collect(Collectors.joining()),
            "\"card-authorization\"",
            name(200),
            "\"new-checkout\"",
            name(200),
            "\"production\"",
            name(100));
    Decision decision = pipeline.submit(received(json)).join().decision();
    assertThat(decision.incidentId()).isEqualTo(decision.decisionId());
    Decision next = pipeline.submit(received(json.replace("longest", "next"))).join().decision();
    assertThat(next.incidentId()).isEqualTo(decision.decisionId());
  }

  private String name(int length) {
    return names
        .ints(length, 0x20000, 0x2A6D0)
        .mapToObj(Character::toString)
        .collect(Collectors.joining("", "\"", "\""));
  }

  @Test
  void decidesTwinsInOneBatchOnce() {
    List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(pipeline.submit(submission("twin")));
    }
    Set<UUID> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(answer.join().decision().decisionId()));
    assertThat(ids).hasSize(1);
    assertThat(answers.stream().filter(answer -> !answer.join().replayed())).hasSize(1);
  }

  @Test
  void decidesOnceWhenTwoInstancesGetTheSame() {
    try (DecisionPipeline other = pipeline()) {
      List<CompletableFuture<DecisionAnswer>> here = new ArrayList<>();
      List<CompletableFuture<DecisionAnswer>> there = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        here.add(pipeline.submit(submission("both-" + i)));
        there.add(other.submit(submission("both-" + i)));
      }
      for (int i = 0; i < here.size(); i++) {
        assertThat(here.get(i).join().decision().decisionId())
            .isEqualTo(there.get(i).join().decision().decisionId());
      }
    }
    assertThat(count("select count(*) from aggregate_keys where aggregate_id like 'both-%'"))
        .isEqualTo(200);
    assertThat(count("select count(*) from decisions where aggregate_id like 'both-%'"))
        .isEqualTo(200);
  }

  @Test
  void neverOpensTwoIncidentsForOneKey() {
    try (DecisionPipeline other = pipeline()) {
      List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(pipeline.submit(submission("inc-a-" + i)));
        answers.add(other.submit(submission("inc-b-" + i)));
      }
      Set<UUID> incidents = new HashSet<>();
      answers.forEach(answer -> incidents.add(answer.join().decision().incidentId()));
      assertThat(incidents).hasSize(1).doesNotContainNull();
    }
  }

  @Test
  void answersWhatItTookInWhenItStops() {
    List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      answers.add(pipeline.submit(submission("stop-" + i)));
    }
    pipeline.close();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    assertThat(answers.stream().filter(CompletableFuture::isCompletedExceptionally)).isEmpty();
    assertThatThrownBy(() -> pipeline.submit(submission("too-late")))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPING));
  }

  @Test
  void findsWhatCallersWereToldOfOnRecord() {
    for (int i = 0; i < 20; i++) {
      pipeline.submit(submission("told-" + i)).join();
    }
    pipeline.checkRecord();
    assertThat(meter.unrecorded).hasValue(0);
  }

  @Test
  void noticesADecisionThatVanished() throws Exception {
    pipeline.checkRecord();
    UUID told = pipeline.submit(submission("vanishes")).join().decision().decisionId();
    try (var owner = POSTGRES.connectAsOwner();
        var statement = owner.createStatement()) {
      statement.execute("delete from records where id = '" + told + "'");
      statement.execute("delete from decisions where id = '" + told + "'");
    }
    pipeline.checkRecord();
    assertThat(meter.unrecorded).hasValue(1);
  }

  @Test
  void answersALoneRequestWithoutWaitingForOthers() throws Exception {
    pipeline.submit(submission("warm")).get(10, TimeUnit.SECONDS);
    pipeline.submit(submission("lone")).get(10, TimeUnit.SECONDS);
    assertThat(meter.batches).hasValue(2);
  }

  private static ErrorCode codeOf(Throwable failure) {
    assertThat(failure).isInstanceOf(CompletionException.class);
    return ((ServiceException) failure.getCause()).code();
  }

  private static long count(String sql) {
    return POSTGRES
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static String json(String id) {
    String surge = Aggregates.surge();
    int start = surge.indexOf("\"storefront/");
    return surge.substring(0, start) + '"' + id + surge.substring(surge.indexOf('"', start + 1));
  }

  private static String revised(String id, int revision) {
    return json(id).replaceFirst("\\{", "{\"revision\": " + revision + ",");
  }

  private Submission submission(String id) {
    return received(json(id));
  }

  private Submission received(String json) {
    return Texts.submission(POSTGRES.database(), json);
  }

  private static final class CountingMeter implements DecisionMeter {
    private final AtomicInteger unrecorded = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();

    @Override
    public void committed(List<Decision> decisions, Duration duration) {
      batches.incrementAndGet();
    }

    @Override
    public void answered(Duration latency) {}

    @Override
    public void replayed(int count) {}

    @Override
    public void failed(int count) {}

    @Override
    public void unrecorded(int count) {
      unrecorded.addAndGet(count);
    }

    @Override
    public void watchQueue(IntSupplier depth) {}
  }
}
