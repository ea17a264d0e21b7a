package dev.ombud.gate.evaluation;

import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.GateFacts;
import dev.ombud.decide.gate.GateJudgement;
import dev.ombud.decide.gate.GateJudgement.Reason;
import dev.ombud.decide.gate.GateJudgement.Row;
import dev.ombud.decide.gate.GateJudgement.Theme;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.GateVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether what keeps a release back got worse since the approver of an override saw it: a number
/// of complaints that a row asks for, and that keeps it back now, has at least doubled, or they are
/// graver. Stateless.
final class Worsening {
  /// What customers say, in numbers that grow as it gets worse.
  private static final List<Field> COMPLAINTS =
      List.of(
          GateVocabulary.HIGH,
          GateVocabulary.CANDIDATE,
          GateVocabulary.DOUBTFUL,
          GateVocabulary.VARIANT_COMPLAINTS);

  private static final List<Field> GRAVE = List.of(GateVocabulary.HIGH, GateVocabulary.CANDIDATE);

  private Worsening() {}

  /// @param seen what the approver saw
  /// @param now the same as it stands now
  /// @param weighed what follows from that
  static boolean since(GateEvaluation seen, GateFacts now, GateJudgement weighed) {
    GateFacts then =
        new GateFacts(
            new GateRequestReader()
                .read(seen.gate(), seen.request().getBytes(StandardCharsets.UTF_8))
                .request(),
            ProductFeedback.read(seen.hearing()));
    Set<String> asked = asked(weighed);
    Facts before = then.facts();
    Facts after = now.facts();
    boolean isMore =
        COMPLAINTS.stream()
            .filter(field -> asked.contains(field.name()))
            .anyMatch(field -> hasDoubled(count(before, field), count(after, field)));
    boolean isAboutGrave = GRAVE.stream().map(Field::name).anyMatch(asked::contains);
    return isMore || (isAboutGrave && isGraver(gravest(then), gravest(now)));
  }

  /// The fields that the rows ask for which keep the release back.
  private static Set<String> asked(GateJudgement weighed) {
    Set<String> holding =
        weighed.reasons().stream()
            .filter(reason -> !reason.verdict().isSafe())
            .map(Reason::row)
            .collect(Collectors.toSet());
    return weighed.rows().stream()
        .map(Row::firing)
        .filter(firing -> holding.contains(firing.rule()))
        .flatMap(firing -> firing.compared().stream())
        .map(compared -> compared.field())
        .collect(Collectors.toSet());
  }

  private static double count(Facts facts, Field field) {
    return facts.shown(field) == null ? 0 : facts.number(field);
  }

  private static boolean hasDoubled(double before, double after) {
    return after > before && after >= 2 * before;
  }

  private static Optional<Severity> gravest(GateFacts gateFacts) {
    return gateFacts.themes().stream()
        .filter(theme -> !theme.isAddressed())
        .map(Theme::heard)
        .filter(heard -> !heard.isDoubtful())
        .map(Feedback::severity)
        .min(Comparator.naturalOrder());
  }

  private static boolean isGraver(Optional<Severity> before, Optional<Severity> after) {
    return after.isPresent() && before.map(seen -> after.get().compareTo(seen) < 0).orElse(true);
  }
}
