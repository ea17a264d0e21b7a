package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.NamedEvent;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Plants a secret in every kind of target, lets the other side repeat all that it was sent, in
/// every answer that it can give, and looks for the secret in what people and the record get to
/// see.
class PlantedSecretsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String PLANTED = "planted-" + UUID.randomUUID();
  private static final String KEY =
      Base64.getEncoder().encodeToString(PLANTED.getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @EnumSource(
      value = TargetKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "GITHUB_DEPLOYMENTS")
  void noErrorReceiptOrRowShowsASecret(TargetKind kind) throws Exception {
    StringBuilder seen = new StringBuilder();
    for (int status : List.of(200, 201, 204, 302, 400, 401, 403, 409, 422, 429, 500, 503)) {
      // The other side repeats everything, once as it is and once as JSON.
      for (boolean json : List.of(false, true)) {
        seen.append(everythingSeen(kind, status, json)).append('\n');
      }
    }
    assertThat(seen.toString()).contains("target `");
    seen.append(rows());
    assertThat(seen.toString()).doesNotContain(PLANTED).doesNotContain(KEY).doesNotContain(basic());
  }

  private static String basic() {
    return Base64.getEncoder()
        .encodeToString((":" + PLANTED).getBytes(StandardCharsets.UTF_8))
        .replace("=", "");
  }

  private static String everythingSeen(TargetKind kind, int status, boolean json) {
    Shaped.Vendor repeating =
        asked -> {
          String all = asked.method() + " " + asked.path() + " " + asked.headers() + asked.body();
          Map<String, Object> error =
              Map.of("errors", List.of(Map.of("message", all)), "error", all);
          Said said = json ? Said.json(status, error) : new Said(status, Map.of(), all);
          return status == 204 ? Said.status(204) : said;
        };
    try (Shaped server = new Shaped(repeating)) {
      Map<String, String> options = new LinkedHashMap<>();
      kind.required().forEach(option -> options.put(option, "x"));
      String path = kind == TargetKind.TEAMS ? "/" + PLANTED : "";
      String secret = kind == TargetKind.WEBHOOK ? "whsec_" + KEY : PLANTED;
      TargetConfig target =
          new TargetConfig(
              "it", kind, server.url(path), Optional.of(new Secret(secret)), options, true);
      TargetRoute route =
          new TargetRoute("*", "*", Set.copyOf(kind.actions()), Severity.P4, "it", Map.of());
      Targets targets = new Targets(Map.of("it", target), List.of(route));
      ActionKind action =
          kind == TargetKind.CLOUDEVENTS ? ActionKind.NOTIFY : kind.actions().getFirst();
      Order order =
          Orders.order(action, NamedEvent.DECISION_MADE.subject(), UUID.randomUUID().toString());
      Connector connector =
          new Connectors(
                  targets,
                  server.outbound(),
                  POSTGRES.database(),
                  () -> Orders.DECIDED,
                  SlackView.USUAL)
              .forTarget(order.subject(), "shop", action, Severity.P1)
              .orElseThrow();
      return targets + "\n" + target + "\n" + server.outbound() + "\n" + attempts(connector, order);
    }
  }

  private static String attempts(Connector connector, Order order) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        out.println(connector.look(order));
      } catch (DeliveryException e) {
        out.println(e + " " + e.after());
      }
      try {
        out.println(connector.write(order, new RemoteState.Open("ABSENT", "1")));
      } catch (DeliveryException e) {
        out.println(e + " " + e.after());
      }
    }
    return said.toString();
  }

  private static String rows() {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery(
                    """
                    select t::text from tickets t union all select d::text from deliveries d
                    union all select l::text from digest_lines l
                    """)
                .mapTo(String.class)
                .list())
        .toString();
  }

  /// What never logs cannot log a secret: what goes wrong is said by an exception, which goes on
  /// record once, cleaned.
  @Test
  void neitherPackageLogs() throws IOException {
    for (String folder : List.of("ground/outbound", "act/target", "act/connector")) {
      try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/ombud", folder))) {
        for (Path file : files.toList()) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContain("slf4j");
        }
      }
    }
  }
}
