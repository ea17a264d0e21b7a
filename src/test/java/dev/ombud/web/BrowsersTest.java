package dev.ombud.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What browsers get where nobody can look their session up. Over a real server.
class BrowsersTest {
  private static final class Away implements Browsers.Keeper {
    @Override
    public Optional<Browsers.Kept> find(String secret) {
      throw new ServiceException(ErrorCode.DATABASE_UNAVAILABLE, "the database is away");
    }

    @Override
    public void end(String secret) {
      throw new ServiceException(ErrorCode.DATABASE_UNAVAILABLE, "the database is away");
    }
  }

  private final Browsers browsers =
      new Browsers(
          new Access(digest -> Optional.empty(), 10, System::nanoTime),
          new Away(),
          false,
          Duration.ofHours(1));

  private static RawClient.Answer ask(Server server) {
    try (RawClient client = new RawClient(server.port())) {
      return client
          .head("GET / HTTP/1.1\nHost: x\nCookie: ombud-session=" + "s".repeat(43) + "\n\n")
          .read();
    }
  }

  private static Route page() {
    return Route.of(
        "GET",
        "/",
        request -> Response.of(200, "text/plain", "here".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPageForEverybodyIsShownWhereNoSessionCanBeLookedUp() {
    try (Server server = Servers.start(browsers.open(page()))) {
      RawClient.Answer answer = ask(server);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("here");
    }
  }

  @Test
  void aPageForSomeSaysThatTheDatabaseIsAway() {
    try (Server server = Servers.start(browsers.signedIn(page(), EnumSet.allOf(Role.class)))) {
      RawClient.Answer answer = ask(server);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("1");
      assertThat(answer.body()).contains("the database is away");
    }
  }
}
