package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The service as an operator runs it: a process of its own with the options of `jvm.options` and
/// its settings in the environment. What it writes is kept. Thread-safe.
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofMinutes(2);
  private static final List<String> OWN_MOUNTS =
      List.of("unshare", "--user", "--map-root-user", "--mount");
  private static final Pattern READY = Pattern.compile("is ready at (https?://\\S+?)(,|$)");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Thread outputReader;
  private final Thread errorReader;

  private ServiceProcess(Process process) {
    this.process = process;
    outputReader = Thread.ofVirtual().start(() -> keep(process.inputReader(), output));
    errorReader = Thread.ofVirtual().start(() -> keep(process.errorReader(), errors));
  }

  /// Begins a start in the project's folder; the caller closes it.
  ///
  /// @param settings all `OMBUD_*` variables that it gets; a free port where they name none
  public static ServiceProcess start(Map<String, String> settings) {
    return start(List.of(), settings);
  }

  /// The same with a folder that is a small disk of its own, which nobody else sees.
  ///
  /// @see #canHaveADisk()
  public static ServiceProcess startOnADisk(
      Path folder, int megabytes, Map<String, String> settings) {
    List<String> around = new ArrayList<>(OWN_MOUNTS);
    around.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + megabytes + "m disk \"$0\" && exec \"$@\"",
            folder.toString()));
    return start(around, settings);
  }

  /// Whether this machine lets us mount one.
  public static boolean canHaveADisk() {
    try {
      List<String> command = new ArrayList<>(OWN_MOUNTS);
      command.addAll(List.of("mount", "-t", "tmpfs", "disk", "/mnt"));
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// A path as the process sees it.
  public Path inside(Path path) {
    return Path.of("/proc", Long.toString(pid()), "root").resolve(Path.of("/").relativize(path));
  }

  private static ServiceProcess start(List<String> around, Map<String, String> settings) {
    List<String> command = new ArrayList<>(around);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@jvm.options",
            // It lives for seconds: the second compiler would take more of the cores than it gives.
            "-XX:TieredStopAtLevel=1",
            // What only tests bring (flagd's provider) makes Netty look for native code.
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.ombud.door.start.Main"));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OMBUD_"));
    environment.put("OMBUD_PORT", "0");
    environment.putAll(settings);
    try {
      return new ServiceProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keep(BufferedReader reader, List<String> lines) {
    try (reader) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("the rest could not be read: " + e.getMessage());
    }
  }

  /// Waits until it has said where it listens and answers that it is ready.
  public ServiceProcess awaitReady() {
    Condition.await(START, "a start: " + this, () -> address().isPresent() || !process.isAlive());
    assertThat(address()).as("%s", this).isPresent();
    if (address().orElseThrow().getScheme().equals("http")) {
      try (ApiClient client = client()) {
        Condition.await(START, "ready: " + this, () -> client.get("/health/ready").status() == 200);
      }
    }
    return this;
  }

  /// As it printed it.
  public Optional<URI> address() {
    return output.stream()
        .map(READY::matcher)
        .filter(Matcher::find)
        .map(matcher -> URI.create(matcher.group(1)))
        .findFirst();
  }

  /// A new client; the caller closes it.
  public ApiClient client() {
    return new ApiClient(address().orElseThrow());
  }

  /// What it has written to standard output so far.
  public List<String> output() {
    return output;
  }

  /// What it has written to standard error so far.
  public List<String> errors() {
    return errors;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL.
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /// SIGTERM; does not wait.
  public void terminate() {
    process.destroy();
  }

  /// Waits for its end and for all that it wrote.
  public int awaitExit() {
    try {
      assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).as("%s", this).isTrue();
      assertThat(outputReader.join(STOP) && errorReader.join(STOP)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Stops it in order, or else by force.
  @Override
  public void close() {
    terminate();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "process %d wrote:%n%s%n%s"
        .formatted(pid(), String.join("\n", output), String.join("\n", errors));
  }
}
