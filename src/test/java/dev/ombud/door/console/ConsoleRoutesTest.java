package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Golden;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Asks every page and form as each role and as nobody, and writes down who is let in. A forgotten
/// check is a visible line in the golden file. Forms are sent with a good CSRF token and nothing
/// else.
class ConsoleRoutesTest {
  /// Nobody signs in to these, or they have a golden file of their own.
  private static final List<String> OTHERS =
      List.of(
          "/v1/", "/ofrep/", "/integrations/", "/health/", "/metrics", "/docs", "/openapi.yaml");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void saysWhoMaySeeWhat() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      List<Route> routes =
          service.routes().stream()
              .filter(route -> OTHERS.stream().noneMatch(route.path()::startsWith))
              .toList();
      StringBuilder header = new StringBuilder("%-60s%-10s".formatted("route", "none"));
      for (Role role : Role.values()) {
        header.append("%-10s".formatted(role.word()));
      }
      StringBuilder table = new StringBuilder(header.toString().stripTrailing());
      List<List<String>> columns = new ArrayList<>();
      columns.add(ask(service.port(), null, routes));
      for (Role role : Role.values()) {
        columns.add(ask(service.port(), role, routes));
      }
      for (int i = 0; i < routes.size(); i++) {
        StringBuilder line = new StringBuilder();
        line.append("%-60s".formatted(routes.get(i).method() + " " + routes.get(i).path()));
        for (List<String> column : columns) {
          line.append("%-10s".formatted(column.get(i)));
        }
        table.append('\n').append(line.toString().stripTrailing());
      }
      Golden.check("console-routes.txt", table.append('\n').toString());
    }
  }

  private static List<String> ask(int port, @Nullable Role role, List<Route> routes) {
    List<String> cells = new ArrayList<>();
    for (Route route : routes) {
      try (ConsoleClient browser = new ConsoleClient(port)) {
        if (role != null) {
          browser.signIn(role);
        }
        cells.add(word(browser, route));
      }
    }
    return cells;
  }

  private static String word(ConsoleClient browser, Route route) {
    String path =
        route
            .path()
            .replaceAll("\\{(id|backtest|draft)}", "00000000-0000-7000-8000-000000000000")
            .replace("{version}", "99")
            .replaceAll("\\{[a-z]+}", "any");
    Page page = route.method().equals("POST") ? post(browser, path) : browser.begin(path);
    assertThat(page.status()).as(route.method() + " " + path).isNotEqualTo(500);
    return page.status() == 401 || page.status() == 403 || isSentAway(path, page)
        ? "denied"
        : "allowed";
  }

  /// Forms have the token among their fields, modules send it as a header.
  private static Page post(ConsoleClient browser, String path) {
    String csrf = browser.get("/decisions").csrf();
    return browser.post(path, Map.of("csrf", csrf), "X-CSRF-Token", csrf);
  }

  private static boolean isSentAway(String path, Page page) {
    return !path.startsWith("/sign-") && page.header("Location").startsWith("/sign-in");
  }
}
