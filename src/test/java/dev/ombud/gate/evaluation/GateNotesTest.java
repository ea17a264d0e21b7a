package dev.ombud.gate.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.ReleaseNotes;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.GateJudge;
import dev.ombud.decide.gate.GateJudgement;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.gate.feedback.EarlierStore.Earlier;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.contract.GateRequestReader.Received;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.testing.Rulesets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Goal: release notes say what the gate's evidence carries, and no more.
final class GateNotesTest {
  private static final CompiledRuleset SHIPPED = Rulesets.compile(Rulesets.shipped());
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-02-20T10:00:00Z");

  @AfterAll
  static void close() {
    SHIPPED.close();
  }

  private static Feedback heard(String category, Severity severity, long complaints) {
    return heard(category, severity, complaints, false, false);
  }

  private static Feedback heard(
      String category, Severity severity, long complaints, boolean doubtful, boolean tied) {
    return new Feedback(
        "checkout",
        "cluster-" + category,
        List.of(category),
        severity,
        doubtful,
        tied,
        Optional.empty(),
        complaints,
        1,
        List.of(new UUID(1, category.hashCode())),
        List.of("rv-" + category),
        false);
  }

  private static Earlier earlier(String category, String release) {
    return new Earlier(heard(category, Severity.P2, 37), new TreeSet<>(List.of(release)), BEFORE);
  }

  private static String fix(String theme, boolean isValidated) {
    return """
    {"id":"PR-7","themes":["%s"],"validatedAgainst":[%s],"rootCauseConfidence":0.9}
    """
        .formatted(theme, isValidated ? "\"" + theme + "\"" : "");
  }

  private static GateEvaluation evaluation(String fixes, ProductFeedback hearing) {
    String question =
        """
        {"product":"shop","release":"3.5.0","stage":"PRODUCTION",
         "tests":{"regressionSuite":"PASSED","vulnerabilityScan":"PASSED"},
         "telemetry":{"errorRate":{"value":1,"baseline":1,"observedAt":"2026-03-02T17:30:00Z"}},
         "rollbackPlanAttached":true,"fixes":[%s]}
        """
            .formatted(fixes);
    Received received =
        new GateRequestReader().read("production", question.getBytes(StandardCharsets.UTF_8));
    GateJudgement weighed = GateJudge.weigh(SHIPPED, received.request(), hearing, NOW);
    return new GateEvaluation(
        new UUID(7, 7),
        NOW,
        "production",
        "shop",
        "3.5.0",
        received.request().stage(),
        weighed.verdict(),
        Optional.empty(),
        "ci",
        "trace",
        "engine",
        new RulesetRef(1, "sha256:" + "0".repeat(64)),
        weighed.decisions(),
        new String(received.kept(), StandardCharsets.UTF_8),
        hearing.text(),
        weighed.text());
  }

  private static ProductFeedback hearing(Feedback... heard) {
    return new ProductFeedback(Optional.of(NOW), List.of(heard), List.of(), false);
  }

  private static Content written(GateEvaluation evaluation, Earlier... earlier) {
    ReleaseNotes notes = new GateNotes(evaluation).of(List.of(earlier));
    Material material = notes.material(List.of());
    return material.template();
  }

  @Test
  void callsResolvedWhatAFixWasValidatedAgainst() {
    Content notes =
        written(
            evaluation(
                fix("payment_failure", true), hearing(heard("payment_failure", Severity.P1, 200))));
    assertThat(notes.sections().get("resolved"))
        .containsExactly(
            "Payment failure in checkout. 200 complaints in the two days before the gate was asked;"
                + " fix PR-7 mends it and was validated against it.");
    assertThat(notes.sections().get("risks")).isEmpty();
    assertThat(notes.text("summary"))
        .isEqualTo(
            "Release 3.5.0 of shop fixes one thing that customers complained about. No issue is"
                + " known to be left. Gate production lets it through with a warning.");
    assertThat(notes.text("customers"))
        .isEqualTo("You told us, and we fixed it: payment failure in checkout.");
    assertThat(notes.evidence()).containsExactly("rv-payment_failure");
  }

  @Test
  void callsLeftWhatAFixWasNotValidatedAgainst() {
    Content notes =
        written(
            evaluation(
                fix("payment_failure", false),
                hearing(heard("payment_failure", Severity.P1, 200))));
    assertThat(notes.sections().get("resolved")).isEmpty();
    assertThat(notes.sections().get("risks"))
        .containsExactly(
            "Payment failure in checkout (P1): 200 complaints in the two days before the gate was"
                + " asked; fix PR-7 is to mend it and was not validated against it.");
    assertThat(notes.text("customers"))
        .isEqualTo(
            "This version brings no fix for what you told us about. We are still working on:"
                + " payment failure in checkout.");
  }

