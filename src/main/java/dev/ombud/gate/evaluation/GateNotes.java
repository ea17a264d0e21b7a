package dev.ombud.gate.evaluation;

import dev.ombud.act.brief.ReleaseNotes;
import dev.ombud.act.brief.ReleaseNotes.Resolved;
import dev.ombud.act.brief.ReleaseNotes.Risk;
import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.GateFacts;
import dev.ombud.decide.gate.GateJudgement.Theme;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.gate.feedback.EarlierStore.Earlier;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.GateRequest.Fix;
import dev.ombud.ground.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The release notes of an evaluation, from what the gate looked at: what the candidate mends and
/// was validated against, what customers no longer report, what is left. Belongs to one thread.
///
/// Nothing is said to be over because it was not looked for: only where the gate heard of the
/// product, and heard all of it, does silence count; and silence is said to be no more than that.
final class GateNotes {
  private static final int MAX_ITEMS = 20;

  private final GateEvaluation evaluation;
  private final StoredFindings findings;
  private final GateRequest request;
  private final ProductFeedback hearing;
  private final List<Fix> validated;
  private final List<Fix> unvalidated;

  GateNotes(GateEvaluation evaluation) {
    this.evaluation = evaluation;
    this.findings = StoredFindings.of(evaluation);
    this.request =
        new GateRequestReader()
            .read(evaluation.gate(), evaluation.request().getBytes(StandardCharsets.UTF_8))
            .request();
    this.hearing = ProductFeedback.read(evaluation.hearing());
    this.unvalidated = new GateFacts(request, hearing).unvalidated();
    this.validated = request.fixes().stream().filter(fix -> !unvalidated.contains(fix)).toList();
  }

  List<String> surfaces() {
    return request.surfaces();
  }

