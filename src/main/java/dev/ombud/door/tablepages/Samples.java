package dev.ombud.door.tablepages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/// Aggregates as a pipeline would send them, moved to the hours before now. Kept as
/// `console/samples.ndjson`, where all times are before 2026-03-02T18:00:00Z. Stateless.
final class Samples {
  private static final String FILE = "console/samples.ndjson";
  private static final Instant THEN = Instant.parse("2026-03-02T18:00:00Z");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");

  private Samples() {}

  /// In the order of their windows; those of one hour are the same aggregates whenever they are
  /// asked for, so loading them again changes nothing.
  static List<byte[]> before(Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Duration shift = Duration.between(THEN, hour);
    return lines().stream()
        .sorted(java.util.Comparator.comparing(Samples::end))
        .map(line ->
            TIME.matcher(line)
                .replaceAll(time -> Instant.parse(time.group()).plus(shift).toString())
                .replace("\"sample-", "\"sample-" + hour.getEpochSecond() + "-"))
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String end(String line) {
    return line.replaceAll(".*\"end\": \"([^\"]+)\".*", "$1");
  }

  private static List<String> lines() {
    try (InputStream in = Samples.class.getClassLoader().getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("`" + FILE + "` is missing on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
