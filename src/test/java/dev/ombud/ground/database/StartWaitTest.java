package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig.Login;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a start has time for a database that is slow or not there yet, and none for one that
/// refuses it. Method: a door before the real server, which opens late or lets each through slowly.
class StartWaitTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration LONG = Duration.ofSeconds(60);

  private static DatabaseConfig through(int port) {
    return through(POSTGRES.config(), port);
  }

  static DatabaseConfig through(DatabaseConfig real, int port) {
    return new DatabaseConfig(
        real.url().replaceFirst("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:" + port),
        real.user(),
        real.owner(),
        14);
  }

  private static void opens(DatabaseConfig config, Duration wait) {
    try (Database database = Database.open(config, TestDatabase.MIGRATIONS, Instant.now(), wait)) {
      assertThat(
              database.<Integer>ask(
                  handle -> handle.createQuery("select 1").mapTo(Integer.class).one()))
          .isEqualTo(1);
    }
  }

  private static Duration refusal(DatabaseConfig config, Duration wait, String... words) {
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> Database.open(config, TestDatabase.MIGRATIONS, Instant.now(), wait).close())
        .isInstanceOf(ServiceException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  @Tag("long") // waits for the server
  void waitsForAServerThatComesUpAfterFiveSeconds() throws Exception {
    try (Door door = Door.shut(POSTGRES.config())) {
      CompletableFuture<Void> start =
          CompletableFuture.runAsync(() -> opens(through(door.port()), LONG), Door.THREADS);
      door.openAfter(Duration.ofSeconds(5));
      start.get();
    }
  }

  /// Longer than a session that serves had before it counted as refused.
  @Test
  @Tag("long") // six seconds a login
  void hasTimeForLoginsOfSixSecondsEach() throws Exception {
    try (Door door = Door.slow(POSTGRES.config(), Duration.ofSeconds(6))) {
      opens(through(door.port()), LONG);
    }
  }

  @Test
  void givesUpAfterItsTimeAndBlamesNoPassword() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Duration took =
          refusal(
              through(silent.getLocalPort()),
              Duration.ofSeconds(3),
              "does not answer, within ",
              "a slow one has 3 s");
      assertThat(took).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsAtOnceWhereThePasswordIsWrong() {
    DatabaseConfig real = POSTGRES.config();
    Login wrong = new Login(real.user().user(), "wrong");
    Login empty = new Login(real.user().user(), "");
    for (DatabaseConfig config :
        new DatabaseConfig[] {
          new DatabaseConfig(real.url(), real.user(), Optional.of(new Login("postgres", "x")), 14),
          new DatabaseConfig(real.url(), wrong, real.owner(), 14),
          new DatabaseConfig(real.url(), empty, real.owner(), 14)
        }) {
      Duration took = refusal(config, LONG, "cannot be used by `", "check its address, user and");
      assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void endsAtOnceWhereTheDatabaseIsUnknown() {
    DatabaseConfig real = POSTGRES.config();
    String url = real.url().replaceFirst("[^/]*$", "of_nobody");
    Duration took =
        refusal(new DatabaseConfig(url, real.user(), real.owner(), 14), LONG, "is not there: ");
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void verifiesOnAServerThatComesUpLater() throws Exception {
    try (Door door = Door.shut(POSTGRES.config())) {
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(
              () -> Snapshot.open(through(door.port())).close(), Door.THREADS);
      door.openAfter(Duration.ofSeconds(2));
      reading.get();
    }
  }

  @Test
  void namesTheSessionThatMigratesForTooLong() throws Exception {
    try (Connection other = POSTGRES.connectAsOwner();
        Statement statement = other.createStatement()) {
      statement.execute("select pg_advisory_lock(" + Database.PREPARING + ")");
      refusal(
          POSTGRES.config(),
          Duration.ofSeconds(2),
          "another instance still migrates the database after ",
          "end its session (process ",
          "select pg_terminate_backend(");
      CompletableFuture<Void> start =
          CompletableFuture.runAsync(() -> opens(POSTGRES.config(), LONG), Door.THREADS);
      assertThat(start).isNotDone();
      statement.execute("select pg_advisory_unlock(" + Database.PREPARING + ")");
      start.get();
    }
  }

  @Test
  void waitsForASlotOnAServerThatIsFull() throws Exception {
    DatabaseConfig real = POSTGRES.config();
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("create role one_at_a_time login password 'x' connection limit 1");
      statement.execute("grant ombud_service to one_at_a_time");
      Login login = new Login("one_at_a_time", "x");
      DatabaseConfig config = new DatabaseConfig(real.url(), login, Optional.of(login), 14);
      Connection held = Sessions.forReading(config, new StartBudget(LONG)).getConnection();
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> Snapshot.open(config).close(), Door.THREADS);
      assertThatThrownBy(() ->
              Sessions.forReading(config, new StartBudget(Duration.ofSeconds(1))).getConnection())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("too many connections");
      held.close();
      reading.get();
      statement.execute("drop owned by one_at_a_time");
      statement.execute("drop role one_at_a_time");
    }
  }
}
