package dev.ombud.door.actapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Golden;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Asks every route with a token of every role, and with none, and writes down who gets past the
/// sign-in. A forgotten check is a visible line in the golden file.
class RoutesTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void saysWhoMayDoWhat() {
    List<String> columns =
        Stream.concat(Stream.of("none"), Arrays.stream(Role.values()).map(Role::word)).toList();
    StringBuilder table = new StringBuilder(line("route", columns));
    try (Publishing publishing = new Publishing(POSTGRES.database());
        Api api = new Api(publishing::routes)) {
      for (Route route : api.routes()) {
        List<String> cells = columns.stream().map(token -> ask(api, route, token)).toList();
        table.append(line(route.method() + " " + route.path(), cells));
        if (route.path().startsWith("/v1/")) {
          assertThat(documented(route))
              .as("%s %s in openapi.yaml", route.method(), route.path())
              .isEqualTo(
                  Arrays.stream(Role.values())
                      .filter(role -> cells.get(columns.indexOf(role.word())).equals("allowed"))
                      .map(Role::word)
                      .toList());
        }
      }
    }
    Golden.check("routes.txt", table.toString());
  }

  @Test
  void takesTheParametersAndTheBodyThatTheDocumentHas() {
    int operations = 0;
    try (Publishing publishing = new Publishing(POSTGRES.database());
        Api api = new Api(publishing::routes)) {
      for (Route route : api.routes()) {
        JsonNode operation = operation(route);
        if (!operation.isMissingNode()) {
          operations++;
          String name = operation.path("operationId").asText();
          assertThat(route.parameters()).as(name).isEqualTo(parameters(operation));
          assertThat(route.body() instanceof Route.Body.None)
              .as("%s takes no body", name)
              .isEqualTo(!operation.has("requestBody"));
        }
      }
    }
    assertThat(operations).isGreaterThan(100);
  }

  private static Set<String> parameters(JsonNode operation) {
    Set<String> names = new HashSet<>();
    for (JsonNode each : operation.path("parameters")) {
      String reference = each.path("$ref").asText();
      JsonNode parameter =
          reference.isEmpty() ? each : OpenApi.document().at(reference.substring(1));
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }

  private static JsonNode operation(Route route) {
    return OpenApi.document()
        .path("paths")
        .path(route.path())
        .path(route.method().toLowerCase(Locale.ROOT));
  }

  /// The roles that the document gives the operation; nothing where it has no such operation.
  private static List<String> documented(Route route) {
    List<String> roles = new ArrayList<>();
    operation(route).path("x-roles").forEach(role -> roles.add(role.textValue()));
    return roles;
  }

  private static String line(String name, List<String> cells) {
    return "%-46s".formatted(name)
        + cells.stream().map("%-10s"::formatted).collect(Collectors.joining()).stripTrailing()
        + "\n";
  }

  private static String ask(Api api, Route route, String token) {
    String path =
        route
            .path()
            .replace("{id}", "00000000-0000-7000-8000-000000000000")
            .replace("{backtest}", "00000000-0000-7000-8000-000000000000")
            .replace("{version}", "99")
            .replaceAll("\\{[a-z]+}", "any");
    String authorization = token.equals("none") ? "" : "Authorization: Bearer " + token + "\n";
    try (RawClient client = api.client()) {
      int status =
          client
              .head(
                  route.method()
                      + " "
                      + path
                      + " HTTP/1.1\nHost: x\nContent-Length: 0\n"
                      + authorization
                      + "\n")
              .read()
              .status();
      assertThat(status).isNotEqualTo(500);
      return status == 401 || status == 403 ? "denied" : "allowed";
    }
  }
}