  /// @param earlier what customers said before the time that the gate listened to
  ReleaseNotes of(List<Earlier> earlier) {
    Map<String, List<Theme>> open = new LinkedHashMap<>();
    Map<String, List<Theme>> mended = new LinkedHashMap<>();
    for (Theme theme : findings.themes()) {
      Map<String, List<Theme>> which = theme.isAddressed() ? mended : open;
      which.computeIfAbsent(words(theme.heard()), _ -> new ArrayList<>()).add(theme);
    }
    // What customers still report of this very release is not over, whatever was validated.
    mended.keySet().removeAll(open.keySet());
    List<Resolved> resolved = new ArrayList<>();
    mended.forEach((words, themes) -> resolved.add(mended(words, themes)));
    Set<String> said = new TreeSet<>(mended.keySet());
    said.addAll(open.keySet());
    gone(earlier, said).forEach(resolved::add);
    resolved.addAll(quietIncidents(earlier));
    List<Risk> risks = new ArrayList<>();
    open.forEach((words, themes) -> risks.add(left(words, themes)));
    findings.reasons().stream()
        .filter(reason -> !reason.verdict().isSafe() && !isOfThemes(reason.code()))
        .map(reason ->
            new Risk(reason.code().meaning(), Optional.empty(), Optional.empty(), List.of()))
        .distinct()
        .forEach(risks::add);
    return new ReleaseNotes(
        evaluation.product(),
        evaluation.release(),
        Optional.empty(),
        Optional.of(GateMaterial.said(evaluation)),
        request.surfaces(),
        first(resolved),
        first(risks));
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MAX_ITEMS, all.size()));
  }

  /// The same where the notes would say the same but for their numbers.
  String gist() {
    Map<String, Object> gist = new LinkedHashMap<>();
    gist.put("gate", evaluation.gate());
    gist.put("verdict", evaluation.verdict().name());
    gist.put("safe", evaluation.isSafe());
    gist.put("reasons", findings.reasons().stream().map(each -> each.code().name()).toList());
    gist.put("fixes", validated.stream().map(Fix::id).toList());
    gist.put("claims", unvalidated.stream().map(Fix::id).toList());
    gist.put(
        "themes",
        findings.themes().stream()
            .map(theme ->
                List.of(
                    words(theme.heard()),
                    theme.heard().severity().name(),
                    theme.isAddressed(),
                    theme.heard().isTied(),
                    theme.heard().isDoubtful()))
            .distinct()
            .toList());
    return HexFormat.of().formatHex(Sha256.of(CanonicalJson.of(gist)));
  }

  /// What customers complain about, as they would say it.
  static String words(Feedback heard) {
    String what =
        heard.categories().isEmpty()
            ? "trouble"
            : String.join(" and ", heard.categories()).replace('_', ' ').replace('-', ' ');
    return what + " in " + heard.surface().replace('_', ' ').replace('-', ' ');
  }

  private Resolved mended(String words, List<Theme> themes) {
    List<Feedback> heard = themes.stream().map(Theme::heard).toList();
    return new Resolved(
        words,
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.of(
            "%s in the two days before the gate was asked; %s."
                .formatted(complaints(sum(heard)), fixed(heard))),
        evidence(heard));
  }

  /// Which of the validated fixes mend it, or that it is fixed already.
  private String fixed(Collection<Feedback> heard) {
    String fixes = claimed(validated, heard);
    return fixes.isEmpty()
        ? "its fix is deployed and its ticket resolved"
        : fixes + " mends it and was validated against it";
  }

  private static String claimed(List<Fix> fixes, Collection<Feedback> heard) {
    return String.join(
        " and ",
        fixes.stream()
            .filter(fix -> claims(fix, heard))
            .map(fix -> "fix " + fix.id())
            .distinct()
            .toList());
  }

  private static boolean claims(Fix fix, Collection<Feedback> heard) {
    return heard.stream().anyMatch(each -> fix.themes().stream().anyMatch(each::isAbout));
  }

  /// What was said before and is not any more.
  ///
  /// @param said what there is to say of anyway
  private List<Resolved> gone(List<Earlier> earlier, Set<String> said) {
    if (hearing.isCut() || hearing.lastHeardAt().isEmpty()) {
      return List.of();
    }
    Map<String, List<Earlier>> themes = new LinkedHashMap<>();
    for (Earlier each : earlier) {
      boolean isHeard =
          hearing.openClusters().contains(each.heard().cluster())
              || hearing.heard().stream().anyMatch(now -> isAlike(now, each.heard()));
      String words = words(each.heard());
      if (!isHeard && !said.contains(words)) {
        themes.computeIfAbsent(words, _ -> new ArrayList<>()).add(each);
      }
    }
    List<Resolved> gone = new ArrayList<>();
    themes.forEach((words, each) -> gone.add(gone(words, each)));
    return gone;
  }

  private static boolean isAlike(Feedback one, Feedback other) {
    return one.surface().equals(other.surface())
        && (one.cluster().equals(other.cluster())
            || one.categories().stream().anyMatch(other.categories()::contains));
  }

  private Resolved gone(String words, List<Earlier> earlier) {
    List<Feedback> heard = earlier.stream().map(Earlier::heard).toList();
    Set<String> releases = new TreeSet<>();
    earlier.forEach(each -> releases.addAll(each.releases()));
    boolean isFixed = validated.stream().anyMatch(fix -> claims(fix, heard));
    String last =
        earlier.stream()
            .map(Earlier::lastAt)
            .max(Instant::compareTo)
            .orElseThrow()
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .toString();
    return new Resolved(
        words,
        Optional.empty(),
        Optional.empty(),
        isFixed,
        Optional.of(
            "%s%s until %s, none in the two days before the gate was asked%s."
                .formatted(
                    complaints(sum(heard)),
                    releases.isEmpty()
                        ? ""
                        : " about "
                            + (releases.size() == 1 ? "release " : "releases ")
                            + String.join(", ", releases),
                    last,
                    isFixed ? "; " + fixed(heard) : "")),
        evidence(heard));
  }

  /// Fixes that were validated against the cluster of an incident that is open though nobody
  /// complained lately.
  private List<Resolved> quietIncidents(List<Earlier> earlier) {
    List<Resolved> quiet = new ArrayList<>();
    for (String cluster : hearing.openClusters()) {
      boolean isHeard = hearing.heard().stream().anyMatch(each -> each.cluster().equals(cluster));
      List<Fix> fixes =
          validated.stream().filter(fix -> fix.validatedAgainst().contains(cluster)).toList();
      if (!isHeard && !fixes.isEmpty()) {
        List<Feedback> known =
            earlier.stream()
                .map(Earlier::heard)
                .filter(each -> each.cluster().equals(cluster))
                .toList();
        quiet.add(
            new Resolved(
                known.isEmpty()
                    ? cluster.replace('_', ' ').replace('-', ' ')
                    : words(known.getFirst()),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.of(
                    "Its incident is open; %s mends it and was validated against it."
                        .formatted(
                            String.join(
                                " and ", fixes.stream().map(fix -> "fix " + fix.id()).toList()))),
                evidence(known)));
      }
    }
    return quiet;
  }

  private Risk left(String words, List<Theme> themes) {
    List<Feedback> heard = themes.stream().map(Theme::heard).toList();
    boolean isCertain = heard.stream().anyMatch(each -> !each.isDoubtful());
    List<String> known = new ArrayList<>();
    known.add(
        complaints(sum(heard)).toLowerCase(Locale.ROOT)
            + " in the two days before the gate was asked");
    if (heard.stream().anyMatch(Feedback::isTied)) {
      known.add("customers report it of this very release");
    }
    String claims = claimed(unvalidated, heard);
    String fixes = claimed(validated, heard);
    if (!isCertain) {
      known.add("nobody has confirmed it yet");
    } else if (!claims.isEmpty()) {
      known.add(claims + " is to mend it and was not validated against it");
    } else if (!fixes.isEmpty()) {
      known.add(fixes + " is to mend it");
    } else {
      known.add("this release has no fix for it");
    }
    return new Risk(
        words,
        isCertain
            ? heard.stream()
                .filter(each -> !each.isDoubtful())
                .map(Feedback::severity)
                .min(Severity::compareTo)
            : Optional.empty(),
        Optional.of(String.join("; ", known)),
        evidence(heard));
  }

  /// What complaints are the reason of stands among the themes already.
  private static boolean isOfThemes(GateReason code) {
    return switch (code) {
      case HIGH_SEVERITY_COMPLAINTS,
          CANDIDATE_COMPLAINTS,
          COMPLAINTS_DOUBTFUL,
          COMPLAINTS_ADDRESSED,
          FIX_NOT_VALIDATED,
          FIX_WITHOUT_THEME,
          LOW_SEVERITY ->
          true;
      case REGRESSION_FAILED,
          REGRESSION_NOT_RUN,
          VULNERABLE,
          ROLLBACK_PLAN_MISSING,
          ROOT_CAUSE_UNCERTAIN,
          ROOT_CAUSE_UNKNOWN,
          TELEMETRY_DEGRADED,
          TELEMETRY_MISSING,
          TELEMETRY_UNDEFINED,
          TELEMETRY_STALE,
          TELEMETRY_BROKEN,
          ENVIRONMENT_DRIFTED,
          FEEDBACK_MISSING,
          EXPERIMENT_LOSING,
          NOTHING_UNUSUAL,
          NO_ROW,
          TABLE_CONFLICT ->
          false;
    };
  }

  private static long sum(List<Feedback> heard) {
    return heard.stream().mapToLong(Feedback::complaints).sum();
  }

  private static String complaints(long count) {
    return count == 1 ? "One complaint" : count + " complaints";
  }

  private static List<String> evidence(List<Feedback> heard) {
    Set<String> ids = new LinkedHashSet<>();
    heard.forEach(each -> ids.addAll(each.evidence()));
    return List.copyOf(ids);
  }
}
