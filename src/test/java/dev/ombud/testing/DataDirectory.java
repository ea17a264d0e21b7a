package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The data directory of a service, seen from outside: its database server, to look into or to
/// kill.
public record DataDirectory(Path path) {
  private static final int LINE_OF_PID = 0;
  private static final int LINE_OF_PORT = 3;

  /// The server that runs in it, if one does.
  public Optional<ProcessHandle> postmaster() {
    return note()
        .flatMap(lines -> ProcessHandle.of(Long.parseLong(lines.get(LINE_OF_PID).strip())))
        .filter(process ->
            process.info().commandLine().map(line -> line.contains("postgres")).orElse(true));
  }

  private Optional<List<String>> note() {
    Path note = path.resolve("postgres").resolve("postmaster.pid");
    try {
      return Files.exists(note) ? Optional.of(Files.readAllLines(note)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGKILL for the server.
  public void killServer() {
    ProcessHandle process = postmaster().orElseThrow();
    process.destroyForcibly();
    await(process);
  }

  /// Kills the server and hides its files, so that nobody can start it again before [#mend].
  public void takeAway() {
    ProcessHandle process = postmaster().orElseThrow();
    move(path.resolve("postgres"), path.resolve("hidden"));
    process.destroyForcibly();
    await(process);
  }

  public void mend() {
    move(path.resolve("hidden"), path.resolve("postgres"));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops a server that a killed service left behind.
  public void stopServer() {
    postmaster()
        .ifPresent(process -> {
          try {
            // SIGINT is the fast and clean stop.
            int exit = new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
            assertThat(exit).isZero();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          await(process);
        });
  }

  private static void await(ProcessHandle process) {
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the database server " + process.pid() + " does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Asks the server for one number, with every right.
  public long count(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private Connection connect() throws SQLException {
    String port = note().orElseThrow().get(LINE_OF_PORT).strip();
    try {
      String password = Files.readString(path.resolve("postgres.password")).strip();
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/ombud", "postgres", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
