package dev.ombud.door.tablepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.TableView;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.replay.ExplanationSummary;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Judges an aggregate without storing it, from a few fields or as JSON, and explains it in full.
/// Thread-safe.
public final class TryPage {
  private static final int MAX_WORD_CHARS = 100;

  /// The fields of the form, by what of the aggregate they are.
  private static final Map<String, String> MADE_OF =
      Map.of(
          "/product", "/product",
          "/surface", "/surface",
          "/cluster/categories/0", "/category",
          "/release/stage", "/stage",
          "/cohort/platform", "/platform",
          "/volume/count", "/count",
          "/volume/baseline", "/baseline",
          "/cluster/confidence", "/confidence",
          "/sentiment/negativeShare", "/negative");

  private final Intake intake;
  private final Function<Intake.Tried, TracedJudgement> judge;
  private final Clock clock;

  /// @param judge by the ruleset that decides now
  TryPage(Intake intake, Function<Intake.Tried, TracedJudgement> judge, Clock clock) {
    this.intake = intake;
    this.judge = judge;
    this.clock = clock;
  }

  /// @param json what was judged, or an example
  public record View(
      Form form, List<String> stages, String json, Optional<Conclusion> conclusion) {}

  /// The few fields that tell most.
  public record Form(
      String product,
      String surface,
      String category,
      String stage,
      String platform,
      String count,
      String baseline,
      String confidence,
      String negative) {
    static final Form EXAMPLE =
        new Form(
            "storefront",
            "checkout",
            "payment_failure",
            "CANARY",
            "android",
            "120",
            "50",
            "0.92",
            "0.8");
  }

  public record Conclusion(
      String severity,
      String sentence,
      List<String> reasons,
      List<String> actions,
      List<TableView> tables) {}

  Response show(Visit visit) {
    return page(visit, Form.EXAMPLE, text(Form.EXAMPLE), Optional.empty());
  }

  Response take(Visit visit, Fields fields) {
    Optional<String> json = fields.find("json");
    Form form = json.isPresent() ? Form.EXAMPLE : form(fields);
    try {
      String text = json.isPresent() ? json.get() : text(form);
      TracedJudgement traced = judge.apply(intake.tried(text.getBytes(StandardCharsets.UTF_8)));
      return page(visit, form, text, Optional.of(conclusion(traced)));
    } catch (ServiceException e) {
      throw json.isPresent() ? e : beside(e);
    }
  }

  /// What is wrong with the aggregate, as what is wrong with the field that it was made of.
  private static ServiceException beside(ServiceException failure) {
    return new ServiceException(
        failure.code(),
        failure.detail(),
        failure.members(),
        failure.violations().stream()
            .map(each ->
                new Violation(
                    MADE_OF.getOrDefault(each.pointer(), each.pointer()),
                    each.code(),
                    each.detail()))
            .toList());
  }

  private static Response page(
      Visit visit, Form form, String json, Optional<Conclusion> conclusion) {
    return visit.page(
        Section.TRY,
        "Try it",
        "trial/try.jte",
        new View(
            form, Arrays.stream(ReleaseStage.values()).map(Enum::name).toList(), json, conclusion));
  }

  private static Conclusion conclusion(TracedJudgement traced) {
    Judgement judgement = traced.judgement();
    return new Conclusion(
        judgement.severity().name(),
        "%s; mitigation %s for %s, %s. Team %s must look within %s."
            .formatted(
                PageWords.name(judgement.disposition()),
                PageWords.name(judgement.mitigation().tier()).toLowerCase(java.util.Locale.ROOT),
                PageWords.name(judgement.mitigation().scope()).toLowerCase(java.util.Locale.ROOT),
                PageWords.name(judgement.mitigation().mode()).toLowerCase(java.util.Locale.ROOT),
                judgement.owner().team(),
                PageWords.age(Duration.ofMinutes(judgement.owner().slaMinutes()))),
        judgement.reasons().stream().map(reason -> PageWords.sentence(reason.detail())).toList(),
        judgement.actions().stream().map(ExplanationSummary::action).toList(),
        traced.traces().stream().map(TableView::of).toList());
  }

  private static Form form(Fields fields) {
    return new Form(
        fields.require("product", "Product", MAX_WORD_CHARS),
        fields.require("surface", "Surface", MAX_WORD_CHARS),
        fields.require("category", "Category", MAX_WORD_CHARS),
        fields.require("stage", "Release stage", MAX_WORD_CHARS),
        fields.find("platform").orElse(""),
        fields.require("count", "Complaints", MAX_WORD_CHARS),
        fields.require("baseline", "Usual complaints", MAX_WORD_CHARS),
        fields.require("confidence", "Confidence", MAX_WORD_CHARS),
        fields.require("negative", "Negative share", MAX_WORD_CHARS));
  }

  /// The aggregate of a form: what it does not ask is left unknown.
  private String text(Form form) {
    Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    Map<String, Object> aggregate = new LinkedHashMap<>();
    aggregate.put("specVersion", AggregateLimits.SPEC_VERSIONS.getLast());
    aggregate.put("aggregateId", "tried");
    aggregate.put("product", form.product());
    aggregate.put("surface", form.surface());
    aggregate.put(
        "window", Map.of("start", end.minus(Duration.ofDays(1)).toString(), "end", end.toString()));
    aggregate.put("release", Map.of("version", "1.0.0", "stage", form.stage()));
    aggregate.put(
        "cohort", form.platform().isEmpty() ? Map.of() : Map.of("platform", form.platform()));
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("id", "tried");
    cluster.put("categories", List.of(form.category()));
    cluster.put("confidence", number("confidence", "Confidence", form.confidence()));
    cluster.put("actionable", true);
    aggregate.put("cluster", cluster);
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("count", (long) number("count", "Complaints", form.count()));
    volume.put("baseline", number("baseline", "Usual complaints", form.baseline()));
    volume.put("baselineHours", 168L);
    aggregate.put("volume", volume);
    aggregate.put(
        "sentiment",
        Map.of("negativeShare", number("negative", "Negative share", form.negative())));
    return new String(Json.write(aggregate), StandardCharsets.UTF_8);
  }

  private static double number(String name, String label, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Fields.refusal(name, "`%s` is `%s`: write a number such as 0.8".formatted(label, text));
    }
  }
}
