package dev.ombud.decide.gate;

import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What customers say about one thing: complaints of one cluster and cohort about one surface, of
/// like weight. Immutable.
///
/// @param severity of the gravest decision among them
/// @param isDoubtful whether a person should look before anybody relies on it
/// @param isTied whether they are about the candidate itself
/// @param variant of the experiment that the pipeline names; nothing where they name none of it
/// @param complaints in windows that do not overlap
/// @param windows how many of these there are
/// @param decisions the newest, at most 3
/// @param evidence ids of what customers wrote, at most 5
/// @param isResolved whether it is fixed already: deployed, its ticket resolved, and not come back
public record Feedback(
    String surface,
    String cluster,
    List<String> categories,
    Severity severity,
    boolean isDoubtful,
    boolean isTied,
    Optional<String> variant,
    long complaints,
    int windows,
    List<UUID> decisions,
    List<String> evidence,
    boolean isResolved) {

  public Feedback {
    categories = List.copyOf(categories);
    decisions = List.copyOf(decisions);
    evidence = List.copyOf(evidence);
  }

  /// P1 or P2, and to be relied on.
  boolean isHigh() {
    return !isDoubtful && severity.compareTo(Severity.P2) <= 0;
  }

  boolean isLow() {
    return !isDoubtful && !isHigh();
  }

  public boolean isAbout(String theme) {
    return cluster.equals(theme) || categories.contains(theme);
  }

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("surface", surface);
    members.put("cluster", cluster);
    members.put("categories", categories);
    members.put("severity", severity.name());
    members.put("doubtful", isDoubtful);
    members.put("tied", isTied);
    members.put("variant", variant.orElse(null));
    members.put("complaints", complaints);
    members.put("windows", windows);
    members.put("decisions", decisions.stream().map(UUID::toString).toList());
    members.put("evidence", evidence);
    // Left out where it is not: evaluations of before it was known must be found again as they are.
    if (isResolved) {
      members.put("resolved", true);
    }
    return members;
  }

  /// Reads what [#members] made.
  public static Feedback of(@Nullable Object stored) {
    Map<?, ?> members = Json.members(stored);
    return new Feedback(
        text(members, "surface"),
        text(members, "cluster"),
        Json.texts(members.get("categories")),
        Severity.valueOf(text(members, "severity")),
        Boolean.TRUE.equals(members.get("doubtful")),
        Boolean.TRUE.equals(members.get("tied")),
        Optional.ofNullable(members.get("variant")).map(Object::toString),
        number(members, "complaints"),
        Math.toIntExact(number(members, "windows")),
        Json.texts(members.get("decisions")).stream().map(UUID::fromString).toList(),
        Json.texts(members.get("evidence")),
        Boolean.TRUE.equals(members.get("resolved")));
  }

  private static String text(Map<?, ?> members, String name) {
    return String.valueOf(members.get(name));
  }

  private static long number(Map<?, ?> members, String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
