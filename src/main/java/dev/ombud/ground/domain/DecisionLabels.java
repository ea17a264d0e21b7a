package dev.ombud.ground.domain;

import dev.ombud.ground.code.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a decision says its complaints are: what about, how bad, whose. Immutable.
///
/// @param categories at least one, each once
/// @param owner a team
public record DecisionLabels(List<String> categories, Severity severity, String owner) {
  public DecisionLabels {
    categories = List.copyOf(categories);
  }

  /// As they were decided.
  public static DecisionLabels of(Aggregate aggregate, Judgement judgement) {
    return new DecisionLabels(
        aggregate.cluster().categories(), judgement.severity(), judgement.owner().team());
  }

  /// Those that are otherwise in another, by name: `categories`, `severity`, `owner`. The order of
  /// categories says nothing.
  public Map<String, Object> unlike(DecisionLabels other) {
    Map<String, Object> unlike = new LinkedHashMap<>();
    if (!sorted(categories).equals(sorted(other.categories))) {
      unlike.put("categories", categories);
    }
    if (severity != other.severity) {
      unlike.put("severity", severity.name());
    }
    if (!owner.equals(other.owner)) {
      unlike.put("owner", owner);
    }
    return unlike;
  }

  private static List<String> sorted(List<String> words) {
    return words.stream().sorted().toList();
  }
}
