package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whatever was committed is there afterwards, whoever was killed in between, and nobody else
/// gets at it. Method: real servers in data directories of their own, real `kill -9`.
@Tag("long") // makes a cluster a test, and kills servers
final class EmbeddedServerTest {
  private static final int ROWS = 200;

  @TempDir Path data;

  private EmbeddedServer start() {
    return EmbeddedServer.start(data, TestDatabase.PROGRAMS);
  }

  private static Database open(EmbeddedServer server) {
    return Database.open(server.config(8), TestDatabase.MIGRATIONS, Instant.now());
  }

  private ProcessHandle postmaster() throws IOException {
    String note = Files.readString(data.resolve("postgres").resolve("postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(note.lines().findFirst().orElseThrow())).orElseThrow();
  }

  private static String setting(Database database, String name) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("show " + name).mapTo(String.class).one());
  }

  @Test
  void keepsRowsOverRestarts() {
    for (int round = 0; round < 3; round++) {
      try (EmbeddedServer server = start();
          Database database = open(server)) {
        assertThat(HoldingService.count(database)).isEqualTo(round);
        HoldingService.insert(database, "row " + round);
      }
    }
    assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void believesNoNoteThatAServerLeftBehind() throws IOException {
    assertThat(EmbeddedServer.running(data.resolve("absent"))).isEmpty();
    try (EmbeddedServer server = start()) {
      assertThat(EmbeddedServer.running(data).orElseThrow().url())
          .isEqualTo(server.config(8).url());
    }
    Path note = data.resolve("postgres").resolve("postmaster.pid");
    Files.writeString(note, ProcessHandle.current().pid() + "\n\n\n5432\n");
    assertThat(EmbeddedServer.running(data)).isEmpty();
  }

  /// As the default setting has it: `./data`.
  @Test
  void startsInAFolderNamedFromHere() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path relative =
        Path.of("./" + here.relativize(Files.createTempDirectory(here.resolve("target"), "data")));
    assertThat(relative.toString()).startsWith("./");
    try (EmbeddedServer server = EmbeddedServer.start(relative);
        Database database = open(server)) {
      HoldingService.insert(database, "row");
      assertThat(HoldingService.count(database)).isEqualTo(1);
    }
  }

