package dev.ombud.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Aggregates for tests: real ones, and one of which a test changes a part.
public final class Aggregates {
  /// The checkout surge of a canary that the README posts.
  public static final Path SURGE = Path.of("examples/checkout-surge.json");

  private static final Path REAL = Path.of("../shared/data/aggregates-2024h1.ndjson");

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z");

  private Aggregates() {}

  public static String surge() {
    try {
      return Files.readString(SURGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The surge in a window that has just ended, so that it is neither late nor history.
  public static String freshSurge() {
    return fresh(surge());
  }

  /// An aggregate moved so that its window has just ended.
  public static String fresh(String json) {
    return moved(json, untilNow(json));
  }

  /// From the end of its window until now, in whole seconds.
  public static Duration untilNow(String json) {
    return Duration.between(
        read(json).window().end(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /// An aggregate, or a text about it, with all of its times moved.
  public static String moved(String text, Duration by) {
    return TIME.matcher(text).replaceAll(at -> Instant.parse(at.group()).plus(by).toString());
  }

  /// The surge with each `from` of the pairs replaced by the `to` that follows it.
  public static Aggregate surgeWith(String... pairs) {
    return read(edit(surge(), pairs));
  }

  public static String edit(String json, String... pairs) {
    String edited = json;
    for (int i = 0; i < pairs.length; i += 2) {
      if (!edited.contains(pairs[i])) {
        throw new IllegalArgumentException("there is no `" + pairs[i] + "` to replace");
      }
      edited = edited.replace(pairs[i], pairs[i + 1]);
    }
    return edited;
  }

  /// Another aggregate, but for these parts.
  public static Aggregate like(
      Aggregate base,
      String id,
      int revision,
      Aggregate.Window window,
      Aggregate.@Nullable Release release,
      Aggregate.Cohort cohort,
      Aggregate.@Nullable Sentiment sentiment,
      Aggregate.@Nullable Exposure exposure) {
    return new Aggregate(
        base.specVersion(),
        id,
        revision,
        window,
        base.product(),
        base.surface(),
        base.funnelStep(),
        base.source(),
        release,
        cohort,
        base.cluster(),
        base.volume(),
        sentiment,
        base.telemetry(),
        base.business(),
        exposure,
        base.regions(),
        base.evidence(),
        base.tests(),
        base.lineage(),
        base.upstream(),
        base.entities(),
        base.ingestedAt(),
        base.correlation(),
        base.order(),
        base.links(),
        base.variables());
  }

  public static Aggregate read(String json) {
    return new AggregateReader().readAggregate(json.getBytes(StandardCharsets.UTF_8));
  }

  /// What the record keeps of one in which nothing is masked: canonical, without the texts of its
  /// evidence.
  public static String kept(String json) {
    JsonNode tree = ApiClient.json(json);
    for (JsonNode piece : tree.path("evidence")) {
      ((ObjectNode) piece).remove("text");
    }
    Object plain = Json.read(tree.toString().getBytes(StandardCharsets.UTF_8));
    return new String(CanonicalJson.of(plain), StandardCharsets.UTF_8);
  }

  /// The real ones, or, where they are not beside the project, the surge alone.
  public static List<String> real() {
    try {
      return Files.exists(REAL) ? Files.readAllLines(REAL) : List.of(surge().replace("\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
