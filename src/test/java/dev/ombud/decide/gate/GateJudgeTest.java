package dev.ombud.decide.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.testing.Rulesets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Goal: each threshold of the shipped policy holds from both sides. Method: one question that
/// passes, and one thing changed at a time; what comes first among the reasons decides.
final class GateJudgeTest {
  private static final CompiledRuleset SHIPPED = Rulesets.compile(Rulesets.shipped());
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:00Z");
  private static final String FRESH = "2026-03-02T17:30:00Z";
  private static final String GOOD =
      """
      {"product":"shop","release":"3.5.0","stage":"PRODUCTION",
       "tests":{"regressionSuite":"PASSED","vulnerabilityScan":"PASSED"},
       "telemetry":{"errorRate":{"value":0.1,"baseline":0.1,"observedAt":"%s"}},
       "rollbackPlanAttached":true,"fixes":[]}
      """
          .formatted(FRESH);

  @AfterAll
  static void close() {
    SHIPPED.close();
  }

  private static Feedback heard(String surface, Severity severity, long complaints) {
    return new Feedback(
        surface,
        "cluster-" + surface,
        List.of("payment_failure"),
        severity,
        false,
        false,
        Optional.empty(),
        complaints,
        1,
        List.of(new UUID(1, surface.hashCode())),
        List.of("rv-1"),
        false);
  }

  private static Feedback tied(Feedback heard) {
    return changed(heard, heard.isDoubtful(), true, Optional.empty(), heard.windows());
  }

  private static Feedback doubtful(Feedback heard) {
    return changed(heard, true, heard.isTied(), Optional.empty(), heard.windows());
  }

  private static Feedback of(String variant, int windows, Feedback heard) {
    return changed(heard, false, false, Optional.of(variant), windows);
  }

  private static Feedback changed(
      Feedback heard, boolean doubtful, boolean tied, Optional<String> variant, int windows) {
    return new Feedback(
        heard.surface(),
        heard.cluster(),
        heard.categories(),
        heard.severity(),
        doubtful,
        tied,
        variant,
        heard.complaints(),
        windows,
        heard.decisions(),
        heard.evidence(),
        heard.isResolved());
  }

  private static GateJudgement weigh(String request, Feedback... heard) {
    ProductFeedback hearing =
        new ProductFeedback(Optional.of(NOW), List.of(heard), List.of(), false);
    return GateJudge.weigh(SHIPPED, read(request), hearing, NOW);
  }

  private static GateRequest read(String request) {
    return new GateRequestReader()
        .read("production", request.getBytes(StandardCharsets.UTF_8))
        .request();
  }

  private static void check(String expected, String request, Feedback... heard) {
    GateJudgement weighed = weigh(request, heard);
    GateJudgement.Reason first = weighed.reasons().getFirst();
    assertThat(weighed.verdict() + " " + first.code()).as(weighed.text()).isEqualTo(expected);
    // What is stored says the same again when it is read and weighed anew.
    ProductFeedback stored =
        ProductFeedback.read(
            new ProductFeedback(Optional.of(NOW), List.of(heard), List.of(), false).text());
    assertThat(GateJudge.weigh(SHIPPED, read(request), stored, NOW).text())
        .isEqualTo(weighed.text());
  }

  private static String with(String from, String to) {
    assertThat(GOOD).contains(from);
    return GOOD.replace(from, to);
  }

  private static String status(GateJudgement weighed, String signal) {
    return weighed.signals().stream()
        .filter(each -> each.name().equals(signal))
        .map(each -> each.role() + " " + each.status())
        .findFirst()
        .orElse("");
  }

  @Test
  void documentsEveryReason() throws IOException {
    String page = Files.readString(Path.of("docs/gates.md"));
    for (GateReason reason : GateReason.values()) {
      assertThat(page).contains("| `" + reason + "` | " + reason.meaning() + " |");
    }
  }

  @Test
  void passesWhereNothingIsUnusual() {
    check("PASS NOTHING_UNUSUAL", GOOD);
    assertThat(weigh(GOOD).signals()).allMatch(each -> each.status() == GateSignal.Status.WITHIN);
  }