  @Test
  void isDurableAndListensOnLoopbackOnly() throws IOException {
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "full_page_writes")).isEqualTo("on");
      assertThat(setting(database, "data_checksums")).isEqualTo("on");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
    }
    assertThat(Files.getPosixFilePermissions(data.resolve("postgres.password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    try (EmbeddedServer server = start()) {
      DatabaseConfig config = server.config(1);
      DatabaseConfig wrong =
          new DatabaseConfig(
              config.url(),
              new DatabaseConfig.Login("postgres", "not-the-password"),
              config.owner(),
              1);
      assertThatThrownBy(() -> Sessions.forService(wrong, Pool.READING).getConnection())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void refusesASecondServiceInTheSameProcess() {
    try (EmbeddedServer server = start()) {
      String pid = Long.toString(ProcessHandle.current().pid());
      assertThatThrownBy(this::start)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining(data.getFileName().toString())
          .hasMessageContaining(pid);
      assertThat(server.config(1).url()).startsWith("jdbc:postgresql://127.0.0.1:");
    }
    start().close();
  }

  @Test
  void stopsWhatAKilledServiceLeftRunningAndLosesNoRow() throws Exception {
    Process service = startHoldingService();
    List<String> committed = new ArrayList<>();
    try (BufferedReader lines = service.inputReader()) {
      while (committed.size() < ROWS) {
        committed.add(lines.readLine());
      }
      String pid = Long.toString(service.pid());
      assertThatThrownBy(this::start)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("process id " + pid + ":");
      service.toHandle().destroyForcibly();
      service.waitFor();
      lines.lines().forEach(committed::add);
    }
    ProcessHandle leftover = postmaster();
    assertThat(leftover.isAlive()).as("the server outlives its service").isTrue();
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      leftover.onExit().get(10, TimeUnit.SECONDS);
      assertThat(postmaster().pid()).isNotEqualTo(leftover.pid());
      assertThat(ids(database)).containsAll(committed);
    }
  }

  private Process startHoldingService() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HoldingService.class.getName(),
            data.toString(),
            TestDatabase.PROGRAMS.toString(),
            TestDatabase.MIGRATIONS.toString());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static List<String> ids(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select aggregate_id from aggregate_keys")
                .mapTo(String.class)
                .list());
  }

  @Test
  void startsAfterTheServerAndTheServiceWereBothKilled() throws Exception {
    Process service = startHoldingService();
    List<String> committed = new ArrayList<>();
    try (BufferedReader lines = service.inputReader()) {
      while (committed.size() < ROWS) {
        committed.add(lines.readLine());
      }
      service.toHandle().destroyForcibly();
      ProcessHandle server = postmaster();
      server.destroyForcibly();
      server.onExit().get(10, TimeUnit.SECONDS);
      service.waitFor();
      lines.lines().forEach(committed::add);
    }
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      assertThat(ids(database)).containsAll(committed);
    }
  }

  @Test
  void trustsNoProcessIdThatNowBelongsToSomethingElse() throws IOException {
    start().close();
    Path note = data.resolve("postgres").resolve("postmaster.pid");
    Files.writeString(note, ProcessHandle.current().pid() + "\n/somewhere/else\n");
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      assertThat(new WriteProbe(database, UUID.randomUUID()).trouble()).isEmpty();
    }
  }

  @Test
  void makesAClusterAnewThatWasLeftHalfMade() throws IOException {
    Path half = Files.createDirectories(data.resolve("postgres.new").resolve("base"));
    Files.writeString(half.resolve("PG_VERSION"), "18");
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      assertThat(new WriteProbe(database, UUID.randomUUID()).trouble()).isEmpty();
    }
  }

  @Test
  void comesBackByItselfUnderLoadAndLosesNoRow() throws Exception {
    try (EmbeddedServer server = start();
        Database database = open(server)) {
      try (Load load = new Load(database)) {
        load.awaitRows(ROWS);
        ProcessHandle killed = postmaster();
        killed.destroyForcibly();
        killed.onExit().get(10, TimeUnit.SECONDS);
        load.awaitRows(ROWS);
      }
      assertThat(new WriteProbe(database, UUID.randomUUID()).trouble()).isEmpty();
      assertThat(database.activeConnections()).isZero();
    }
  }

  @Test
  void survivesACleanRestartOfTheServerUnderLoad() throws Exception {
    try (EmbeddedServer server = start();
        Database database = open(server);
        Load load = new Load(database)) {
      load.awaitRows(ROWS);
      ProcessHandle stopped = postmaster();
      new ProcessBuilder("kill", "-INT", Long.toString(stopped.pid())).start().waitFor();
      stopped.onExit().get(10, TimeUnit.SECONDS);
      load.awaitRows(ROWS);
    }
  }

  /// Four sessions that insert as fast as they can and remember what was committed to them. Closing
  /// it checks that all of that is there.
  private static final class Load implements AutoCloseable {
    private final Database database;
    private final Queue<String> committed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<Thread> writers = new ArrayList<>();
    private volatile CountDownLatch expected = new CountDownLatch(0);

    Load(Database database) {
      this.database = database;
      for (int writer = 0; writer < 4; writer++) {
        String name = "writer " + writer;
        writers.add(Thread.ofPlatform().start(() -> write(name)));
      }
    }

    private void write(String name) {
      for (int row = 0; !stopping.get(); row++) {
        String id = name + " row " + row;
        try {
          HoldingService.insert(database, id);
          committed.add(id);
          expected.countDown();
        } catch (JdbiException e) {
          // A restart costs errors; what counts is that it costs nothing else.
          assertThat(e).hasRootCauseInstanceOf(Exception.class);
        }
      }
    }

    void awaitRows(int rows) throws InterruptedException {
      expected = new CountDownLatch(rows);
      assertThat(expected.await(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS))
          .as("rows go on being written")
          .isTrue();
    }

    @Override
    public void close() {
      stopping.set(true);
      for (Thread writer : writers) {
        assertThat(joins(writer)).isTrue();
      }
      assertThat(ids(database)).containsAll(committed);
    }

    private static boolean joins(Thread writer) {
      try {
        return writer.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
