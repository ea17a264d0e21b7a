package dev.ombud.decide.gate;

import dev.ombud.decide.gate.GateJudgement.Theme;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.GateRequest.Environment;
import dev.ombud.ground.domain.GateRequest.Experiment;
import dev.ombud.ground.domain.GateRequest.Fix;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A request and what is on record, brought together and counted: plain arithmetic, no policy.
/// Immutable.
public final class GateFacts {
  private final GateRequest request;
  private final ProductFeedback hearing;
  private final List<Theme> themes;

  public GateFacts(GateRequest request, ProductFeedback hearing) {
    this.request = request;
    this.hearing = hearing;
    this.themes =
        hearing.heard().stream()
            .map(each -> new Theme(each, each.isResolved() || isAddressed(each)))
            .toList();
  }

  /// A variant of an experiment.
  ///
  /// @param ratio its complaints a customer over those of the control; NaN where nobody got one of
  ///   the two
  record Variant(String name, long complaints, int windows, double ratio) {}

  /// Complaints about one surface.
  record Worst(String surface, long complaints) {}

  GateRequest request() {
    return request;
  }

  ProductFeedback hearing() {
    return hearing;
  }

  public List<Theme> themes() {
    return themes;
  }

  /// Complaints about the candidate itself cannot be what it mends.
  private boolean isAddressed(Feedback heard) {
    return !heard.isTied()
        && request.fixes().stream()
            .anyMatch(fix ->
                isValidated(fix)
                    && fix.validatedAgainst().stream().anyMatch(heard::isAbout)
                    && fix.themes().stream().anyMatch(heard::isAbout));
  }

  /// Against each of its themes that anybody on record complains about.
  private boolean isValidated(Fix fix) {
    return fix.themes().stream()
        .filter(hearing::knows)
        .allMatch(theme -> fix.validatedAgainst().contains(theme));
  }

  boolean isUnmatched(Fix fix) {
    return fix.themes().stream().noneMatch(hearing::knows);
  }

  public List<Fix> unvalidated() {
    return request.fixes().stream().filter(fix -> !isValidated(fix)).toList();
  }

