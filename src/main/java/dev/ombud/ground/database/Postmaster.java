package dev.ombud.ground.database;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs the programs of PostgreSQL on one cluster directory: makes it, starts it, finds what runs
/// in it, stops it.
///
/// The server is started by `pg_ctl`, which puts it into a session of its own: a Ctrl-C in the
/// terminal reaches the service and not the server, so that the service can finish its work first.
final class Postmaster {
  /// What a server leaves in its directory while it runs.
  private static final String NOTE = "postmaster.pid";

  private static final int LINE_OF_PORT = 3;
  private static final String START_SECONDS = "600";
  private static final String STOP_SECONDS = "60";

  private final Path binaries;
  private final Path cluster;
  private final Path log;
  private volatile @Nullable Process underWay;

  /// @param cluster a real path
  Postmaster(Path binaries, Path cluster, Path log) {
    this.binaries = binaries;
    this.cluster = cluster;
    this.log = log;
  }

  boolean isInitialized() {
    return Files.exists(cluster.resolve("PG_VERSION"));
  }

  /// Makes the cluster, whole or not at all.
  void initialize(Path passwordFile) throws IOException {
    Path fresh = cluster.resolveSibling(cluster.getFileName() + ".new");
    ServerBinaries.delete(fresh);
    run(
        "initdb",
        "--pgdata=" + fresh,
        "--username=" + EmbeddedServer.SUPERUSER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Order by code point, the same on every machine and in every version.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions");
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Starts the server and waits until it takes connections, a crash recovery included.
  void start(String settings) throws IOException {
    Files.createDirectories(log);
    Files.writeString(cluster.resolve("postgresql.conf"), settings);
    run(
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=" + START_SECONDS,
        "--silent",
        "--pgdata=" + cluster,
        "--log=" + log.resolve("start.log"));
  }

  /// Ends every session, writes all to disk, stops.
  void stop() throws IOException {
    run(
        "pg_ctl",
        "stop",
        "--mode=fast",
        "--wait",
        "--timeout=" + STOP_SECONDS,
        "--silent",
        "--pgdata=" + cluster);
  }

  /// Ends the program that somebody else waits for, if one runs. The server may go on.
  void breakOff() {
    Process waitedFor = underWay;
    if (waitedFor != null) {
      waitedFor.destroyForcibly();
    }
  }

  /// The server that runs in this directory, be it ours or a leftover. A process id that now
  /// belongs to something else does not count, and its note is removed, since PostgreSQL would
  /// trust it.
  Optional<ProcessHandle> running() throws IOException {
    Path note = cluster.resolve(NOTE);
    Optional<ProcessHandle> process = noted(note).flatMap(ProcessHandle::of);
    Optional<ProcessHandle> server = process.filter(each -> isOf(cluster, each));
    if (process.isPresent() && server.isEmpty()) {
      Files.deleteIfExists(note);
    }
    return server;
  }

  /// The port that the server of a cluster listens on, if one runs and says so.
  ///
  /// @param cluster a real path
  static OptionalInt port(Path cluster) throws IOException {
    Path note = cluster.resolve(NOTE);
    if (noted(note).flatMap(ProcessHandle::of).filter(each -> isOf(cluster, each)).isEmpty()) {
      return OptionalInt.empty();
    }
    List<String> lines = Files.readAllLines(note);
    return lines.size() <= LINE_OF_PORT
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(lines.get(LINE_OF_PORT).strip()));
  }

  private static Optional<Long> noted(Path note) throws IOException {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    String first = Files.readString(note).lines().findFirst().orElse("").strip();
    return first.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(first)) : Optional.empty();
  }

  private static boolean isOf(Path cluster, ProcessHandle process) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    return arguments.contains(cluster.toString())
        && process.info().command().map(path -> path.contains("postgres")).orElse(true);
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // PostgreSQL refuses root. In a user namespace of its own the process has another user id,
      // and its files still belong to the one who started it.
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    Process process = builder.start();
    underWay = process;
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            output.startsWith("unshare:")
                ? "PostgreSQL does not run as root, and this machine grants no user namespace:"
                    + " start the service as an ordinary user"
                : program + " failed: " + output.replaceAll("\\s*\\R\\s*", ": "));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + program, e);
    }
  }

  private static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }
}
