package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The journeys of a ticket with a real Redmine, which `scripts/try-redmine` installs, starts and
/// stops: over a hundred packages of Debian, too much for every run.
@EnabledIfEnvironmentVariable(named = "TRY_REDMINE", matches = "http.*")
class RedmineServerTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final URI SERVER = URI.create(System.getenv().getOrDefault("TRY_REDMINE", ""));
  private static final String KEY = System.getenv().getOrDefault("TRY_REDMINE_KEY", "");

  private final HttpClient people = HttpClient.newHttpClient();
  private final String incident = UUID.randomUUID().toString();
  private final Connector connector = connector();

  private static Connector connector() {
    Map<String, String> options =
        Map.of("project", "pay", "reopenStatus", "2", "priorities", "5,4,3,2", "tracker", "1");
    TargetConfig target =
        new TargetConfig(
            "tracker", TargetKind.REDMINE, SERVER, Optional.of(new Secret(KEY)), options, true);
    TargetRoute route =
        new TargetRoute(
            "team:*", "*", Set.of(ActionKind.OPEN_TICKET), Severity.P4, "tracker", Map.of());
    return new Connectors(
            new Targets(Map.of("tracker", target), List.of(route)),
            new HttpOutbound().to(List.of(Destination.of(SERVER, true))),
            POSTGRES.database(),
            Clock.systemUTC(),
            SlackView.USUAL)
        .forTarget("team:payments", "shop", ActionKind.OPEN_TICKET, Severity.P1)
        .orElseThrow();
  }

  private Order order() {
    return Orders.order(ActionKind.OPEN_TICKET, "team:payments", incident);
  }

  private Receipt carryOut(Order order) throws Exception {
    RemoteState before = connector.look(order);
    assertThat(before).isInstanceOf(RemoteState.Open.class);
    Receipt receipt = connector.write(order, (RemoteState.Open) before);
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
    return receipt;
  }

  private Map<?, ?> issue(String id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.resolve("/issues/" + id + ".json?include=journals"))
            .header("X-Redmine-API-Key", KEY)
            .build();
    byte[] body = people.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    return (Map<?, ?>) Objects.requireNonNull(Json.readMembers(body).get("issue"));
  }

  private void setStatus(String id, int status) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.resolve("/issues/" + id + ".json"))
            .header("X-Redmine-API-Key", KEY)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"issue\":{\"status_id\":%d}}".formatted(status)))
            .build();
    assertThat(people.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(204);
  }

  private String status(String id) throws Exception {
    return String.valueOf(((Map<?, ?>) issue(id).get("status")).get("name"));
  }

  @Test
  void opensUpdatesAndReopens() throws Exception {
    Receipt opened = carryOut(order());
    assertThat(opened.state()).isEqualTo("opened");
    assertThat(issue(opened.reference()).get("subject").toString())
        .startsWith("Checkout failures after 7.18.1 on Android");
    Receipt updated = carryOut(order());
    assertThat(updated.state()).isEqualTo("updated");
    assertThat(updated.reference()).isEqualTo(opened.reference());
    assertThat((List<?>) issue(opened.reference()).get("journals")).hasSize(1);
    setStatus(opened.reference(), 5);
    assertThat(carryOut(order()).state()).isEqualTo("reopened");
    assertThat(status(opened.reference())).isEqualTo("In Progress");
  }

  @Test
  void leavesAloneWhatPeopleRejected() throws Exception {
    Receipt opened = carryOut(order());
    setStatus(opened.reference(), 6);
    assertThat(carryOut(order()).state()).isEqualTo("left for the digest");
    assertThat(status(opened.reference())).isEqualTo("Rejected");
  }

  @Test
  void putsAChildUnderItsParent() throws Exception {
    Receipt parent = carryOut(order());
    Receipt child = carryOut(Orders.child(incident, parent));
    assertThat(((Map<?, ?>) issue(child.reference()).get("parent")).get("id"))
        .hasToString(parent.reference());
  }
}
