package dev.ombud.gate.evaluation;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.Material.Fact;
import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.GateJudgement.Reason;
import dev.ombud.decide.gate.GateSignal;
import dev.ombud.decide.gate.GateSignal.Status;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gate's verdict as what a brief is made of: its reasons and signals with their numbers, what
/// customers say, and the words that stand where no model's do. A brief has the id of its
/// evaluation. Stateless.
public final class GateMaterial {
  private static final int MAX_EXCERPTS = 10;
  private static final int MAX_EVIDENCE = 20;
  private static final int THEMES_SAID = 5;
  private static final Pattern ASKED = Pattern.compile("\\(row asks for ([^()]*)\\)");

  private final GateEvaluation evaluation;
  private final StoredFindings findings;

  private GateMaterial(GateEvaluation evaluation) {
    this.evaluation = evaluation;
    this.findings = StoredFindings.of(evaluation);
  }

  /// What is to be put into words of an evaluation: why it is no pass, where it is none, and the
  /// notes of a release that may go on, unless the same was asked for before.
  static List<BriefRequest> requests(GateEvaluation evaluation) {
    List<BriefRequest> requests = new ArrayList<>();
    if (evaluation.verdict() != GateVerdict.PASS) {
      requests.add(
          new BriefRequest(
              evaluation.id(),
              evaluation.at(),
              BriefKind.GATE_VERDICT,
              Optional.empty(),
              Optional.empty(),
              new GateMaterial(evaluation).severity(),
              evaluation.product(),
              Optional.of(Json.readMembers(Json.write(Map.of("gate", evaluation.gate())))),
              0));
    }
    if (evaluation.isSafe()) {
      requests.add(ReleaseDrafts.request(evaluation));
    }
    return requests;
  }

  /// @param excerpts of what customers wrote, masked, of the decisions that it rests on
  public static Material of(GateEvaluation evaluation, List<Excerpt> excerpts) {
    return new GateMaterial(evaluation)
        .material(excerpts.subList(0, Math.min(MAX_EXCERPTS, excerpts.size())));
  }

  /// The newest decision of each of the gravest themes.
  public static List<UUID> decisions(GateEvaluation evaluation) {
    return StoredFindings.of(evaluation).themes().stream()
        .flatMap(theme -> theme.heard().decisions().stream().limit(1))
        .distinct()
        .limit(THEMES_SAID)
        .toList();
  }

