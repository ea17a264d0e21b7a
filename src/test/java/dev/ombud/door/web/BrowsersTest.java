package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

  private static final class Empty implements Browsers.Keeper {
    @Override
    public Optional<Browsers.Kept> find(String secret) {
      return Optional.empty();
    }

    @Override
    public void end(String secret) {}
  }

  private static final String GET =
      "GET / HTTP/1.1\nHost: x\nCookie: ombud-session=" + "s".repeat(43) + "\n\n";

  private final Browsers browsers = browsers(new Away());

  private static Browsers browsers(Browsers.Keeper keeper) {
    return new Browsers(
        new Access(digest -> Optional.empty(), 10, System::nanoTime),
        keeper,
        false,
        Duration.ofHours(1));
  }

  private static RawClient.Answer ask(Server server) {
    try (RawClient client = new RawClient(server.port())) {
      return client.head(GET).read();
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
  void anInventedSessionHasThePlacesOfAStranger() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(Work.OPEN.share());
    CountDownLatch leave = new CountDownLatch(1);
    Route slow =
        Route.of(
            "GET",
            "/",
            request -> {
              entered.countDown();
              leave.await();
              return Response.of(200, "text/plain", new byte[0]);
            });
    List<RawClient> clients = new ArrayList<>();
    try (Server server = Servers.start(browsers(new Empty()).open(slow))) {
      for (int i = 0; i < Work.OPEN.share(); i++) {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        client.head(GET);
      }
      entered.await();
      assertThat(ask(server).status()).isEqualTo(429);
      leave.countDown();
    } finally {
      clients.forEach(RawClient::close);
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
