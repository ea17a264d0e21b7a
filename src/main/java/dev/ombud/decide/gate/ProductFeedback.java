package dev.ombud.decide.gate;

import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands on record about a product when a gate is asked: all that a verdict needs besides the
/// request, so that it can be found again. Immutable.
///
/// @param lastHeardAt when the product was decided about last, within the window
/// @param heard complaints, the gravest first
/// @param openClusters those of the themes of the request's fixes that are clusters of an open
///   incident
/// @param isCut whether there was more than is counted: then the numbers are the least that there
///   is
public record ProductFeedback(
    Optional<Instant> lastHeardAt, List<Feedback> heard, List<String> openClusters, boolean isCut) {
  /// How far back a gate listens.
  public static final Duration WINDOW = Duration.ofDays(2);

  public ProductFeedback {
    heard = List.copyOf(heard);
    openClusters = List.copyOf(openClusters);
  }

  /// Whether anybody on record complains about a theme.
  boolean knows(String theme) {
    return openClusters.contains(theme) || heard.stream().anyMatch(each -> each.isAbout(theme));
  }

  /// The canonical form, which [#read] reads.
  public String text() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("lastHeardAt", lastHeardAt.map(Instant::toString).orElse(null));
    members.put("heard", heard.stream().map(Feedback::members).toList());
    members.put("openClusters", openClusters);
    members.put("cut", isCut);
    return new String(CanonicalJson.of(members), StandardCharsets.UTF_8);
  }

  public static ProductFeedback read(String text) {
    Map<?, ?> members = Json.readMembers(text.getBytes(StandardCharsets.UTF_8));
    List<Feedback> heard =
        members.get("heard") instanceof List<?> list
            ? list.stream().map(Feedback::of).toList()
            : List.of();
    return new ProductFeedback(
        Optional.ofNullable(members.get("lastHeardAt")).map(at -> Instant.parse(at.toString())),
        heard,
        Json.texts(members.get("openClusters")),
        Boolean.TRUE.equals(members.get("cut")));
  }
}
