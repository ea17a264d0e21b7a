package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.contract.Unused;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.ContractVocabulary;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Known;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Lexicons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: what contract 1.1 says is what tables and people see of it, and what nobody uses is said.
final class ContractFactsTest {
  private static final Path EXAMPLE = Path.of("examples/card-authorization.json");

  private static Aggregate example(String... pairs) {
    try {
      return Aggregates.read(Aggregates.edit(Files.readString(EXAMPLE), pairs));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void readsEveryFieldOfTheExample() {
    Facts facts = read(example());
    check(facts, ContractVocabulary.UPSTREAM_SEVERITY, "P1");
    check(facts, ContractVocabulary.URGENCY, "high");
    check(facts, ContractVocabulary.RECOMMENDED_ACTION, "DISABLE_FLAG");
    check(facts, ContractVocabulary.FEATURE, "express checkout");
    check(facts, ContractVocabulary.COMPONENT, "payment-gateway");
    check(facts, ContractVocabulary.ERROR_TYPE, "card_declined");
    check(facts, ContractVocabulary.SKU, List.of("4006381333931"));
    check(facts, ContractVocabulary.BROWSER, "Firefox");
    check(facts, ContractVocabulary.OS, "Windows 11");
    check(facts, ContractVocabulary.SUB_CATEGORIES, List.of("card_authorization"));
    check(
        facts,
        ContractVocabulary.KEY_PHRASES,
        List.of("card authorization", "card won't go through"));
    check(facts, ContractVocabulary.ERROR_CODES, List.of("E1042"));
    check(facts, ContractVocabulary.VARIABLES, List.of("PAYMENT_GATEWAY"));
    check(facts, ContractVocabulary.TOTAL, 190.0);
    check(facts, ContractVocabulary.SHARE, 120 / 190.0);
    check(facts, ContractVocabulary.VELOCITY, 12.0);
    check(facts, ContractVocabulary.ACCELERATION, 1.5);
    check(facts, ContractVocabulary.VOLUME_SIGMA, 5.0);
    check(facts, ContractVocabulary.BASELINE_HOURS, 168.0);
    check(facts, ContractVocabulary.MEAN_RATING, 1.4);
    check(facts, ContractVocabulary.COVERAGE, 0.81);
    check(facts, ContractVocabulary.LIFETIME_VALUE, 512_000.0);
    check(facts, ContractVocabulary.ADOPTION, 0.4);
    check(facts, ContractVocabulary.ORDER_VALUE, 310.5);
    check(facts, ContractVocabulary.ORDER_ITEMS, 4.0);
    check(facts, ContractVocabulary.PAYMENT_METHOD, "card");
    check(facts, ContractVocabulary.PROMOTION, "SPRING");
  }

  private static void check(Facts facts, Field field, Object value) {
    assertThat(facts.shown(field)).as(field.name()).isEqualTo(value);
    assertThat(Known.always(field)).as(field.name()).isFalse();
  }

  @Test
  void knowsNothingOfWhatWasNotSent() {
    Facts facts = read(Aggregates.surgeWith());
    for (Field field :
        List.of(
            ContractVocabulary.UPSTREAM_SEVERITY,
            ContractVocabulary.FEATURE,
            ContractVocabulary.SKU,
            ContractVocabulary.KEY_PHRASES,
            ContractVocabulary.SHARE,
            ContractVocabulary.TOTAL,
            ContractVocabulary.VELOCITY,
            ContractVocabulary.LIFETIME_VALUE,
            ContractVocabulary.ORDER_VALUE,
            ContractVocabulary.FIX_TARGETS,
            ContractVocabulary.ROLLBACK_PLAN,
            ContractVocabulary.VARIABLES)) {
      assertThat(facts.shown(field)).as(field.name()).isNull();
    }
    check(facts, ContractVocabulary.VOLUME_SIGMA, 5.0);
    Facts flat =
        read(Aggregates.surgeWith("\"standardDeviation\": 14", "\"standardDeviation\": 0"));
    assertThat(flat.shown(ContractVocabulary.VOLUME_SIGMA)).isNull();
  }

  @Test
  void saysWhichShareOfAllCommentsNamesIt() {
    assertThat(Words.share(example())).isEqualTo("63 % of 190 comments name card authorization");
    share("190", "120", "all", "100 % of 120 comments name card authorization");
    share("190", "121", "all but one", "99.2 % of 121 comments name card authorization");
    share("190", "1000000", "few", "less than 0.1 % of 1000000 comments name card authorization");
    share("190", "20000", "some", "0.6 % of 20000 comments name card authorization");
    assertThat(
            Words.share(
                example(
                    "\"keyPhrases\": [\"card authorization\", \"card won't go through\"],", "",
                    "[\"payment_failure\"],\n    \"sub",
                        "[\"payment_failure\", \"bug\"],\n    \"sub")))
        .isEqualTo("63 % of 190 comments name payment failure and bug");
    assertThat(Words.share(example("\"count\": 120", "\"count\": 1", "190", "1")))
        .isEqualTo("the only comment names card authorization");
    assertThat(Words.share(example("\"count\": 120", "\"count\": 0", "190", "1")))
        .isEqualTo("the only comment does not name card authorization");
    assertThat(Words.share(example("\"count\": 120", "\"count\": 0", "190", "0"))).isEmpty();
    assertThat(Words.share(Aggregates.surgeWith())).isEmpty();
    assertThat(Words.percent(0.9996)).isEqualTo("more than 99.9 %");
    assertThat(Words.percent(0)).isEqualTo("0 %");
  }

  private static void share(String from, String to, String as, String sentence) {
    assertThat(Words.share(example(from, to))).as(as).isEqualTo(sentence);
  }

  @Test
  void saysWhatNobodyUses() {
    assertThat(Unused.of(Aggregates.surgeWith())).isEmpty();
    assertThat(Unused.of(example()))
        .containsExactly(
            "`environment` sets 1 variable, of which the name alone counts: what it is set to is"
                + " not even kept");
    assertThat(Unused.of(example("\"PAYMENT_GATEWAY\": \"eu-1\"", "\"A\": \"1\", \"B\": \"2\"")))
        .containsExactly(
            "`environment` sets 2 variables, of which the names alone count: what they are set to"
                + " is not even kept");
    assertThat(Unused.of(example("{ \"PAYMENT_GATEWAY\": \"eu-1\" }", "{}"))).isEmpty();
  }

  private static Facts read(Aggregate aggregate) {
    return FactsReader.read(
        aggregate, Lexicons.SHIPPED, Timing.of(aggregate.window(), aggregate.window().end()));
  }
}