  @Test
  void blocksFromTheSixthGraveComplaintAboutOneSurface() {
    check("WARN HIGH_SEVERITY_COMPLAINTS", GOOD, heard("search", Severity.P2, 1));
    check("WARN HIGH_SEVERITY_COMPLAINTS", GOOD, heard("search", Severity.P2, 5));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", GOOD, heard("search", Severity.P2, 6));
    check(
        "WARN HIGH_SEVERITY_COMPLAINTS",
        GOOD,
        heard("search", Severity.P1, 5),
        heard("cart", Severity.P1, 5));
    check("WARN LOW_SEVERITY", GOOD, heard("search", Severity.P3, 60));
    assertThat(status(weigh(GOOD, heard("search", Severity.P1, 6)), "complaints"))
        .isEqualTo("SIGNAL FAILING");
  }

  @Test
  void saysInReasonsWhatTheRowAskedFor() {
    GateJudgement weighed =
        weigh(GOOD, heard("search", Severity.P2, 7), heard("help", Severity.P3, 1));
    assertThat(weighed.reasons())
        .extracting(each -> each.code() + " " + each.row() + " " + each.detail())
        .containsExactly(
            "HIGH_SEVERITY_COMPLAINTS GATE-001 7 complaints grave and not addressed, on the surface"
                + " that has most (row asks for > 5)",
            "LOW_SEVERITY GATE-044 1 complaints of low severity (row asks for >= 1)");
    assertThat(weighed.rows())
        .extracting(each -> each.firing().rule() + " " + each.counts())
        .containsExactly("GATE-001 true", "GATE-044 false", "GATE-999 false");
    assertThat(weighed.nearMisses())
        .allMatch(miss -> !miss.failed().isEmpty())
        .hasSizeBetween(1, 3);
  }

  private static String detail(String request, Feedback... heard) {
    return weigh(request, heard).reasons().getFirst().detail();
  }

  @Test
  void saysInReasonsWhatTheCodeMeansWhereTheRowAskedForNoNumber() {
    assertThat(detail(with("errorRate", "unheardOf")))
        .isEqualTo(
            "a health metric was sent that has no usable value, nothing to be compared with, or no row");
    assertThat(detail(GOOD, tied(heard("checkout", Severity.P3, 1))))
        .isEqualTo(
            "complaints are tied to the candidate itself (what complaints tied to the candidate are"
                + " about: checkout)");
  }

  @Test
  void blocksWhereASuiteFailedAndWaitsWhereNobodyKnows() {
    check("BLOCK REGRESSION_FAILED", with("Suite\":\"PASSED", "Suite\":\"FAILED"));
    check("INSUFFICIENT REGRESSION_NOT_RUN", with("Suite\":\"PASSED", "Suite\":\"NOT_RUN"));
    check("INSUFFICIENT REGRESSION_NOT_RUN", with("\"regressionSuite\":\"PASSED\",", ""));
    check("BLOCK VULNERABLE", with("Scan\":\"PASSED", "Scan\":\"FAILED"));
    check("PASS NOTHING_UNUSUAL", with(",\"vulnerabilityScan\":\"PASSED\"", ""));
    assertThat(
            status(weigh(with(",\"vulnerabilityScan\":\"PASSED\"", "")), "tests.vulnerabilityScan"))
        .isEqualTo("GUARDRAIL MISSING");
  }

  @Test
  void holdsCheckoutErrorsOfTheCandidateUntilTheSuitePassesAndAPlanIsAttached() {
    Feedback error = tied(heard("checkout", Severity.P3, 1));
    check("WARN CANDIDATE_COMPLAINTS", GOOD, error);
    check("BLOCK ROLLBACK_PLAN_MISSING", with("Attached\":true", "Attached\":false"), error);
    check("BLOCK REGRESSION_NOT_RUN", with("Suite\":\"PASSED", "Suite\":\"NOT_RUN"), error);
    check("BLOCK REGRESSION_FAILED", with("Suite\":\"PASSED", "Suite\":\"FAILED"), error);
    // Of another release, of another surface, or of the least severity it is no checkout error.
    String bare = with("Attached\":true", "Attached\":false");
    check("WARN LOW_SEVERITY", bare, heard("checkout", Severity.P3, 1));
    check("WARN LOW_SEVERITY", bare, tied(heard("search", Severity.P3, 1)));
    check("WARN LOW_SEVERITY", bare, tied(heard("checkout", Severity.P4, 1)));
  }

