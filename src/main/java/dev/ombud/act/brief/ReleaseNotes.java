package dev.ombud.act.brief;

import dev.ombud.act.brief.Material.Fact;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.RecordView;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What release notes are made of: the pains that a release resolves, and the risks that are left.
/// Immutable.
///
/// @param gate what a gate said of the release, a sentence; nothing where none was asked
/// @param surfaces that were looked at; may be empty
public record ReleaseNotes(
    String product,
    String release,
    Optional<UUID> decisionId,
    Optional<String> gate,
    List<String> surfaces,
    List<Resolved> resolved,
    List<Risk> risks) {
  private static final int MAX_TEXT_CHARS = 500;
  private static final int MAX_ITEMS = 20;

  public ReleaseNotes {
    surfaces = List.copyOf(surfaces);
    resolved = List.copyOf(resolved);
    risks = List.copyOf(risks);
  }

  /// A pain that is over.
  ///
  /// @param theme in a customer's words, for example `paying by card on iOS failed`
  /// @param before complaints before the fix, and `after` since; nothing where it was not measured
  /// @param isFixed whether this release is known to mend it; else nobody complains any more, which
  ///   is all that is known
  /// @param note how that is known, a sentence
  /// @param evidence ids of what customers wrote
  public record Resolved(
      String theme,
      Optional<Long> before,
      Optional<Long> after,
      boolean isFixed,
      Optional<String> note,
      List<String> evidence) {
    public Resolved {
      evidence = List.copyOf(evidence);
    }
  }

  /// What is left.
  ///
  /// @param theme in a customer's words
  /// @param severity nothing where it is not for customers: no complaint, or none to rely on yet
  /// @param mitigation what is known and done about it, without a stop; nothing where nothing is
  /// @param evidence ids of what customers wrote
  public record Risk(
      String theme,
      Optional<Severity> severity,
      Optional<String> mitigation,
      List<String> evidence) {
    public Risk {
      evidence = List.copyOf(evidence);
    }
  }

  /// Reads what a person sent, and what [#view] made of that.
  ///
  /// @throws ServiceException INVALID_REQUEST with what is wrong
  public static ReleaseNotes read(JsonObject given) {
    given.requireOnly("product", "release", "decisionId", "surfaces", "resolved", "risks");
    List<Resolved> resolved = new ArrayList<>();
    for (Object item : items(given, "resolved")) {
      JsonObject each = JsonObject.of(item).requireOnly("theme", "before", "after");
      resolved.add(
          new Resolved(
              required(each, "theme"),
              count(each, "before"),
              count(each, "after"),
              true,
              Optional.empty(),
              List.of()));
    }
    List<Risk> risks = new ArrayList<>();
    for (Object item : items(given, "risks")) {
      JsonObject each = JsonObject.of(item).requireOnly("theme", "severity", "mitigation");
      risks.add(
          new Risk(
              required(each, "theme"),
              Optional.of(severity(required(each, "severity"))),
              each.text("mitigation", MAX_TEXT_CHARS),
              List.of()));
    }
    List<String> surfaces = new ArrayList<>();
    for (Object item : items(given, "surfaces")) {
      surfaces.add(
          JsonObject.of(Map.of("surfaces", String.valueOf(item)))
              .text("surfaces", MAX_TEXT_CHARS)
              .orElseThrow());
    }
    return new ReleaseNotes(
        required(given, "product"),
        required(given, "release"),
        given.text("decisionId", MAX_TEXT_CHARS).map(ReleaseNotes::id),
        Optional.empty(),
        surfaces,
        resolved,
        risks);
  }

  private static UUID id(String text) {
    return TimeIds.read(text)
        .orElseThrow(() ->
            ServiceException.invalid(
                "`decisionId` is `" + text + "`, which is not a UUID: correct it"));
  }

  private static List<?> items(JsonObject given, String name) {
    Object value = given.value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> items && items.size() <= MAX_ITEMS) {
      return items;
    }
    throw ServiceException.invalid(
        "`%s` needs a list of at most %d: correct it".formatted(name, MAX_ITEMS));
  }

  private static String required(JsonObject given, String name) {
    return given
        .text(name, MAX_TEXT_CHARS)
        .orElseThrow(() -> ServiceException.invalid("`" + name + "` is missing: send it"));
  }

  private static Optional<Long> count(JsonObject given, String name) {
    Object value = given.value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long number && number >= 0) {
      return Optional.of(number);
    }
    throw ServiceException.invalid("`" + name + "` needs a whole number from 0: correct it");
  }

  private static Severity severity(String text) {
    return ClosedWords.find(text, Severity.values())
        .orElseThrow(
            () -> ServiceException.invalid("`severity` is `" + text + "`: use P1, P2, P3 or P4"));
  }

  /// What a person sent, as JSON has it.
  public Map<String, Object> view() {
    Map<String, Object> view = RecordView.of(this, "gate");
    view.put("resolved", views(resolved, "isFixed", "note", "evidence"));
    view.put("risks", views(risks, "evidence"));
    return view;
  }

  private static List<Map<String, Object>> views(List<? extends Record> items, String... without) {
    return items.stream().map(each -> RecordView.of(each, without)).toList();
  }

  /// How severe the worst of what is left is.
  public Severity severity() {
    return risks.stream()
        .flatMap(risk -> risk.severity().stream())
        .min(Severity::compareTo)
        .orElse(Severity.P4);
  }

  /// What a model is told, and the words that stand where it says nothing. The themes are masked by
  /// whoever makes the record.
  ///
  /// @param excerpts of what customers wrote, masked; may be empty
  public Material material(List<Material.Excerpt> excerpts) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Release", "%s of %s".formatted(release, product)));
    gate.ifPresent(said -> facts.add(new Fact("Gate", said)));
    if (!surfaces.isEmpty()) {
      facts.add(new Fact("Surfaces", String.join(", ", surfaces)));
    }
    resolved.forEach(each ->
        facts.add(new Fact(each.isFixed() ? "Resolved" : "No longer reported", sentence(each))));
    risks.forEach(each -> facts.add(new Fact("Risk that is left", sentence(each))));
    Set<String> names = new LinkedHashSet<>(List.of(product, release));
    names.addAll(surfaces);
    Set<String> evidence = new LinkedHashSet<>();
    resolved.forEach(each -> evidence.addAll(each.evidence()));
    risks.forEach(each -> evidence.addAll(each.evidence()));
    excerpts.forEach(each -> evidence.add(each.id()));
    return new Material(
        BriefKind.RELEASE_NOTES,
        decisionId,
        Optional.empty(),
        product,
        severity(),
        facts,
        names,
        excerpts,
        new Content(sections(), List.copyOf(evidence)));
  }

  private Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("summary", List.of(summary()));
    sections.put("resolved", resolved.stream().map(ReleaseNotes::sentence).toList());
    sections.put("risks", risks.stream().map(ReleaseNotes::sentence).toList());
    sections.put("customers", List.of(customers()));
    return sections;
  }

  private String summary() {
    long fixed = resolved.stream().filter(Resolved::isFixed).count();
    long quiet = resolved.size() - fixed;
    StringBuilder text = new StringBuilder();
    text.append("Release ").append(release).append(" of ").append(product);
    text.append(
        fixed == 0
            ? " fixes nothing that customers are known to complain about"
            : " fixes " + counted(fixed, "thing") + " that customers complained about");
    if (quiet > 0) {
      text.append("; of ").append(counted(quiet, "other thing"));
      text.append(" nobody complains any more");
    }
    text.append(". ");
    text.append(
        risks.isEmpty()
            ? "No issue is known to be left."
            : capital(counted(risks.size(), "known issue"))
                + (risks.size() == 1 ? " is" : " are")
                + " left.");
    gate.ifPresent(said -> text.append(' ').append(said));
    return text.toString();
  }

  /// What could be shown to them: no number, no severity, no id.
  private String customers() {
    List<String> fixed =
        resolved.stream().filter(Resolved::isFixed).map(Resolved::theme).distinct().toList();
    List<String> left =
        risks.stream()
            .filter(risk -> risk.severity().isPresent())
            .map(Risk::theme)
            .distinct()
            .toList();
    StringBuilder text = new StringBuilder();
    text.append(
        fixed.isEmpty()
            ? "This version brings no fix for what you told us about."
            : "You told us, and we fixed it: " + String.join("; ", fixed) + ".");
    if (!left.isEmpty()) {
      text.append(" We are still working on: ").append(String.join("; ", left)).append('.');
    }
    return text.toString();
  }

  private static String counted(long count, String one) {
    return count == 1 ? "one " + one : count + " " + one + "s";
  }

  private static String sentence(Resolved each) {
    StringBuilder text = new StringBuilder(capital(each.theme()));
    if (each.before().isPresent() && each.after().isPresent()) {
      text.append(": ").append(complaints(each.before().get()));
      text.append(" before, ").append(each.after().get() == 0 ? "none" : each.after().get());
      text.append(" since");
    }
    text.append('.');
    each.note().ifPresent(note -> text.append(' ').append(note));
    return text.toString();
  }

  private static String complaints(long count) {
    return count == 1 ? "one complaint" : count + " complaints";
  }

  private static String sentence(Risk each) {
    String theme =
        capital(each.theme()) + each.severity().map(severity -> " (" + severity + ")").orElse("");
    return each.severity().isEmpty() && each.mitigation().isEmpty()
        ? theme + "."
        : "%s: %s.".formatted(theme, each.mitigation().orElse("nothing is done about it yet"));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
