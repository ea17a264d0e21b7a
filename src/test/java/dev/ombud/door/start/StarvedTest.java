package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.database.Pool;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Load;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: a class of work that has no connection left stops no other. Method: all connections of one
/// are taken from the running service and held, and the others are asked over HTTP.
@Tag("long") // waits for time-outs of each pool in turn
class StarvedTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String ANYBODY = "{\"targetingKey\":\"u1\"}";
  private static Loop loop;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  /// All connections of a pool, as the service itself takes them.
  private record Hunger(List<Connection> taken) implements AutoCloseable {
    static Hunger of(Pool pool) {
      Hunger hunger = new Hunger(new ArrayList<>());
      try {
        while (true) {
          hunger.taken.add(loop.database().of(pool).dataSource().getConnection());
        }
      } catch (SQLException e) {
        assertThat(hunger.taken).as(pool + ": " + e.getMessage()).isNotEmpty();
        return hunger;
      }
    }

    @Override
    public void close() {
      for (Connection connection : taken) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void stopsNoOtherClassOfWork(Pool starved) {
    String flag = "starved-" + starved.name().toLowerCase(Locale.ROOT);
    loop.declare(flag);
    AtomicReference<String> decision = new AtomicReference<>();
    try (Hunger hunger = Hunger.of(starved)) {
      assertThat(hunger.taken()).isNotEmpty();
      assertThat(get("/health/live").status()).isEqualTo(200);
      for (Pool other : Pool.values()) {
        if (other != starved) {
          goesOn(other, starved, flag, decision);
        }
      }
    }
    assertThat(loop.decide(Loop.scenario("g-010", flag + "-after"))).isNotNull();
  }

  private static void goesOn(
      Pool work, Pool starved, String flag, AtomicReference<String> decision) {
    switch (work) {
      case VITAL -> {
        answers(get("/health/ready"));
        assertThat(loop.metrics()).contains("ombud_reviews_open").doesNotContain("open NaN");
      }
      case DECISIONS -> {
        JsonNode decided = loop.decide(Loop.scenario("g-010", flag));
        assertThat(decided.path("disposition").asText()).isEqualTo("ACT");
        decision.set(decided.path("decisionId").asText());
        answers(
            loop.send(
                Role.CALLER,
                "POST",
                "/v1/gates/promote/evaluations",
                GateAsking.question("storefront", "")));
      }
      case READING -> answers(get("/v1/decisions?limit=5"));
      case HEAVY -> answers(get("/v1/exports/decisions?format=ndjson&from=2026-01-01T00:00:00Z"));
      case OPEN -> assertThat(get("/sign-in").status()).isEqualTo(200);
      case OUTBOX -> {
        // Nothing to deliver where nothing is decided; what is told of it below needs either pool.
        if (starved == Pool.READING) {
          Condition.await(
              Duration.ofSeconds(10), "the switch is seen", () -> !loop.isOn(flag, ANYBODY));
        } else if (starved != Pool.DECISIONS) {
          loop.awaitState(decision.get(), "DISABLE_FLAG", "DONE");
        }
      }
      case UPKEEP ->
          Condition.await(
              Duration.ofSeconds(10),
              "what is on record is sealed",
              () -> loop.metrics().contains("ombud_log_waiting 0.0"));
    }
  }

  private static Answer get(String path) {
    return loop.send(Role.AUDITOR, "GET", path, "");
  }

  private static void answers(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
  }

  private static String lines(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Load.aggregate(name + "-" + i).replaceAll("\\s+", " "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aBatchWaitsForConnectionsAsLongAsItsCallerDoesAndLosesNoLine() throws Exception {
    CompletableFuture<Answer> batch;
    CompletableFuture<Answer> single;
    try (Hunger hunger = Hunger.of(Pool.DECISIONS)) {
      batch = later(lines("patient", 300));
      single =
          CompletableFuture.supplyAsync(
              () -> loop.client().decide(Load.aggregate("patient-single")),
              task -> Thread.ofVirtual().start(task));
      // More than twice as long as a connection is waited for at once.
      assertThat(isOpenAfter(batch, Duration.ofSeconds(5))).isTrue();
      assertThat(hunger.taken()).isNotEmpty();
      assertThat(single).isNotDone();
    }
    assertThat(batch.get(20, TimeUnit.SECONDS).lines())
        .hasSize(300)
        .allSatisfy(line -> assertThat(line.path("decisionId").asText()).isNotEmpty());
    assertThat(single.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
  }

  @Test
  void aBatchThatWaitsTooLongIsToldToSendEachLineAgain() throws Exception {
    String lines = lines("starving", 300);
    Answer refused;
    try (Hunger hunger = Hunger.of(Pool.DECISIONS)) {
      assertThat(hunger.taken()).isNotEmpty();
      refused = later(lines).get(60, TimeUnit.SECONDS);
    }
    assertThat(refused.lines())
        .hasSize(300)
        .allSatisfy(line -> {
          assertThat(line.path("code").asText()).isEqualTo("database-unavailable");
          assertThat(line.path("detail").asText())
              .isEqualTo(
                  "the database is too busy to answer in time: send the same again, it will not be"
                      + " decided twice");
        });
    assertThat(loop.client().decideAll(lines).lines())
        .hasSize(300)
        .allSatisfy(line -> assertThat(line.path("decisionId").asText()).isNotEmpty());
  }

  private static CompletableFuture<Answer> later(String lines) {
    return CompletableFuture.supplyAsync(
        () -> loop.client().decideAll(lines), task -> Thread.ofVirtual().start(task));
  }

  private static boolean isOpenAfter(CompletableFuture<Answer> answer, Duration time)
      throws Exception {
    try {
      answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    }
  }
}
