package dev.ombud.act.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.DecisionLabels;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.testing.Rulesets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Goal: whoever gets a ticket knows what broke where after what, and can act on it.
class BriefsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T18:05:00Z");
  private static final UUID ID = UUID.fromString("019cafe0-0000-7000-8000-000000000001");

  private static final String AGGREGATE =
      """
      {"specVersion":"1.0","aggregateId":"b-1","product":"storefront","surface":"checkout",
       "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
       "release":{"version":"7.18.1","stage":"CANARY","previousStable":"7.17.4"},
       "cohort":{"platform":"ios"},
       "cluster":{"id":"c-1","categories":["payment_failure","checkout_friction"],
         "confidence":0.92,"summary":"The coupon code breaks payment"},
       "volume":{"count":120,"customers":110,"baseline":50},
       "sentiment":{"negativeShare":0.8,"baselineNegativeShare":0.35,"sigma":2.6},
       "telemetry":{"errorRate":{"value":4.2,"baseline":0.5,"observedAt":"2026-03-02T17:55:00Z"}},
       "evidence":[{"id":"rv-1","channel":"app_review","text":"Card fails"}]}
      """;

  private static PublicBrief brief(String json, List<MaskedText> texts) {
    return brief(json, texts, List.of());
  }

  private static PublicBrief brief(
      String json, List<MaskedText> texts, List<LabelCorrection> corrections) {
    Aggregate aggregate =
        new AggregateReader().readAggregate(json.getBytes(StandardCharsets.UTF_8));
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      Judgement judgement = Judge.judge(ruleset, aggregate, Context.NONE, NOW);
      Decision decision =
          new Decision(
              ID,
              NOW,
              AggregateKey.of(aggregate),
              judgement,
              new RulesetRef(1, ruleset.digest()),
              null,
              "test",
              "trace");
      return new Briefs(new ServiceAddress(URI.create("https://ombud.example/")))
          .of(
              decision,
              aggregate,
              texts,
              corrections,
              URI.create("https://ombud.example/decisions/" + decision.decisionId()));
    }
  }

  @Test
  void saysWhatAPersonCorrectedAndStaysTheTicketOfItsTeam() {
    DecisionLabels decided =
        new DecisionLabels(List.of("payment_failure"), Severity.P1, "payments");
    LabelCorrection made =
        new LabelCorrection(
            ID,
            ID,
            ID,
            NOW,
            "rita",
            "it is the search",
            decided,
            new DecisionLabels(decided.categories(), Severity.P1, "search"));
    PublicBrief brief = brief(AGGREGATE, List.of(), List.of(made));
    assertThat(brief.numbers().getLast())
        .isEqualTo(
            new PublicBrief.Fact(
                "Corrected by rita", "owner search in place of payments: it is the search"));
    assertThat(brief.incidentKey()).isEqualTo(brief(AGGREGATE, List.of()).incidentKey());
  }

  private static MaskedText text(String text) {
    return new MaskedText(
        ID,
        1,
        "/evidence/0/text",
        Optional.of("rv-1"),
        List.of(),
        Optional.empty(),
        Optional.of(text));
  }

  @Test
  void saysWhatBrokeWhereAfterWhat() {
    PublicBrief brief = brief(AGGREGATE, List.of(text("Card fails at the last step")));
    assertThat(brief.title())
        .isEqualTo("Payment failure and checkout friction in checkout with release 7.18.1 on ios");
    assertThat(brief.paragraph())
        .isEqualTo(
            "120 complaints from 110 customers in the 24 hours until 2026-03-02 18:00 UTC; 50 are"
                + " usual. 80 % of them are negative, usually 35 %. Measured: error rate 4.2"
                + " (baseline 0.5). What they say: The coupon code breaks payment.");
    assertThat(brief.evidence())
        .containsExactly(
            new PublicBrief.Excerpt(
                "rv-1", "app_review", "Card fails at the last step", List.of()));
    assertThat(brief.measure())
        .isEqualTo(
            "complaints about payment failure and checkout friction in checkout fall back to 50");
    assertThat(brief.answerBy()).isAfter(NOW);
    assertThat(brief.link()).hasToString("https://ombud.example/decisions/" + ID);
  }

  @Test
  void beginsAnExcerptNearWhatTellsSomething() {
    String story = "a long story ".repeat(60);
    String json =
        AGGREGATE
            .replace("1.0", "1.1")
            .replace(
                "\"text\":\"Card fails\"",
                "\"spans\":[{\"from\":780,\"to\":790}],\"labels\":[\"payment\"]");
    PublicBrief.Excerpt excerpt =
        brief(json, List.of(text(story + "card fails" + " and so on".repeat(60))))
            .evidence()
            .getFirst();
    assertThat(excerpt.text())
        .startsWith("… ")
        .contains("card fails")
        .endsWith(" …")
        .hasSizeLessThan(290);
    assertThat(excerpt.labels()).containsExactly("payment");
    assertThat(brief(json, List.of(text("short after all"))).evidence().getFirst().text())
        .isEqualTo("short after all");
  }

  @Test
  void namesTheSameIncidentWhateverItsSeverity() {
    PublicBrief calm = brief(AGGREGATE.replace("\"count\":120", "\"count\":60"), List.of());
    assertThat(calm.incidentKey())
        .isEqualTo(brief(AGGREGATE, List.of()).incidentKey())
        .hasSize(64)
        .isNotEqualTo(brief(AGGREGATE.replace("ios", "android"), List.of()).incidentKey());
  }

  @Test
  void shortensLongExcerptsAndLeavesErasedOnesOut() {
    MaskedText erased =
        new MaskedText(
            ID,
            2,
            "/evidence/1/text",
            Optional.of("rv-2"),
            List.of(),
            Optional.of(NOW),
            Optional.empty());
    PublicBrief brief = brief(AGGREGATE, List.of(text("äöü ".repeat(200)), erased));
    assertThat(brief.evidence()).hasSize(1);
    assertThat(brief.evidence().getFirst().text()).endsWith(" …").hasSizeLessThan(300);
  }

  @Test
  void saysThatNoTelemetryCame() {
    String json = AGGREGATE.replaceAll("(?s)\"telemetry\":\\{.*?\\}\\},", "");
    assertThat(brief(json, List.of()).paragraph()).contains("No telemetry was sent with it.");
  }

  private static void check(String detail, String said) {
    assertThat(BriefWords.plain(detail)).isEqualTo(said);
  }

  /// What the rules note for machines and people alike, for people alone.
  @Test
  void saysReasonsAsPeopleReadThem() {
    check(
        "errorRate 0.046 against 0.012 (3.8333 times), needs 1.5 times",
        "error rate 0.046 against 0.012 (3.8 times) (needs 1.5 times)");
    check(
        "complaints name app_start, which customers must pass",
        "complaints name app start, which customers must pass");
    check(
        "1 customers with 1 complaints, a mitigation needs 5",
        "1 customer with 1 complaint, a mitigation needs 5");
    check("21 customers with 31 complaints", "21 customers with 31 complaints");
    check("10 complaints against a baseline of 1.837", "10 complaints against a baseline of 1.8");
    check("release 7.18.12 is the canary", "release 7.18.12 is the canary");
    check("flag:new_checkout/on was switched", "flag:new_checkout/on was switched");
    check(
        "negative share -0.573 standard deviations over baseline",
        "negative share -0.573 standard deviations over baseline");
  }

  @Test
  void saysHowLongAndHowMany() {
    assertThat(BriefWords.length(Duration.ofMinutes(15))).isEqualTo("15 minutes");
    assertThat(BriefWords.length(Duration.ofHours(1))).isEqualTo("1 hour");
    assertThat(BriefWords.length(Duration.ofMinutes(90))).isEqualTo("90 minutes");
    assertThat(BriefWords.length(Duration.ofDays(3))).isEqualTo("72 hours");
    assertThat(BriefWords.length(Duration.ofHours(249))).isEqualTo("10 days");
    assertThat(BriefWords.number(2.571)).isEqualTo("2.6");
    assertThat(BriefWords.number(0.0462)).isEqualTo("0.046");
    assertThat(BriefWords.number(240_000)).isEqualTo("240000");
  }
}
