package dev.ombud.act.brief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.words.AnswerVault;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.OpenAiDouble;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every request becomes exactly one brief, whatever dies and however dear it gets.
class BriefWorkerTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final ModelBudget RICH = new ModelBudget(1_000_000, 10_000_000, 1_000, 2.5, 10);

  private final OpenAiDouble azure = new OpenAiDouble();
  private final Moving clock = new Moving();
  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final List<Brief> counted = new CopyOnWriteArrayList<>();
  private Briefing briefing = briefing();

  /// A clock that tests move on.
  private static final class Moving extends Clock {
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for zones");
    }
  }

  @BeforeEach
  void begin() {
    briefing = briefing();
    // What earlier tests left is closed, so that each has a queue and a budget of its own.
    POSTGRES
        .database()
        .change(handle -> {
          try (var owner = POSTGRES.connectAsOwner();
              var statement = owner.createStatement()) {
            statement.execute("truncate brief_answers, briefs, brief_requests");
            return 0;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private Briefing briefing() {
    return new Briefing(
        POSTGRES.database(), new AnswerVault(Texts.vault(POSTGRES.database())), ids);
  }

  private BriefWriter writer() {
    OpenAiConfig config =
        new OpenAiConfig(
            azure.endpoint(),
            OpenAiDouble.DEPLOYMENT,
            "2024-10-21",
            Optional.of(new Secret(OpenAiDouble.KEY)),
            Optional.empty(),
            Optional.of(0.0),
            Duration.ofSeconds(10));
    return BriefWriter.asking(new OpenAiConnector(config), Prompts.read(Path.of("prompts")));
  }

  private BriefWorker worker(ModelBudget budget) {
    return new BriefWorker(
        POSTGRES.database(),
        _ -> Optional.of(Materials.surge()),
        material -> material.kind() != BriefKind.TICKET,
        writer(),
        budget,
        new AnswerVault(Texts.vault(POSTGRES.database())),
        counted::add,
        ids,
        clock);
  }

  private UUID request(Severity severity, Optional<UUID> incident) {
    BriefRequest request =
        new BriefRequest(
            ids.next(),
            clock.instant(),
            BriefKind.DECISION,
            Optional.of(ids.next()),
            incident,
            severity,
            "storefront",
            Optional.empty(),
            0);
    new RequestStore(POSTGRES.database()).add(request);
    return request.id();
  }

  private UUID request(Severity severity) {
    return request(severity, Optional.empty());
  }

  private Brief brief(UUID id) {
    return briefing.find(id).orElseThrow();
  }

  private static void drain(BriefWorker worker) throws InterruptedException {
    while (worker.work()) {
      // Until nothing is due.
    }
  }

  @Test
  void keepsAllThatABriefCameOf() throws InterruptedException {
    azure.says(Materials.answer("summary", "121 complaints.")).says(Materials.answer());
    UUID id = request(Severity.P1);
    assertThat(briefing.isAwaited(id)).isTrue();
    drain(worker(RICH));
    Brief brief = brief(id);
    assertThat(brief.origin()).isEqualTo(Brief.Origin.MODEL);
    assertThat(brief.why()).isEqualTo(FallbackReason.ANSWERED);
    assertThat(brief.content().text("recommendedOwner")).isEqualTo("payments");
    assertThat(brief.inputDigest()).matches("sha256:[0-9a-f]{64}");
    Brief.Made made = brief.made().orElseThrow();
    assertThat(made.prompt()).isEqualTo("brief");
    assertThat(made.promptVersion()).isEqualTo(1);
    assertThat(made.model()).isEqualTo(OpenAiDouble.MODEL);
    assertThat(made.deployment()).isEqualTo(OpenAiDouble.DEPLOYMENT);
    assertThat(made.parameters()).isNotEmpty();
    assertThat(made.calls()).isEqualTo(2);
    assertThat(made.promptTokens()).isEqualTo(1_800);
    assertThat(made.completionTokens()).isEqualTo(600);
    assertThat(made.cost()).isEqualTo((1_800 * 2.5 + 600 * 10) / 1e6);
    assertThat(made.complaints()).hasSize(2);
    assertThat(briefing.answers(id)).hasSize(2).last().isEqualTo(Materials.answer());
    assertThat(briefing.isAwaited(id)).isFalse();
    assertThat(briefing.list(query()).items()).containsExactly(brief);
  }

  private static BriefQuery query() {
    return new BriefQuery(
        List.of(BriefKind.DECISION),
        List.of(Brief.Origin.MODEL),
        List.of(Severity.P1),
        Optional.of("storefront"),
        Optional.empty(),
        Optional.of(false),
        10,
        Optional.empty());
  }

  @Test
  void takesTheMostSevereFirst() throws InterruptedException {
    azure.says(Materials.answer());
    UUID low = request(Severity.P3);
    UUID first = request(Severity.P1);
    UUID second = request(Severity.P1);
    BriefWorker worker = worker(RICH);
    assertThat(worker.work()).isTrue();
    assertThat(briefing.find(first)).isPresent();
    assertThat(worker.work()).isTrue();
    assertThat(briefing.find(second)).isPresent();
    assertThat(briefing.find(low)).isEmpty();
  }

  @Test
  void briefsAnIncidentOnceAndAgainWhenItGetsWorse() {
    Optional<UUID> incident = Optional.of(ids.next());
    UUID first = request(Severity.P2, incident);
    UUID again = request(Severity.P2, incident);
    UUID milder = request(Severity.P3, incident);
    UUID worse = request(Severity.P1, incident);
    assertThat(briefing.isAwaited(first)).isTrue();
    assertThat(briefing.isAwaited(again)).isFalse();
    assertThat(briefing.isAwaited(milder)).isFalse();
    assertThat(briefing.isAwaited(worse)).isTrue();
  }

  @Test
  void makesEachOnceWhereSeveralInstancesWork() throws InterruptedException, ExecutionException {
    azure.says(Materials.answer());
    List<UUID> requested = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      requested.add(request(Severity.P2));
    }
    try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        BriefWorker worker = worker(RICH);
        done.add(
            instances.submit(() -> {
              drain(worker);
              return null;
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertThat(azure.asked).hasSize(30);
    requested.forEach(id -> assertThat(briefing.find(id)).isPresent());
    assertThat(counted).as("each is counted once").hasSize(30);
  }

  @Test
  void takesUpWhatADeadInstanceHeld() throws InterruptedException {
    azure.says(Materials.answer());
    UUID id = request(Severity.P1);
    RequestStore dead = new RequestStore(POSTGRES.database());
    assertThat(dead.claim(clock.instant(), Duration.ofMinutes(5))).isPresent();
    BriefWorker worker = worker(RICH);
    assertThat(worker.work()).isFalse();
    clock.pass(Duration.ofMinutes(6));
    assertThat(worker.work()).isTrue();
    assertThat(brief(id).origin()).isEqualTo(Brief.Origin.MODEL);
  }

  @Test
  void givesUpOnWhatKillsEveryInstance() throws InterruptedException {
    UUID id = request(Severity.P1);
    RequestStore dead = new RequestStore(POSTGRES.database());
    for (int i = 0; i < 3; i++) {
      assertThat(dead.claim(clock.instant(), Duration.ofMinutes(5))).isPresent();
      clock.pass(Duration.ofMinutes(6));
    }
    drain(worker(RICH));
    assertThat(brief(id).why()).isEqualTo(FallbackReason.INTERRUPTED);
    assertThat(azure.asked).isEmpty();
  }

  @Test
  void spendsNoMoreThanTheBudget() throws InterruptedException {
    azure.says(Materials.answer());
    // What one may take at most is held back; it takes 1,200.
    long most = writer().estimate(Materials.surge());
    long anHour = (most + 100) * 5 / 4;
    BriefWorker worker = worker(new ModelBudget(anHour, 1_000_000, 1_000, 2.5, 10));
    UUID first = request(Severity.P2);
    drain(worker);
    assertThat(brief(first).why()).isEqualTo(FallbackReason.ANSWERED);
    ModelBudget budget = new ModelBudget(anHour, 1_000_000, 1_000, 2.5, 10);
    BriefLevel left = briefing.level(budget, clock.instant());
    assertThat(left.tokensThisHour()).isEqualTo(anHour - 1_200);
    assertThat(left.tokensThisDay()).isEqualTo(1_000_000 - 1_200);
    assertThat(left.costThisDay()).isEqualTo(1_000 - (900 * 2.5 + 300 * 10) / 1e6);
    assertThat(left.waiting()).isZero();
    UUID second = request(Severity.P2);
    clock.pass(Duration.ofSeconds(3));
    assertThat(briefing.level(budget, clock.instant()))
        .extracting(BriefLevel::waiting, BriefLevel::oldest)
        .containsExactly(1L, Duration.ofSeconds(3));
    drain(worker);
    assertThat(brief(second).why()).isEqualTo(FallbackReason.BUDGET_SPENT);
    assertThat(brief(second).made()).isEmpty();
    // The last fifth is for the most severe.
    UUID severe = request(Severity.P1);
    drain(worker);
    assertThat(brief(severe).why()).isEqualTo(FallbackReason.ANSWERED);
    clock.pass(Duration.ofMinutes(61));
    UUID later = request(Severity.P2);
    drain(worker);
    assertThat(brief(later).why()).isEqualTo(FallbackReason.ANSWERED);
  }

  @Test
  void spendsNoMoreThanTheMoney() throws InterruptedException {
    azure.says(Materials.answer());
    UUID id = request(Severity.P1);
    drain(worker(new ModelBudget(1_000_000, 1_000_000, 0.01, 2.5, 10)));
    assertThat(brief(id).why()).isEqualTo(FallbackReason.BUDGET_SPENT);
  }

  @Test
  void leavesADeadEndpointAlone() throws InterruptedException {
    azure.fails(503, "down", Map.of());
    BriefWorker worker = worker(RICH);
    for (int i = 0; i < 3; i++) {
      UUID failed = request(Severity.P1);
      drain(worker);
      assertThat(brief(failed).why()).isEqualTo(FallbackReason.UNAVAILABLE);
    }
    UUID spared = request(Severity.P1);
    drain(worker);
    assertThat(brief(spared).why()).isEqualTo(FallbackReason.PAUSED);
    assertThat(azure.asked).hasSize(3);
    azure.says(Materials.answer());
    clock.pass(Duration.ofSeconds(31));
    UUID asked = request(Severity.P1);
    drain(worker);
    assertThat(brief(asked).why()).isEqualTo(FallbackReason.ANSWERED);
  }

  @Test
  void waitsForAMomentWhereItIsAskedTo() throws InterruptedException {
    azure.fails(429, "429", Map.of("Retry-After", "7")).says(Materials.answer());
    UUID id = request(Severity.P1);
    BriefWorker worker = worker(RICH);
    assertThat(worker.work()).isTrue();
    assertThat(worker.work()).isFalse();
    assertThat(briefing.isAwaited(id)).isTrue();
    clock.pass(Duration.ofSeconds(8));
    drain(worker);
    assertThat(brief(id).why()).isEqualTo(FallbackReason.ANSWERED);
  }

  @Test
  void waitsNoLongerThanPeopleDo() throws InterruptedException {
    azure.fails(429, "429", Map.of("Retry-After", "600"));
    UUID id = request(Severity.P1);
    BriefWorker worker = worker(RICH);
    drain(worker);
    assertThat(brief(id).why()).isEqualTo(FallbackReason.RATE_LIMITED);
    UUID next = request(Severity.P1);
    drain(worker);
    assertThat(brief(next).why()).isEqualTo(FallbackReason.PAUSED);
    assertThat(azure.asked).hasSize(1);
  }

  @Test
  void recordsWhatAPersonThinksOnce() throws InterruptedException {
    azure.says(Materials.answer());
    UUID id = request(Severity.P1);
    drain(worker(RICH));
    Brief judged =
        briefing.judge(
            id, Brief.Opinion.EDITED, "anna", "too long", Optional.of("Cards fail on ios."));
    assertThat(judged.verdict().orElseThrow().text()).contains("Cards fail on ios.");
    assertThatThrownBy(
            () -> briefing.judge(id, Brief.Opinion.ACCEPTED, "ben", "fine", Optional.empty()))
        .hasMessageContaining("was judged by `anna` before");
    assertThatThrownBy(
            () -> briefing.judge(id, Brief.Opinion.REJECTED, "ben", "no", Optional.of("text")))
        .hasMessageContaining("`text` belongs to EDITED");
    assertThatThrownBy(() ->
            briefing.judge(ids.next(), Brief.Opinion.ACCEPTED, "ben", "fine", Optional.empty()))
        .hasMessageContaining("there is no brief");
  }

  @Test
  void mayNotChangeWhatWasSaid() throws InterruptedException {
    azure.says(Materials.answer());
    UUID id = request(Severity.P1);
    drain(worker(RICH));
    for (String sql :
        List.of(
            "update briefs set content = '{}' where id = ?",
            "update briefs set why = 'REFUSED' where id = ?",
            "delete from briefs where id = ?",
            "delete from brief_requests where id = ?")) {
      assertThatThrownBy(() -> POSTGRES.database().change(handle -> handle.execute(sql, id)))
          .as(sql)
          .hasMessageContaining("the database user may not do this");
    }
  }
}