  /// The surface with most complaints of high severity that nothing addresses.
  Optional<Worst> worstSurface() {
    Map<String, Long> bySurface = new TreeMap<>();
    themes.stream()
        .filter(theme -> theme.heard().isHigh() && !theme.isAddressed())
        .forEach(theme ->
            bySurface.merge(theme.heard().surface(), theme.heard().complaints(), Long::sum));
    return bySurface.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> new Worst(entry.getKey(), entry.getValue()));
  }

  long complaints(Predicate<Theme> which) {
    return themes.stream().filter(which).mapToLong(theme -> theme.heard().complaints()).sum();
  }

  /// What complaints tied to the candidate are about, but for the least ones.
  List<String> candidateSurfaces() {
    return themes.stream()
        .filter(GateFacts::isTied)
        .map(Theme::heard)
        .filter(each -> each.severity().compareTo(Severity.P3) <= 0)
        .map(Feedback::surface)
        .distinct()
        .sorted()
        .toList();
  }

  /// The variant that does worst by complaints a customer, the control left out.
  Optional<Variant> worstVariant() {
    return request
        .experiment()
        .flatMap(experiment ->
            experiment.exposed().keySet().stream()
                .filter(name -> !name.equals(experiment.control()))
                .sorted()
                .map(name -> variant(experiment, name))
                .max(
                    Comparator.comparingDouble(
                            (Variant each) -> Double.isNaN(each.ratio()) ? -1 : each.ratio())
                        .thenComparingLong(Variant::complaints)));
  }

  private Variant variant(Experiment experiment, String name) {
    double own = rate(experiment, name, complaintsOf(name));
    // A control without complaints counts as one with a single one: nothing is endlessly worse.
    double control =
        rate(experiment, experiment.control(), Math.max(1, complaintsOf(experiment.control())));
    return new Variant(name, complaintsOf(name), windowsOf(name), own / control);
  }

  private static double rate(Experiment experiment, String name, long complaints) {
    double exposed = experiment.exposed().getOrDefault(name, 0.0);
    return exposed > 0 ? complaints / exposed : Double.NaN;
  }

  private long complaintsOf(String variant) {
    return complaints(theme -> isOf(theme, variant));
  }

  private int windowsOf(String variant) {
    return themes.stream()
        .filter(theme -> isOf(theme, variant))
        .mapToInt(theme -> theme.heard().windows())
        .max()
        .orElse(0);
  }

  private static boolean isOf(Theme theme, String variant) {
    return !theme.heard().isDoubtful()
        && theme.heard().variant().filter(variant::equals).isPresent();
  }

  public Facts facts() {
    Facts facts = new Facts();
    facts.put(GateVocabulary.GATE, request.gate());
    facts.put(Vocabulary.PRODUCT, request.product());
    facts.put(Vocabulary.VERSION, request.release());
    facts.put(Vocabulary.STAGE, request.stage());
    facts.put(GateVocabulary.FEEDBACK, hearing.lastHeardAt().isPresent() ? "HEARD" : "MISSING");
    facts.put(
        GateVocabulary.ENVIRONMENT,
        request.environment().map(GateFacts::likeness).orElse("MISSING"));
    facts.put(GateVocabulary.REGRESSION, word(request.regressionSuite()));
    facts.put(GateVocabulary.SCAN, word(request.vulnerabilityScan()));
    facts.put(GateVocabulary.ROLLBACK_PLAN, (Boolean) request.rollbackPlanAttached());
    facts.put(
        GateVocabulary.HIGH, worstSurface().map(worst -> (double) worst.complaints()).orElse(0.0));
    facts.put(
        GateVocabulary.ADDRESSED,
        (double) complaints(theme -> theme.heard().isHigh() && theme.isAddressed()));
    facts.put(
        GateVocabulary.DOUBTFUL,
        (double) complaints(theme -> theme.heard().isDoubtful() && !theme.heard().isResolved()));
    facts.put(GateVocabulary.LOW, (double) complaints(theme -> theme.heard().isLow()));
    facts.put(GateVocabulary.CANDIDATE, (double) complaints(GateFacts::isTied));
    facts.put(GateVocabulary.CANDIDATE_SURFACES, candidateSurfaces());
    fixes(facts);
    worstVariant()
        .ifPresent(worst -> {
          facts.put(GateVocabulary.VARIANT_COMPLAINTS, (double) worst.complaints());
          facts.put(GateVocabulary.VARIANT_WINDOWS, (double) worst.windows());
          facts.put(GateVocabulary.VARIANT_RATIO, worst.ratio());
        });
    return facts;
  }

  private void fixes(Facts facts) {
    List<Double> confidences = new ArrayList<>();
    request.fixes().stream()
        .map(Fix::rootCauseConfidence)
        .filter(Objects::nonNull)
        .forEach(confidences::add);
    facts.put(GateVocabulary.FIXES, (double) request.fixes().size());
    facts.put(GateVocabulary.UNVALIDATED, (double) unvalidated().size());
    facts.put(
        GateVocabulary.UNMATCHED,
        (double) request.fixes().stream().filter(this::isUnmatched).count());
    facts.put(GateVocabulary.UNSURE, (double) (request.fixes().size() - confidences.size()));
    confidences.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(least -> facts.put(GateVocabulary.CONFIDENCE, least));
  }

  /// What is fixed already is no complaint about the candidate any more.
  static boolean isTied(Theme theme) {
    return theme.heard().isTied() && !theme.heard().isDoubtful() && !theme.isAddressed();
  }

  private static String likeness(Environment environment) {
    return environment.hasDrifted() ? "DRIFTED" : "SAME";
  }

  private static String word(@Nullable SuiteResult outcome) {
    return outcome == null ? "MISSING" : outcome.name();
  }
}
