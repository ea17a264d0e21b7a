package dev.ombud.briefing;

import dev.ombud.briefing.Material.Fact;
import dev.ombud.contract.JsonObject;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What release notes are made of: the pains that a release resolves, and the risks that are left.
/// Immutable.
///
/// @param surfaces that were looked at; may be empty
public record ReleaseNotes(
    String product,
    String release,
    Optional<UUID> decisionId,
    List<String> surfaces,
    List<Resolved> resolved,
    List<Risk> risks) {
  private static final int TEXT_LONGEST = 500;
  private static final int ITEMS_MOST = 20;

  public ReleaseNotes {
    surfaces = List.copyOf(surfaces);
    resolved = List.copyOf(resolved);
    risks = List.copyOf(risks);
  }

  /// A pain that is over.
  ///
  /// @param theme in a customer's words, for example `paying by card on iOS failed`
  /// @param before complaints before the fix, and `after` since; nothing where it was not measured
  public record Resolved(String theme, Optional<Long> before, Optional<Long> after) {}

  /// What is left.
  ///
  /// @param theme in a customer's words
  /// @param mitigation what is done about it; nothing where nothing is
  public record Risk(String theme, Severity severity, Optional<String> mitigation) {}

  /// Reads what [#view] made, and what a person sent.
  ///
  /// @throws ServiceException INVALID_REQUEST with what is wrong
  public static ReleaseNotes read(JsonObject given) {
    given.requireOnly("product", "release", "decisionId", "surfaces", "resolved", "risks");
    List<Resolved> resolved = new ArrayList<>();
    for (Object item : items(given, "resolved")) {
      JsonObject each = JsonObject.of(item).requireOnly("theme", "before", "after");
      resolved.add(
          new Resolved(required(each, "theme"), count(each, "before"), count(each, "after")));
    }
    List<Risk> risks = new ArrayList<>();
    for (Object item : items(given, "risks")) {
      JsonObject each = JsonObject.of(item).requireOnly("theme", "severity", "mitigation");
      risks.add(
          new Risk(
              required(each, "theme"),
              severity(required(each, "severity")),
              each.text("mitigation", TEXT_LONGEST)));
    }
    List<String> surfaces = new ArrayList<>();
    for (Object item : items(given, "surfaces")) {
      surfaces.add(
          JsonObject.of(Map.of("surfaces", String.valueOf(item)))
              .text("surfaces", TEXT_LONGEST)
              .orElseThrow());
    }
    return new ReleaseNotes(
        required(given, "product"),
        required(given, "release"),
        given.text("decisionId", TEXT_LONGEST).map(ReleaseNotes::id),
        surfaces,
        resolved,
        risks);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw refusal("`decisionId` is `" + text + "`, which is no id: mend it");
    }
  }

  private static List<?> items(JsonObject given, String name) {
    Object value = given.value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> items && items.size() <= ITEMS_MOST) {
      return items;
    }
    throw refusal("`%s` needs a list of at most %d: mend it".formatted(name, ITEMS_MOST));
  }

  private static String required(JsonObject given, String name) {
    return given
        .text(name, TEXT_LONGEST)
        .orElseThrow(() -> refusal("`" + name + "` is missing: send it"));
  }

  private static Optional<Long> count(JsonObject given, String name) {
    Object value = given.value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long number && number >= 0) {
      return Optional.of(number);
    }
    throw refusal("`" + name + "` needs a whole number from 0: mend it");
  }

  private static Severity severity(String text) {
    for (Severity severity : Severity.values()) {
      if (severity.name().equals(text)) {
        return severity;
      }
    }
    throw refusal("`severity` is `" + text + "`: use P1, P2, P3 or P4");
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }

  /// As JSON has it.
  public Map<String, @Nullable Object> view() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("product", product);
    view.put("release", release);
    decisionId.ifPresent(id -> view.put("decisionId", id.toString()));
    view.put("surfaces", surfaces);
    view.put("resolved", resolved.stream().map(ReleaseNotes::view).toList());
    view.put("risks", risks.stream().map(ReleaseNotes::view).toList());
    return view;
  }

  private static Map<String, Object> view(Resolved each) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("theme", each.theme());
    each.before().ifPresent(before -> view.put("before", before));
    each.after().ifPresent(after -> view.put("after", after));
    return view;
  }

  private static Map<String, Object> view(Risk each) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("theme", each.theme());
    view.put("severity", each.severity().name());
    each.mitigation().ifPresent(mitigation -> view.put("mitigation", mitigation));
    return view;
  }

  /// How severe the worst of what is left is.
  public Severity severity() {
    return risks.stream().map(Risk::severity).min(Severity::compareTo).orElse(Severity.P4);
  }

  /// What a model is told, and the words that stand where it says nothing. The themes are masked by
  /// whoever makes the record.
  ///
  /// @param excerpts of what customers wrote, masked; may be empty
  public Material material(List<Material.Excerpt> excerpts) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Release", "%s of %s".formatted(release, product)));
    if (!surfaces.isEmpty()) {
      facts.add(new Fact("Surfaces", String.join(", ", surfaces)));
    }
    resolved.forEach(each -> facts.add(new Fact("Resolved", sentence(each))));
    risks.forEach(each -> facts.add(new Fact("Risk that is left", sentence(each))));
    Set<String> names = new LinkedHashSet<>(List.of(product, release));
    names.addAll(surfaces);
    return new Material(
        BriefKind.RELEASE_NOTES,
        decisionId,
        Optional.empty(),
        product,
        severity(),
        facts,
        names,
        excerpts,
        new Content(sections(), excerpts.stream().map(Material.Excerpt::id).toList()));
  }

  private Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put(
        "summary",
        List.of(
            "Release %s of %s resolves %s and leaves %s."
                .formatted(
                    release,
                    product,
                    counted(resolved.size(), "known pain", "no known pain"),
                    counted(risks.size(), "known risk", "no known risk"))));
    sections.put("resolved", resolved.stream().map(ReleaseNotes::sentence).toList());
    sections.put("risks", risks.stream().map(ReleaseNotes::sentence).toList());
    sections.put("customers", List.of(customers()));
    return sections;
  }

  private String customers() {
    StringBuilder text = new StringBuilder();
    if (resolved.isEmpty()) {
      text.append("This version brings no fix for what you told us about.");
    } else {
      text.append("You told us, and we fixed it: ");
      text.append(String.join("; ", resolved.stream().map(Resolved::theme).toList())).append('.');
    }
    if (!risks.isEmpty()) {
      text.append(" We still work on: ");
      text.append(String.join("; ", risks.stream().map(Risk::theme).toList())).append('.');
    }
    return text.toString();
  }

  private static String counted(int count, String one, String none) {
    return count == 0 ? none : count == 1 ? "1 " + one : count + " " + one + "s";
  }

  private static String sentence(Resolved each) {
    String numbers = "";
    if (each.before().isPresent() && each.after().isPresent()) {
      numbers =
          ": %d complaints before, %d since".formatted(each.before().get(), each.after().get());
    }
    return capital(each.theme()) + numbers + ".";
  }

  private static String sentence(Risk each) {
    return "%s (%s): %s."
        .formatted(
            capital(each.theme()),
            each.severity(),
            each.mitigation().orElse("nothing is done about it yet"));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
