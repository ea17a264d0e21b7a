package dev.ombud.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Unleash 7.6.5 in a process of its own, on a database of its own in the server of
/// [TestDatabase]. Installed once a machine by `scripts/install-npm`; without Node the tests that
/// want it are skipped and say so.
public final class UnleashServer implements AutoCloseable {
  /// Of the person `ann`.
  public static final String PERSON = "*:*.test-person";

  /// Of this service, which Unleash calls `ombud`.
  public static final String ADMIN = "*:*.test-admin";

  public static final String FRONTEND = "*:development.test-frontend";

  private static final String DATABASE = "unleash";

  private final Process process;
  private final TestDatabase postgres;
  private final URI address;

  private UnleashServer(Process process, TestDatabase postgres, URI address) {
    this.process = process;
    this.postgres = postgres;
    this.address = address;
  }

  public static UnleashServer start(TestDatabase postgres)
      throws IOException, InterruptedException, SQLException {
    Path folder = Node.folder("unleash");
    drop(postgres);
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("create database " + DATABASE);
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder("node", "start.js").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", databaseUrl(postgres));
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("LOG_LEVEL", "error");
    Process process = builder.start();
    await(process);
    return new UnleashServer(process, postgres, URI.create("http://127.0.0.1:" + port));
  }

  private static String databaseUrl(TestDatabase postgres) {
    var owner = postgres.config().owner().orElse(postgres.config().user());
    URI jdbc = URI.create(postgres.config().url().substring("jdbc:".length()));
    return "postgres://%s:%s@%s:%d/%s"
        .formatted(owner.user(), owner.password(), jdbc.getHost(), jdbc.getPort(), DATABASE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Reads what it says until it is up, and on behind that, so that it never waits for a reader.
  private static void await(Process process) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.equals("unleash is up")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(more -> {}));
        return;
      }
    }
    throw new IllegalStateException("Unleash did not start: " + String.join("\n", said));
  }

  public URI address() {
    return address;
  }

  private static void drop(TestDatabase postgres) throws SQLException {
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("drop database if exists " + DATABASE + " with (force)");
    }
  }

  @Override
  public void close() throws SQLException {
    process.destroy();
    process
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(_ -> process.destroyForcibly())
        .join();
    drop(postgres);
  }
}
