package dev.ombud.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.act.action.Connector;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Orders;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.Target;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.Automation;
import dev.ombud.act.outbox.DueSignal;
import dev.ombud.act.outbox.Outbox;
import dev.ombud.act.response.Responder;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.DecisionPipeline;
import dev.ombud.record.decision.FollowUp;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.Submission;
import dev.ombud.record.texts.Masking;
import dev.ombud.record.texts.TextVault;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SilentMeter;
import dev.ombud.testing.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// How fast queued actions drain against a target that answers at once, on a server that waits for
/// its disk; what storing them costs a decision; and when a switch is visible.
final class OutboxSection implements Section {
  private static final int ACTIONS = 10_000;
  private static final int QUICK_ACTIONS = 500;
  private static final int A_TRANSACTION = 200;
  private static final double LEAST = 500;
  private static final double LEAST_TO_PLAIN = 0.5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// With and without the outbox in turns, so that a machine that gets busier spoils neither.
  private static final int TURNS = 4;

  private static final double MOST_SHARE = 0.10;
  private static final int SWITCHES = 100;
  private static final int QUICK_SWITCHES = 5;
  private static final String ANYBODY = "{\"targetingKey\":\"u1\"}";

  private final Clock clock = Clock.systemUTC();
  private final TimeIds ids = new TimeIds(clock);
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_ACTIONS : ACTIONS;
    Postgres postgres = Postgres.start(run);
    DatabaseConfig config = postgres.createMigrated("outbox");
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      run.figure(
          "storing what waits for the digest, µs an action",
          "%.1f".formatted(store(database, wanted, ActionKind.ADD_TO_DIGEST)));
      run.figure(
          "storing and scheduling, µs an action",
          "%.1f".formatted(store(database, wanted, ActionKind.NOTIFY)));
      run.figure(
          "drained by a JVM that has just begun, actions/s",
          Figure.number(wanted / drain(database, wanted)));
      written.clear();
      store(database, wanted, ActionKind.NOTIFY);
      double rate = wanted / drain(database, wanted);
      run.judged("drained, actions/s", Figure.number(rate), ">= 500", rate >= LEAST);
      plain(run, postgres.createMigrated("outboxplain"), wanted, rate);
    }
    share(run, postgres.createMigrated("outboxshare"), wanted);
    visible(run, postgres.create("outboxvisible"));
  }

  /// The same writes in one transaction each, by as many connections as the outbox has workers. The
  /// first turn warms up and does not count.
  private void plain(Run run, DatabaseConfig config, int wanted, double rate) throws Exception {
    double plain = 0;
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      for (int turn = 0; turn < 2; turn++) {
        List<NewAction> actions = new ArrayList<>();
        store(database, wanted, ActionKind.NOTIFY, actions);
        plain = new PlainActions().run(config, actions, Outbox.Config.USUAL.workers());
      }
    }
    run.figure("a writer of the same that is nothing else, transactions/s", Figure.number(plain));
    double ratio = rate / plain;
    run.judged("drained, to that", "%.2f".formatted(ratio), ">= 0.50", ratio >= LEAST_TO_PLAIN);
  }

  /// What storing actions and reviews takes of a decision.
  private void share(Run run, DatabaseConfig config, int wanted) throws Exception {
    Corpus corpus = Corpus.load();
    RulesetCompiler compiler = new RulesetCompiler();
    RulesetParts parts = Rulesets.shipped();
    double with = 0;
    double without = 0;
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      LiveRuleset live =
          new RulesetPublisher(database, compiler)
              .publish(
                  new RulesetPublisher.Files.Good(parts, compiler.compile(parts)), Instant.now());
      FollowUp responder = new Responder(ids, Proposals.PATIENCE, _ -> Optional.empty());
      // The first turn warms up and does not count.
      for (int turn = 0; turn <= TURNS; turn++) {
        double plain = decide(database, live, corpus, FollowUp.NONE, 2L * turn * wanted, wanted);
        double acting = decide(database, live, corpus, responder, (2L * turn + 1) * wanted, wanted);
        without += turn == 0 ? 0 : plain;
        with += turn == 0 ? 0 : acting;
      }
    }
    double share = (with - without) / with;
    run.figure(
        "decisions without and with the outbox, µs",
        "%.0f / %.0f".formatted(without / TURNS, with / TURNS));
    run.judged(
        "share of the outbox in a decision, %",
        "%.1f".formatted(share * 100), "< 10", share < MOST_SHARE);
  }

  /// Microseconds a decision.
  private double decide(
      Database database, LiveRuleset live, Corpus corpus, FollowUp followUp, long first, int count)
      throws InterruptedException {
    TextVault vault = Texts.vault(database);
    Intake intake = new Intake(Masking.usual(), vault::seal);
    List<Submission> submissions = new ArrayList<>(count);
    for (long number = first; number < first + count; number++) {
      ByteBuffer buffer = ByteBuffer.allocate(corpus.length(number));
      corpus.put(buffer, number);
      submissions.add(intake.read(buffer.array(), "bench", "0".repeat(32)));
    }
    DecisionPipeline.Config config = new DecisionPipeline.Config(3, 4_096, "bench");
    try (DecisionPipeline pipeline =
        new DecisionPipeline(
            database,
            () -> live,
            ids,
            new SilentMeter(),
            (_, _, _) -> {},
            followUp,
            vault,
            config)) {
      long start = System.nanoTime();
      List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>(count);
      for (Submission submission : submissions) {
        answers.add(pipeline.submitWaiting(submission));
      }
      answers.forEach(CompletableFuture::join);
      return (System.nanoTime() - start) / 1e3 / count;
    }
  }

  /// Milliseconds from the answer of a post until an OFREP client sees the switch, at the 99th
  /// percentile.
  private static void visible(Run run, DatabaseConfig config) throws IOException {
    int switches = run.isQuick() ? QUICK_SWITCHES : SWITCHES;
    double[] millis = new double[switches];
    try (Loop loop = new Loop(config, Map.of("OMBUD_AUTOMATIC_ACTIONS_PER_HOUR", "1000"))) {
      for (int i = 0; i < switches; i++) {
        String flag = "bench-" + i;
        loop.declare(flag);
        ObjectNode aggregate = Loop.scenario("g-010", flag);
        loop.decide(aggregate);
        long answered = System.nanoTime();
        Condition.await(
            Duration.ofSeconds(30), flag + " is switched", () -> !loop.isOn(flag, ANYBODY));
        millis[i] = (System.nanoTime() - answered) / 1e6;
      }
    }
    Arrays.sort(millis);
    double p99 = millis[(int) Math.ceil(switches * 0.99) - 1];
    run.figure(
        "a switch is visible after the answer, median ms", "%.0f".formatted(millis[switches / 2]));
    run.judged(
        "a switch is visible after the answer, p99 ms",
        "%.0f".formatted(p99),
        "<= 1,000",
        p99 <= 1_000);
  }

  /// Microseconds an action, commits included.
  private double store(Database database, int wanted, ActionKind kind) throws SQLException {
    return store(database, wanted, kind, new ArrayList<>());
  }

  private double store(Database database, int wanted, ActionKind kind, List<NewAction> stored)
      throws SQLException {
    long nanos = 0;
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < wanted; from += A_TRANSACTION) {
        List<NewAction> actions = new ArrayList<>(A_TRANSACTION);
        for (int i = 0; i < A_TRANSACTION && from + i < wanted; i++) {
          actions.add(action(kind, i % 20));
        }
        long start = System.nanoTime();
        ActionStore.enqueue(connection, actions);
        connection.commit();
        nanos += System.nanoTime() - start;
        stored.addAll(actions);
      }
      connection.setAutoCommit(true);
    }
    return nanos / 1e3 / wanted;
  }

  private NewAction action(ActionKind kind, int team) {
    UUID decision = ids.next();
    return new NewAction(
        ids.next(),
        decision,
        1,
        null,
        kind,
        "team:" + team,
        "shop",
        "production",
        null,
        ActionState.QUEUED,
        clock.instant());
  }

  /// Seconds until the last of them is done.
  private double drain(Database database, int wanted) {
    Outbox outbox =
        new Outbox(
            database,
            new ActionStore(database),
            new DueSignal(),
            new Automation(database, ids, clock, 0),
            _ -> Optional.of(new Target("memory", new Memory())),
            Orders::of,
            ids,
            clock,
            Outbox.Config.USUAL);
    long start = System.nanoTime();
    try (outbox) {
      outbox.start();
      while (written.size() < wanted || !outbox.levels().isEmpty()) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException("the outbox did not drain within " + PATIENCE);
        }
        LockSupport.parkNanos(20_000_000);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (written.values().stream().anyMatch(times -> times != 1)) {
        throw new IllegalStateException("an action was carried out twice");
      }
      return seconds;
    }
  }

  /// A target that answers at once.
  private final class Memory implements Connector {
    @Override
    public RemoteState look(Order order) {
      return written.containsKey(order.key())
          ? new RemoteState.Done(new Receipt("1", "", "sent"))
          : new RemoteState.Open("not sent", "1");
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) {
      written.merge(order.key(), 1, Integer::sum);
      return new Receipt("1", "", "sent");
    }
  }
}