  @Test
  void callsLeftWhatCustomersReportOfThisVeryRelease() {
    Content notes =
        written(
            evaluation(
                fix("payment_failure", true),
                hearing(
                    heard("payment_failure", Severity.P1, 200),
                    heard("payment_failure", Severity.P3, 1, false, true))));
    assertThat(notes.sections().get("resolved")).isEmpty();
    assertThat(notes.sections().get("risks"))
        .containsExactly(
            "Payment failure in checkout (P3): one complaint in the two days before the gate was"
                + " asked; customers report it of this very release; fix PR-7 is to mend it.");
  }

  @Test
  void saysOfSilenceNoMoreThanThatItIsSilence() {
    Content notes =
        written(
            evaluation("", hearing(heard("slow_search", Severity.P3, 3))),
            earlier("coupon_rejected", "3.4.0"),
            earlier("slow_search", "3.4.0"));
    assertThat(notes.sections().get("resolved"))
        .containsExactly(
            "Coupon rejected in checkout. 37 complaints about release 3.4.0 until 2026-02-20, none"
                + " in the two days before the gate was asked.");
    assertThat(notes.text("summary"))
        .startsWith(
            "Release 3.5.0 of shop fixes nothing that customers are known to complain about; of one"
                + " other thing nobody complains any more. One known issue is left.");
    assertThat(notes.text("customers")).doesNotContain("oupon");
  }

  @Test
  void callsSilenceAFixWhereOneWasValidated() {
    Content notes =
        written(
            evaluation(fix("coupon_rejected", true), hearing()), earlier("coupon_rejected", "3.4"));
    assertThat(notes.sections().get("resolved"))
        .containsExactly(
            "Coupon rejected in checkout. 37 complaints about release 3.4 until 2026-02-20, none in"
                + " the two days before the gate was asked; fix PR-7 mends it and was validated"
                + " against it.");
    assertThat(notes.text("customers")).contains("coupon rejected in checkout");
  }

  /// Whoever did not listen, or not to the end, cannot say that nobody complains.
  @Test
  void takesNoSilenceForAnAnswerWhereNobodyListened() {
    Earlier gone = earlier("coupon_rejected", "3.4.0");
    ProductFeedback deaf = new ProductFeedback(Optional.empty(), List.of(), List.of(), false);
    ProductFeedback cut = new ProductFeedback(Optional.of(NOW), List.of(), List.of(), true);
    ProductFeedback open =
        new ProductFeedback(Optional.of(NOW), List.of(), List.of("cluster-coupon_rejected"), false);
    for (ProductFeedback hearing : List.of(deaf, cut, open)) {
      assertThat(written(evaluation("", hearing), gone).sections().get("resolved"))
          .as(hearing.text())
          .isEmpty();
    }
  }

  /// A cluster has another id each time that it is found; its category stays.
  @Test
  void knowsAThemeByItsCategory() {
    Feedback again =
        new Feedback(
            "checkout",
            "cluster-2",
            List.of("coupon_rejected", "usability"),
            Severity.P3,
            false,
            false,
            Optional.empty(),
            5,
            1,
            List.of(new UUID(1, 5)),
            List.of(),
            false);
    Content notes = written(evaluation("", hearing(again)), earlier("coupon_rejected", "3.4.0"));
    assertThat(notes.sections().get("resolved")).isEmpty();
  }

  @Test
  void keepsWhatNobodyConfirmedFromCustomers() {
    Content notes = written(evaluation("", hearing(heard("crash", Severity.P1, 3, true, false))));
    assertThat(notes.sections().get("risks"))
        .containsExactly(
            "Crash in checkout: 3 complaints in the two days before the gate was asked; nobody has"
                + " confirmed it yet.");
    assertThat(notes.text("customers")).doesNotContain("rash");
  }

  @Test
  void namesWhatElseHoldsItBack() {
    ProductFeedback deaf = new ProductFeedback(Optional.empty(), List.of(), List.of(), false);
    Content notes = written(evaluation("", deaf));
    assertThat(notes.sections().get("risks"))
        .containsExactly(
            "Nothing was heard of the product, which is not the same as no complaints.");
    assertThat(notes.text("summary")).endsWith("Gate production has too little to judge it by.");
  }

  @Test
  void isOneDraftWhereOnlyNumbersDiffer() {
    String few =
        new GateNotes(evaluation("", hearing(heard("slow_search", Severity.P3, 3)))).gist();
    String more =
        new GateNotes(evaluation("", hearing(heard("slow_search", Severity.P3, 9)))).gist();
    String other = new GateNotes(evaluation("", hearing(heard("crash", Severity.P3, 3)))).gist();
    assertThat(more).isEqualTo(few);
    assertThat(other).isNotEqualTo(few);
  }
}
