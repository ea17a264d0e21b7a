package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.identity.NewToken;
import dev.ombud.door.identity.Session;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.identity.Token;
import dev.ombud.door.identity.TokenStore;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Server;
import dev.ombud.door.web.ServerConfig;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A stream of events ends with the session that may see it: by a clock and a bell in the test's
/// hand.
class EventsTest {
  private static final String SECRET = "0123456789abcdef".repeat(4);
  private static final String TOKEN = "a-token";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final HandClock clock = new HandClock(Instant.parse("2026-11-20T08:00:00Z"));
  private final HandBell bell = new HandBell();
  private final HttpClient http = HttpClient.newHttpClient();
  private final TokenStore tokens = new TokenStore(POSTGRES.database(), new TimeIds(clock), clock);
  private final SessionStore sessions =
      new SessionStore(
          POSTGRES.database(),
          new TimeIds(clock),
          new Session.Life(Duration.ofHours(12), Duration.ofMinutes(3)));
  private final Server server =
      Server.start(
          new ServerConfig("127.0.0.1", 0, null, ServerConfig.Limits.DEFAULT),
          List.of(
              new Entrance(new Access(tokens, 1_000), sessions, clock, false)
                  .events("/events", Set.of(Role.AUDITOR), bell)));

  /// Rings when it is told to.
  private static final class HandBell implements Bell {
    private long round;
    private boolean isClosed;

    synchronized void ring() {
      round++;
      notifyAll();
    }

    synchronized void close() {
      isClosed = true;
      notifyAll();
    }

    @Override
    public synchronized long round() {
      return round;
    }

    @Override
    public synchronized long await(long seen, Duration most) throws InterruptedException {
      long deadline = System.nanoTime() + most.toNanos();
      while (round <= seen && !isClosed && System.nanoTime() < deadline) {
        wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
      return round;
    }

    @Override
    public synchronized boolean isClosed() {
      return isClosed;
    }
  }

  @BeforeEach
  void signIn() {
    holds(Role.AUDITOR);
    sessions.open(
        SECRET, new Caller("anna", Set.of(Role.AUDITOR)), Sha256.of(TOKEN), clock.instant());
  }

  private void holds(Role role) {
    tokens.replace(Token.Source.BOOTSTRAP, List.of(new NewToken("anna", Set.of(role), TOKEN)));
  }

  @AfterEach
  void stop() {
    sessions.end(SECRET);
    bell.close();
    server.close();
    http.shutdownNow();
    http.close();
  }

  private HttpResponse<InputStream> ask() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/events"))
            .header("Cookie", "ombud-session=" + SECRET)
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private BufferedReader open() throws IOException, InterruptedException {
    HttpResponse<InputStream> response = ask();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("retry: 3000");
    bell.ring();
    assertThat(nextData(lines)).isEqualTo("data: " + bell.round());
    return lines;
  }

  /// Nothing where the stream has ended.
  private static @Nullable String nextData(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = lines.readLine();
    }
    return line;
  }

  private void checkEnds(Runnable what) throws IOException, InterruptedException {
    BufferedReader lines = open();
    what.run();
    bell.ring();
    assertThat(nextData(lines)).as("nothing is said any more").isNull();
    assertThat(ask().statusCode()).isIn(401, 403);
  }

  @Test
  void goesOnWhileTheSessionDoes() throws Exception {
    BufferedReader lines = open();
    clock.turn(Duration.ofMinutes(2));
    bell.ring();
    assertThat(nextData(lines)).isEqualTo("data: " + bell.round());
  }

  @Test
  void endsWithTheSignOut() throws Exception {
    checkEnds(() -> sessions.end(SECRET));
  }

  @Test
  void endsWhenNobodyDoesAnything() throws Exception {
    checkEnds(() -> clock.turn(Duration.ofMinutes(3)));
  }

  @Test
  void endsWithTheToken() throws Exception {
    checkEnds(() -> tokens.replace(Token.Source.BOOTSTRAP, List.of()));
  }

  @Test
  void endsWithTheRole() throws Exception {
    checkEnds(() -> holds(Role.CALLER));
  }

  @Test
  void asksTheBrowserToComeAgainAfterFiveMinutes() throws Exception {
    BufferedReader lines = open();
    clock.turn(Duration.ofMinutes(2));
    sessions.see(SECRET, sessions.find(SECRET, clock.instant()).orElseThrow(), clock.instant());
    clock.turn(Duration.ofMinutes(2));
    sessions.see(SECRET, sessions.find(SECRET, clock.instant()).orElseThrow(), clock.instant());
    clock.turn(Duration.ofMinutes(2));
    bell.ring();
    nextData(lines);
    bell.ring();
    assertThat(nextData(lines)).isNull();
    assertThat(ask().statusCode()).isEqualTo(200);
  }
}
