package dev.ombud.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// What the figures were measured on. What only Linux tells is left out elsewhere.
final class Machine {
  private static final long TICKS_PER_SECOND = 100;

  private Machine() {}

  static Map<String, String> describe() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    machine.put("memory", system().getTotalMemorySize() / (1 << 20) + " MiB");
    machine.put("processor", lineOf("/proc/cpuinfo", "model name"));
    machine.put(
        "kernel", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
    machine.put(
        "JDK",
        System.getProperty("java.vendor.version", "") + ", " + System.getProperty("java.vm.name"));
    machine.put("load before", "%.2f".formatted(system().getSystemLoadAverage()));
    return machine;
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  /// The value behind the colon in a file such as `/proc/cpuinfo`.
  static String lineOf(String file, String name) {
    try (var lines = Files.lines(Path.of(file), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// The most memory that a process has had in RAM so far, in MiB, as people read it.
  static String peakMemory(long pid) {
    String peak = lineOf("/proc/" + pid + "/status", "VmHWM").replace(" kB", "");
    return peak.matches("\\d+") ? Long.parseLong(peak) / 1024 + " MiB" : peak;
  }

  /// Processor time that the whole machine has spent, in nanoseconds; Linux only.
  static OptionalLong busyNanos() {
    try {
      String[] ticks = Files.readAllLines(Path.of("/proc/stat")).getFirst().strip().split(" +", -1);
      // user, nice, system, then idle and waiting, then interrupts (proc_stat(5))
      long busy =
          LongStream.of(1, 2, 3, 6, 7).map(column -> Long.parseLong(ticks[(int) column])).sum();
      return OptionalLong.of(busy * (1_000_000_000L / TICKS_PER_SECOND));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /// The tail of a text, for messages.
  static String tail(Path file, int lines) {
    try {
      List<String> all = Files.readAllLines(file);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