  private Material material(List<Excerpt> excerpts) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Verdict", said(evaluation)));
    facts.add(new Fact("Asked about", subject()));
    findings.reasons().forEach(reason -> facts.add(new Fact("Reason", sentence(reason))));
    findings.signals().forEach(signal -> facts.add(new Fact("Looked at", sentence(signal))));
    findings.themes().forEach(theme -> facts.add(new Fact("Theme", sentence(theme.heard()))));
    Set<String> names =
        new LinkedHashSet<>(List.of(evaluation.product(), evaluation.release(), evaluation.gate()));
    findings.themes().forEach(theme -> names.add(theme.heard().surface()));
    return new Material(
        BriefKind.GATE_VERDICT,
        Optional.empty(),
        Optional.empty(),
        evaluation.product(),
        severity(),
        facts,
        names,
        excerpts,
        new Content(sections(), evidence(excerpts)));
  }

  /// What the verdict rests on, whether a text of it is still kept or not.
  private List<String> evidence(List<Excerpt> excerpts) {
    Set<String> ids = new LinkedHashSet<>();
    findings.themes().forEach(theme -> ids.addAll(theme.heard().evidence()));
    excerpts.forEach(excerpt -> ids.add(excerpt.id()));
    return ids.stream().limit(MAX_EVIDENCE).toList();
  }

  /// Of the gravest theme; where customers say nothing, as what a gate holds back is.
  private Severity severity() {
    return findings.themes().stream()
        .map(theme -> theme.heard().severity())
        .min(Comparator.naturalOrder())
        .orElse(evaluation.verdict() == GateVerdict.BLOCK ? Severity.P2 : Severity.P3);
  }

  private String subject() {
    return "release %s of %s, before it goes to %s"
        .formatted(
            evaluation.release(),
            evaluation.product(),
            evaluation.stage().name().toLowerCase(Locale.ROOT));
  }

  private Map<String, List<String>> sections() {
    String reasons = sentences(findings.reasons().stream().map(GateMaterial::sentence));
    String heard = heard();
    Map<String, List<String>> sections = new LinkedHashMap<>();
    put(sections, "summary", "%s %s".formatted(verdict(), first()));
    put(sections, "impactedArea", heard);
    put(sections, "likelyCause", reasons);
    put(sections, "urgency", urgency());
    put(sections, "recommendedOwner", "Whoever releases %s.".formatted(evaluation.product()));
    put(sections, "nextStep", nextStep());
    put(sections, "engineering", "%s %s".formatted(reasons, looks()));
    put(sections, "support", "%s %s".formatted(heard, support()));
    put(sections, "product", "%s %s".formatted(urgency(), nextStep()));
    put(sections, "leadership", "%s %s".formatted(verdict(), first()));
    return sections;
  }

  private static void put(Map<String, List<String>> sections, String name, String text) {
    sections.put(name, List.of(text.strip()));
  }

  private static String sentences(Stream<String> sentences) {
    return sentences.distinct().collect(Collectors.joining(" "));
  }

  /// The verdict in a sentence that names the gate.
  static String said(GateEvaluation evaluation) {
    String gate = "Gate " + evaluation.gate() + " ";
    String said =
        switch (evaluation.verdict()) {
          case BLOCK -> gate + "holds it back";
          case INSUFFICIENT -> gate + "has too little to judge it by";
          case WARN -> gate + "lets it through with a warning";
          case PASS -> gate + "lets it through";
        };
    return evaluation
        .override()
        .map(override ->
            "%s; %s let it through all the same until %s."
                .formatted(said, override.approvedBy(), override.until()))
        .orElse(said + ".");
  }

  private String verdict() {
    String gate = "Gate " + evaluation.gate();
    String said =
        switch (evaluation.verdict()) {
          case BLOCK -> "%s holds back %s.";
          case INSUFFICIENT -> "%s has too little to judge %s.";
          case WARN -> "%s lets %s through with a warning.";
          case PASS -> "%s lets %s through.";
        };
    return said.formatted(
            gate, "release %s of %s".formatted(evaluation.release(), evaluation.product()))
        + evaluation
            .override()
            .map(override ->
                " %s let it through all the same until %s."
                    .formatted(override.approvedBy(), override.until()))
            .orElse("");
  }

  /// What decides.
  private String first() {
    return findings.reasons().isEmpty() ? "" : sentence(findings.reasons().getFirst());
  }

  private String heard() {
    if (findings.themes().isEmpty()) {
      return "No complaint of the last two days counts against it.";
    }
    Map<String, List<Feedback>> alike = new LinkedHashMap<>();
    findings
        .themes()
        .forEach(theme ->
            alike
                .computeIfAbsent(GateNotes.words(theme.heard()), _ -> new ArrayList<>())
                .add(theme.heard()));
    long others = Math.max(0, alike.size() - THEMES_SAID);
    String said =
        sentences(
            alike.entrySet().stream()
                .limit(THEMES_SAID)
                .map(each -> sentence(each.getKey(), each.getValue())));
    return others == 0
        ? said
        : said
            + (others == 1
                ? " There is one more theme."
                : " There are %d more themes.".formatted(others));
  }

  private String looks() {
    return sentences(
        findings.signals().stream()
            .filter(signal -> signal.status() != Status.WITHIN)
            .map(GateMaterial::sentence));
  }

  private String support() {
    return findings.themes().isEmpty()
        ? "There is nothing to tell customers."
        : evaluation.isSafe()
            ? "Tell customers who ask that we know of it."
            : "Tell customers who ask that we know of it and hold the next version back for now.";
  }

  private String urgency() {
    if (evaluation.override().isPresent()) {
      return "Nothing waits, for the verdict was overridden.";
    }
    return switch (evaluation.verdict()) {
      case BLOCK ->
          "The release waits until what holds it back is over, or a named approver overrides it.";
      case INSUFFICIENT -> "The release waits until enough is known.";
      case WARN, PASS -> "Nothing waits.";
    };
  }

  private String nextStep() {
    return switch (evaluation.verdict()) {
      case BLOCK -> "Mend what the reasons name, then ask the gate again.";
      case INSUFFICIENT -> "Send what is missing, then ask the gate again.";
      case WARN -> "Put what is known to be wrong into the release notes.";
      case PASS -> "Promote.";
    };
  }

  private static String sentence(Reason reason) {
    String meaning = capital(reason.code().meaning());
    return reason.detail().equals(reason.code().meaning())
        ? meaning + "."
        : "%s: %s."
            .formatted(
                meaning,
                ASKED
                    .matcher(reason.detail())
                    .replaceAll(each -> "(the table asks for %s)".formatted(limit(each.group(1)))));
  }

  private static String sentence(GateSignal signal) {
    return "%s: %s.".formatted(capital(spelled(signal.name())), signal.detail());
  }

  /// `telemetry.errorRate` as people write it.
  private static String spelled(String name) {
    return name.replaceAll("([a-z])([A-Z0-9])", "$1 $2").replace('.', ' ').toLowerCase(Locale.ROOT);
  }

  private static String sentence(Feedback theme) {
    return sentence(GateNotes.words(theme), List.of(theme));
  }

  /// @param alike what customers say about one thing, in several clusters or cohorts
  private static String sentence(String words, List<Feedback> alike) {
    long complaints = alike.stream().mapToLong(Feedback::complaints).sum();
    Severity gravest =
        alike.stream().map(Feedback::severity).min(Comparator.naturalOrder()).orElseThrow();
    String rest =
        alike.stream().allMatch(Feedback::isDoubtful)
            ? ", not confirmed"
            : alike.stream().anyMatch(Feedback::isTied) ? ", some of them of this release" : "";
    return "%s about %s (%s%s)."
        .formatted(
            complaints == 1 ? "One complaint" : complaints + " complaints", words, gravest, rest);
  }

  /// `> 5` as `more than 5`.
  private static String limit(String test) {
    return test.replaceFirst("^>= (\\S+)$", "$1 or more")
        .replaceFirst("^<= (\\S+)$", "$1 or less")
        .replaceFirst("^> (\\S+)$", "more than $1")
        .replaceFirst("^< (\\S+)$", "less than $1");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
