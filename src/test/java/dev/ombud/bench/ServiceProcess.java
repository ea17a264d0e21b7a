package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The service in a JVM of its own, started as `make run` starts it, on a free port of loopback.
final class ServiceProcess implements AutoCloseable {
  static final String TOKEN = "bench-secret";

  /// Written at the first orderly stop after a build, like the one of `make run`.
  static final Path ARCHIVE = Path.of("target", "bench.jsa");

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final int LOOK_MILLIS = 3;
  private static final int ANSWER_MILLIS = 5_000;

  private final Process process;
  private final Path data;
  private final Path log;
  private final int port;
  private Duration untilReady = Duration.ZERO;

  private ServiceProcess(Process process, Path data, Path log, int port) {
    this.process = process;
    this.data = data;
    this.log = log;
    this.port = port;
  }

  /// With a server of somebody else.
  static ServiceProcess start(Run run, DatabaseConfig database, boolean archive)
      throws IOException, InterruptedException {
    return start(run, run.folder().resolve("unused"), settings(database), archive);
  }

  /// What names a database to the service and its commands.
  static Map<String, String> settings(DatabaseConfig database) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("OMBUD_DATABASE_URL", database.url());
    settings.put("OMBUD_DATABASE_USER", database.user().user());
    settings.put("OMBUD_DATABASE_PASSWORD", database.user().password());
    database
        .owner()
        .ifPresent(owner -> {
          settings.put("OMBUD_DATABASE_OWNER_USER", owner.user());
          settings.put("OMBUD_DATABASE_OWNER_PASSWORD", owner.password());
        });
    return settings;
  }

  /// With the embedded server.
  static ServiceProcess start(Run run, Path data, boolean archive)
      throws IOException, InterruptedException {
    return start(run, data, Map.of(), archive);
  }

  private static ServiceProcess start(
      Run run, Path data, Map<String, String> settings, boolean archive)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = run.log();
    ProcessBuilder builder = new ProcessBuilder(command(archive));
    builder.environment().keySet().removeIf(name -> name.startsWith("OMBUD_"));
    builder.environment().putAll(settings);
    builder.environment().put("OMBUD_PORT", String.valueOf(port));
    builder.environment().put("OMBUD_DATA_DIR", data.toString());
    builder
        .environment()
        .put(
            "OMBUD_BOOTSTRAP_TOKENS",
            "bench:caller+auditor+operator+owner:%1$s,second:owner:%1$s-2,third:owner:%1$s-3"
                .formatted(TOKEN));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    long start = System.nanoTime();
    ServiceProcess service = run.own(new ServiceProcess(builder.start(), data, log, port));
    service.awaitReady(start);
    return service;
  }

  /// What `make run` says.
  private static List<String> command(boolean archive) {
    Path jar = Path.of("target", "ombud.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException("`" + jar + "` is missing: run `make package`");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@jvm.options");
    if (archive) {
      command.add("-XX:+AutoCreateSharedArchive");
      command.add("-XX:SharedArchiveFile=" + ARCHIVE);
      command.add("-Xlog:cds*=off");
    }
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(long start) throws InterruptedException {
    while (!isReady()) {
      // Waiting for the end of the process is the pause between two looks.
      boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - start > START.toNanos()) {
        throw new IllegalStateException(
            "the service did not become ready:\n" + Machine.tail(log, 20));
      }
    }
    untilReady = Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean isReady() {
    try {
      return request("/health/ready").startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  /// A GET on a connection of its own: head and body as they come.
  private String request(String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      String head = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      try (InputStream answer = socket.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /// The one sample of a metric whose line holds these texts.
  double metric(String name, String... labels) throws IOException {
    List<String> samples =
        request("/metrics")
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    if (samples.size() != 1) {
      throw new IllegalStateException("metric " + name + " has these samples: " + samples);
    }
    String sample = samples.getFirst();
    return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
  }

  /// Lets time pass.
  ///
  /// @throws IllegalStateException where the service ends meanwhile
  void await(Duration time) throws InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the service has ended:\n" + Machine.tail(log, 20));
    }
  }

  /// Runs a full collection.
  void collectGarbage() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process command =
        new ProcessBuilder(jcmd, String.valueOf(pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!command.waitFor(ANSWER_MILLIS * 4L, TimeUnit.MILLISECONDS)) {
      command.destroyForcibly();
      throw new IllegalStateException("a garbage collection took longer than 20 seconds");
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// From the start of the process to its first 200 of `/health/ready`.
  Duration untilReady() {
    return untilReady;
  }

  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    boolean stopped = ends();
    if (!stopped) {
      process.destroyForcibly();
    }
    stopOrphan();
    if (!stopped) {
      throw new IllegalStateException("the service did not stop within " + STOP);
    }
  }

  private boolean ends() {
    try {
      return process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The embedded server of a service that did not end in order.
  private void stopOrphan() throws IOException {
    Path note = data.resolve("postgres").resolve("postmaster.pid");
    if (Files.exists(note)) {
      Optional<ProcessHandle> orphan =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(note).getFirst().strip()));
      orphan
          .filter(each -> each.info().command().orElse("").contains("postgres"))
          .ifPresent(ProcessHandle::destroy);
    }
  }
}
