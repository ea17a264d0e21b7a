package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.DigestLine;
import dev.ombud.act.target.DigestStore;
import dev.ombud.act.target.Marker;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is mild waits, and goes out once a day to whoever it concerns.
class DigestTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /// Where nobody has anything to say.
  private static final Digest.Words WORDS = (_, _) -> Optional.of(List.of());

  private final AtomicReference<Instant> now = new AtomicReference<>(Orders.DECIDED);

  private Connectors connectors(Shaped server) {
    TargetConfig hook =
        new TargetConfig(
            "hook",
            TargetKind.WEBHOOK,
            server.url("/digest"),
            Optional.of(new Secret(KEY)),
            Map.of(),
            true);
    TargetRoute mild =
        new TargetRoute(
            "team:payments",
            "*",
            Set.of(ActionKind.NOTIFY, ActionKind.ADD_TO_DIGEST),
            Severity.P2,
            "hook",
            Map.of());
    return new Connectors(
        new Targets(Map.of("hook", hook), List.of(mild)),
        server.outbound(),
        POSTGRES.database(),
        now::get,
        SlackView.USUAL);
  }

  private static Order order(ActionKind kind, Severity severity) {
    return Orders.order(
        kind, "team:payments", UUID.randomUUID().toString(), severity, Optional.empty());
  }

  private static void carryOut(Connectors connectors, Order order) throws Exception {
    Connector connector =
        connectors
            .forTarget(order.subject(), "shop", order.kind(), order.brief().severity())
            .orElseThrow();
    for (int attempt = 0; attempt < 2; attempt++) {
      // The second attempt is that of a worker who died before it wrote down the first.
      if (connector.look(order) instanceof RemoteState.Open open) {
        connector.write(order, open);
      }
    }
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
  }

  @Test
  void sendsOnceADayWhatWaited() throws Exception {
    try (Shaped server = new Shaped(asked -> Said.status(204))) {
      Connectors connectors = connectors(server);
      Digest digest = new Digest(POSTGRES.database(), connectors, now::get);
      carryOut(connectors, order(ActionKind.ADD_TO_DIGEST, Severity.P4));
      carryOut(connectors, order(ActionKind.NOTIFY, Severity.P3));
      carryOut(connectors, order(ActionKind.NOTIFY, Severity.P1));
      assertThat(server.asked("POST")).as("only what is severe is said at once").hasSize(1);

      Map<String, List<String>> overdue = Map.of("payments", List.of("flag old-cart is overdue"));
      assertThat(digest.send(Map.of(), WORDS)).isEmpty();
      assertThat(server.asked("POST")).as("today is not over").hasSize(1);

      now.set(now.get().plus(Duration.ofDays(1)));
      server.fails(new Fault.Refusal("POST", Said.status(503)));
      assertThat(digest.send(overdue, WORDS)).containsOnlyKeys("payments");
      assertThat(digest.send(overdue, WORDS)).isEmpty();
      assertThat(digest.send(overdue, WORDS)).isEmpty();
      assertThat(server.asked("POST")).hasSize(3);
      Tree data = server.asked("POST").getLast().json().at("data");
      assertThat(data.at("lines").items())
          .extracting(line -> line.at("severity").text() + " " + line.at("why").text())
          .containsExactly("P3 milder than P2", "P4 needs nobody at once");
      assertThat(data.at("more").first().text()).isEqualTo("flag old-cart is overdue");

      now.set(now.get().plus(Duration.ofDays(1)));
      assertThat(digest.send(Map.of(), WORDS)).isEmpty();
      assertThat(server.asked("POST")).as("nothing waited").hasSize(3);
    }
  }

  @Test
  void waitsForItsWordsAndLosesNothing() throws Exception {
    try (Shaped server = new Shaped(asked -> Said.status(204))) {
      Connectors connectors = connectors(server);
      Digest digest = new Digest(POSTGRES.database(), connectors, now::get);
      now.set(now.get().plus(Duration.ofDays(7)));
      carryOut(connectors, order(ActionKind.ADD_TO_DIGEST, Severity.P4));
      now.set(now.get().plus(Duration.ofDays(1)));
      List<String> days = new ArrayList<>();
      Digest.Words writing =
          (team, day) -> {
            days.add(team + " " + day);
            return days.size() < 3 ? Optional.empty() : Optional.of(List.of("One decision."));
          };
      assertThat(digest.send(Map.of(), writing)).isEmpty();
      assertThat(digest.send(Map.of(), writing)).isEmpty();
      assertThat(server.asked("POST")).as("somebody still writes").isEmpty();
      server.fails(new Fault.Refusal("POST", Said.status(503)));
      assertThat(digest.send(Map.of(), writing)).containsOnlyKeys("payments");
      assertThat(digest.send(Map.of(), writing)).isEmpty();
      assertThat(digest.send(Map.of(), writing)).isEmpty();
      assertThat(server.asked("POST")).hasSize(2);
      Tree data = server.asked("POST").getLast().json().at("data");
      assertThat(data.at("words").first().text()).isEqualTo("One decision.");
      assertThat(data.at("lines").items()).hasSize(1);
      String dayBefore = LocalDate.ofInstant(now.get(), ZoneOffset.UTC).minusDays(1).toString();
      assertThat(days).as("nobody is asked once it is sent").hasSize(4);
      assertThat(days).containsOnly("payments " + dayBefore);
    }
  }

  @Test
  void leavesTheLinesOfATeamWithoutARoute() throws Exception {
    try (Shaped server = new Shaped(asked -> Said.status(204))) {
      Digest digest = new Digest(POSTGRES.database(), connectors(server), now::get);
      DigestLine line =
          new DigestLine(
              Marker.digits("x"), "nobody", now.get(), "P4", "title", "why", "https://x.example");
      DigestStore store = new DigestStore(POSTGRES.database());
      store.add(line, now.get());
      now.set(now.get().plus(Duration.ofDays(1)));
      assertThat(digest.send(Map.of(), WORDS)).isEmpty();
      assertThat(store.lines("nobody", now.get())).containsExactly(line);
    }
  }

  @Test
  void readsLikeAList() {
    DigestLine line =
        new DigestLine(
            "k",
            "payments",
            Orders.DECIDED,
            "P4",
            "Labels overlap",
            "milder than P3",
            "https://o.example/1");
    assertThat(
            PlainWriter.write(
                Digest.text(
                    List.of("One decision."), List.of(line), List.of("flag old-cart is overdue"))))
        .isEqualTo(
            """
            One decision.

            One case waited for today. It needed nobody at once.

            - P4: Labels overlap (milder than P3, 2026-03-02 10:15 UTC) (the decision: https://o.example/1)

            Also due

            - flag old-cart is overdue\
            """);
  }
}