  @Test
  void wantsEachFixValidatedAgainstTheThemesOnRecord() {
    Feedback pain = heard("cart", Severity.P2, 9);
    check("WARN COMPLAINTS_ADDRESSED", with("[]", fix("payment_failure", 0.8)), pain);
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", with("[]", fix("search_quality", 0.8)), pain);
    check(
        "BLOCK FIX_NOT_VALIDATED",
        with("[]", fix("search_quality", 0.8)),
        heard("cart", Severity.P2, 5));
    check("WARN FIX_WITHOUT_THEME", with("[]", fix("payment_failure", 0.8)));
    // What the candidate itself brought is not what it mends.
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", with("[]", fix("payment_failure", 0.8)), tied(pain));
  }

  @Test
  void wantsRootCausesToBeCertain() {
    Feedback pain = heard("cart", Severity.P2, 9);
    check("WARN COMPLAINTS_ADDRESSED", with("[]", fix("payment_failure", 0.8)), pain);
    check("BLOCK ROOT_CAUSE_UNCERTAIN", with("[]", fix("payment_failure", 0.79)), pain);
    String silent = fix("payment_failure", 0.8).replace(",\"rootCauseConfidence\":0.8", "");
    check("INSUFFICIENT ROOT_CAUSE_UNKNOWN", with("[]", silent), pain);
  }

  private static String fix(String validatedAgainst, double confidence) {
    return """
    [{"id":"PR-1","themes":["payment_failure"],"validatedAgainst":["%s"],"rootCauseConfidence":%s}]\
    """
        .formatted(validatedAgainst, confidence);
  }

  @Test
  void readsTelemetryUnderTheLimitsOfTheEvidenceTable() {
    check("PASS NOTHING_UNUSUAL", with("\"value\":0.1,", "\"value\":0.149,"));
    check("BLOCK TELEMETRY_DEGRADED", with("\"value\":0.1,", "\"value\":0.15,"));
    check("INSUFFICIENT TELEMETRY_UNDEFINED", with("errorRate", "unheardOf"));
    check("INSUFFICIENT TELEMETRY_UNDEFINED", with("\"baseline\":0.1,", ""));
    check(
        "INSUFFICIENT TELEMETRY_BROKEN",
        with("\"value\":0.1,", "\"value\":0.1,\"state\":\"BROKEN\","));
    check("INSUFFICIENT TELEMETRY_STALE", with(FRESH, "2026-03-01T17:30:00Z"));
    check("INSUFFICIENT TELEMETRY_STALE", with(FRESH, "2098-03-01T17:30:00Z"));
    check("INSUFFICIENT TELEMETRY_STALE", with(FRESH, "2026-03-02T18:05:01Z"));
    check("PASS NOTHING_UNUSUAL", with(FRESH, "2026-03-02T18:05:00Z"));
    assertThat(status(weigh(with("errorRate", "unheardOf")), "telemetry.unheardOf"))
        .isEqualTo("GUARDRAIL INSUFFICIENT");
    assertThat(status(weigh(with(FRESH, "2026-03-01T17:30:00Z")), "telemetry.errorRate"))
        .isEqualTo("GUARDRAIL STALE");
    assertThat(status(weigh(with("\"value\":0.1,", "\"value\":0.9,")), "telemetry.errorRate"))
        .isEqualTo("GUARDRAIL FAILING");
  }

  @Test
  void trustsNoEnvironmentThatHasDrifted() {
    String same = ",\"environment\":{\"fingerprint\":\"a\",\"reference\":\"a\"}}";
    check("PASS NOTHING_UNUSUAL", with(",\"fixes\":[]}", same));
    check(
        "INSUFFICIENT ENVIRONMENT_DRIFTED",
        with(",\"fixes\":[]}", same.replace("reference\":\"a", "reference\":\"b")));
  }

