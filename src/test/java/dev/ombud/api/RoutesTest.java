package dev.ombud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Role;
import dev.ombud.testing.Golden;
import dev.ombud.testing.RawClient;
import dev.ombud.web.Route;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Asks every route with a token of every role, and with none, and writes down who gets past the
/// sign-in. A forgotten check is a visible line in the golden file.
class RoutesTest {
  @Test
  void saysWhoMayDoWhat() {
    List<String> columns =
        Stream.concat(Stream.of("none"), Arrays.stream(Role.values()).map(Role::word)).toList();
    StringBuilder table = new StringBuilder(line("route", columns));
    try (Api api = new Api()) {
      for (Route route : api.routes()) {
        table.append(
            line(
                route.method() + " " + route.path(),
                columns.stream().map(token -> ask(api, route, token)).toList()));
      }
    }
    Golden.check("routes.txt", table.toString());
  }

  private static String line(String name, List<String> cells) {
    return "%-32s".formatted(name)
        + cells.stream().map("%-10s"::formatted).collect(Collectors.joining()).stripTrailing()
        + "\n";
  }

  private static String ask(Api api, Route route, String token) {
    String path = route.path().replace("{id}", "00000000-0000-7000-8000-000000000000");
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
