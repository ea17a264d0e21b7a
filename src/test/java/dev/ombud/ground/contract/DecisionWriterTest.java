package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Progress;
import dev.ombud.ground.json.JsonReader;
import dev.ombud.testing.Golden;
import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("property")
final class DecisionWriterTest {
  private static final DecisionWriter WRITER = new DecisionWriter();
  private static final DecisionReader READER = new DecisionReader();
  private static final byte[] DIGEST = new byte[32];

  @Test
  void writesADecisionInThePublishedOrder() {
    Golden.check("decision.json", pretty(WRITER.write(Decisions.DECISION)));
    Golden.check("decision-detail.json", pretty(detail(Decisions.DECISION, Decisions.CONTEXT)));
    Golden.check(
        "evaluation.json",
        pretty(
            WRITER.writeEvaluation(
                Decisions.JUDGEMENT,
                Decisions.DECISION.ruleset(),
                Instant.parse("2026-03-02T18:00:01.024Z"))));
  }

  @Test
  void writesWholeNumbersWithoutAFraction() {
    checkPriority(91, "91");
    checkPriority(-0.0, "0");
    checkPriority(91.25, "91.25");
    checkPriority(1e15, "1000000000000000");
    checkPriority(1e300, "1e+300");
  }

  @Test
  void refusesANumberThatJsonHasNoFormFor() {
    assertThatThrownBy(() -> WRITER.write(withPriority(Double.NaN)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> WRITER.write(withPriority(Double.POSITIVE_INFINITY)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesOutWhatThereIsNot() {
    Decision decision =
        new Decision(
            Decisions.DECISION.decisionId(),
            Decisions.DECISION.decidedAt(),
            Decisions.DECISION.aggregate(),
            quiet(),
            Decisions.DECISION.ruleset(),
            null,
            "pipeline",
            "4bf92f3577b34da6a3ce929d0e0e4736");
    JsonNode json = JsonReader.read(detail(decision, Context.NONE));
    assertThat(json.has("incidentId")).isFalse();
    assertThat(json.get("context").isEmpty()).isTrue();
    assertThat(json.get("attention").textValue()).isEqualTo("NONE");
    assertThat(json.get("outcome").textValue()).isEqualTo("NOT_APPLICABLE");
    checkSchema("DecisionDetail", detail(decision, Context.NONE));
    checkSchema("DecisionDetail", detail(decision, new Context(null, 3)));
  }

  @Test
  void splicesTheAggregateInAsItWasReceived() {
    String json = text(detail(Decisions.DECISION, Decisions.CONTEXT));
    assertThat(json).endsWith(",\"aggregate\":" + Samples.FULL + "}");
    checkSchema("DecisionDetail", Samples.utf8(json));
  }

  @Test
  void writesPages() {
    assertThat(text(WRITER.writePage(List.of(), null))).isEqualTo("{\"items\":[],\"next\":null}");
    byte[] page = WRITER.writePage(List.of(Decisions.DECISION, Decisions.DECISION), "c2");
    String one = text(WRITER.write(Decisions.DECISION));
    assertThat(text(page)).isEqualTo("{\"items\":[" + one + "," + one + "],\"next\":\"c2\"}");
    checkSchema("Page", page);
  }

  @Test
  void writesWhatTheContractPublishes() {
    JsonSchema decision = OpenApi.schema("Decision");
    JsonSchema detail = OpenApi.schema("DecisionDetail");
    JsonSchema evaluation = OpenApi.schema("Evaluation");
    Property.forAll(
        Decisions::randomJudgement,
        judgement -> {
          Decision made = made(judgement);
          checkSchema(decision, WRITER.write(made));
          checkSchema(detail, detail(made, Decisions.CONTEXT));
          checkSchema(
              evaluation,
              WRITER.writeEvaluation(
                  judgement, made.ruleset(), Instant.parse("2026-03-02T18:00:00Z")));
        });
  }

  @Test
  void writesEveryAnswerOnOneLine() {
    Property.forAll(
        Decisions::randomJudgement,
        judgement -> assertThat(text(WRITER.write(made(judgement)))).doesNotContain("\n", "\r"));
  }

  @Test
  void readsBackWhatItWroteIntoColumns() {
    Property.forAll(
        Decisions::randomJudgement,
        judgement -> {
          assertThat(READER.reasons(text(WRITER.reasons(judgement))))
              .isEqualTo(judgement.reasons());
          assertThat(READER.actions(text(WRITER.actions(judgement))))
              .isEqualTo(judgement.actions());
          assertThat(READER.nearMisses(text(WRITER.nearMisses(judgement))))
              .isEqualTo(judgement.nearMisses());
          assertThat(READER.firings(text(WRITER.firings(judgement))))
              .isEqualTo(judgement.firings());
        });
  }

  @Test
  void readsBackTheContext() {
    UUID id = Decisions.DECISION.decisionId();
    Context unmitigated = new Context(new Context.Incident(id, 0, 3, Tier.NONE, null));
    Context late = new Context(unmitigated.incident(), 2);
    Context quiet = new Context(null, 3);
    for (Context context : List.of(Context.NONE, Decisions.CONTEXT, unmitigated, late, quiet)) {
      assertThat(READER.context(text(WRITER.context(context)))).isEqualTo(context);
    }
  }

  @Test
  void readsColumnsWhoseKeysTheDatabaseReordered() {
    String firing =
        """
        [ {"rule": "r", "effects": {}, "compared": [ {"needs": ">= 1", "field": "a", "value": 1e2} ]} ]
        """;
    assertThat(READER.firings(firing).getFirst().compared())
        .containsExactly(new Judgement.Comparison("a", 100.0, ">= 1"));
  }

  @Test
  void refusesADamagedColumn() {
    for (String damaged :
        List.of(
            "", "[", "[{}]", "[{\"code\":\"COOLDOWN\"}]", "[{\"code\":\"NO\",\"detail\":\"\"}]")) {
      assertThatThrownBy(() -> READER.reasons(damaged))
          .as(damaged)
          .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
    }
  }

  private static byte[] detail(Decision decision, Context context) {
    return WRITER.writeDetail(
        decision,
        Progress.atFirst(decision),
        Samples.FULL,
        DIGEST,
        context,
        "0.1.0",
        List.of(),
        List.of());
  }

  private static Judgement quiet() {
    return new Judgement(
        Severity.P4,
        Disposition.DIGEST,
        new Judgement.Mitigation(Tier.NONE, Scope.GLOBAL, Mode.RECOMMENDATION),
        List.of(),
        new Judgement.Owner("product", 10_080),
        1,
        List.of(),
        List.of(),
        List.of());
  }

  private static void checkPriority(double priority, String written) {
    assertThat(text(WRITER.write(withPriority(priority))))
        .contains("\"priority\":" + written + ",");
  }

  private static Decision withPriority(double priority) {
    Judgement quiet = quiet();
    return made(
        new Judgement(
            quiet.severity(),
            quiet.disposition(),
            quiet.mitigation(),
            quiet.actions(),
            quiet.owner(),
            priority,
            quiet.reasons(),
            quiet.firings(),
            quiet.nearMisses()));
  }

  private static Decision made(Judgement judgement) {
    Decision like = Decisions.DECISION;
    return new Decision(
        like.decisionId(),
        like.decidedAt(),
        like.aggregate(),
        judgement,
        like.ruleset(),
        like.incidentId(),
        like.caller(),
        like.traceId());
  }

  private static void checkSchema(String schema, byte[] json) {
    checkSchema(OpenApi.schema(schema), json);
  }

  private static void checkSchema(JsonSchema schema, byte[] json) {
    assertThat(schema.validate(JsonReader.read(json))).as(text(json)).isEmpty();
  }

  private static String pretty(byte[] json) {
    return JsonReader.read(json).toPrettyString() + "\n";
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