  @Test
  void takesSilenceAndDoubtForNeitherGoodNorBad() {
    ProductFeedback silence = new ProductFeedback(Optional.empty(), List.of(), List.of(), false);
    GateJudgement weighed = GateJudge.weigh(SHIPPED, read(GOOD), silence, NOW);
    assertThat(weighed.reasons().getFirst().code()).hasToString("FEEDBACK_MISSING");
    assertThat(status(weighed, "complaints")).isEqualTo("SIGNAL MISSING");
    check("WARN COMPLAINTS_DOUBTFUL", GOOD, doubtful(heard("search", Severity.P1, 5)));
    check("INSUFFICIENT COMPLAINTS_DOUBTFUL", GOOD, doubtful(heard("search", Severity.P1, 6)));
  }

  @Test
  void proposesToPauseTheVariantThatHurts() {
    String running =
        with(
            ",\"fixes\":[]}",
            """
            ,"experiment":{"key":"cart-layout","control":"a","variants":[
              {"name":"a","exposed":1000},{"name":"b","exposed":1000}]}}
            """);
    Feedback control = of("a", 3, heard("cart", Severity.P3, 5));
    GateJudgement losing = weigh(running, control, of("b", 3, heard("search", Severity.P3, 10)));
    assertThat(losing.reasons().getFirst().code()).hasToString("EXPERIMENT_LOSING");
    assertThat(losing.action()).isPresent();
    assertThat(losing.variant()).contains("b");
    check("WARN LOW_SEVERITY", running, control, of("b", 3, heard("search", Severity.P3, 9)));
    check("WARN LOW_SEVERITY", running, control, of("b", 2, heard("search", Severity.P3, 10)));
    check(
        "WARN LOW_SEVERITY",
        running,
        of("a", 3, heard("cart", Severity.P3, 6)),
        of("b", 3, heard("search", Severity.P3, 11)));
  }

  @Test
  void saysWhereTheRulesetHasNoTableForGates() {
    Map<String, byte[]> parts = new TreeMap<>(Rulesets.shipped().parts());
    parts.remove("decision-tables/gate.xlsx");
    try (CompiledRuleset older = Rulesets.compile(RulesetParts.of(parts))) {
      ProductFeedback hearing = new ProductFeedback(Optional.of(NOW), List.of(), List.of(), false);
      assertThatThrownBy(() -> GateJudge.weigh(older, read(GOOD), hearing, NOW))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("has no table `gate`");
    }
  }

  @Test
  void knowsNothingWhereNoRowMatches() {
    try (CompiledRuleset ruleset =
        Rulesets.compile(
            Rulesets.withTable(
                "gate",
                """
                table gate
                hit policy UNIQUE
                id | in gate.rollbackPlan | in gate.regressionSuite | out gate.verdict \
                | out gate.reason | out gate.action | note
                GATE-001 | false | - | BLOCK | ROLLBACK_PLAN_MISSING | - |
                GATE-002 | - | FAILED | BLOCK | REGRESSION_FAILED | - |
                """))) {
      ProductFeedback hearing = new ProductFeedback(Optional.of(NOW), List.of(), List.of(), false);
      assertThat(GateJudge.weigh(ruleset, read(GOOD), hearing, NOW).reasons())
          .extracting(each -> each.verdict() + " " + each.code())
          .containsExactly("INSUFFICIENT NO_ROW");
      String both =
          GOOD.replace("Attached\":true", "Attached\":false")
              .replace("Suite\":\"PASSED", "Suite\":\"FAILED");
      assertThat(GateJudge.weigh(ruleset, read(both), hearing, NOW).reasons())
          .extracting(each -> each.verdict() + " " + each.code())
          .containsExactly(
              "INSUFFICIENT TABLE_CONFLICT",
              "BLOCK ROLLBACK_PLAN_MISSING",
              "BLOCK REGRESSION_FAILED");
    }
  }
}
