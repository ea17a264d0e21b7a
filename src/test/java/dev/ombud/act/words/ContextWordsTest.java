package dev.ombud.act.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.testing.Aggregates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Goal: who looks closer finds what was sent, and no id of anybody.
final class ContextWordsTest {
  private static Aggregate example(String... pairs) {
    try {
      String json = Files.readString(Path.of("examples/card-authorization.json"));
      return Aggregates.read(Aggregates.edit(json, pairs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> said(List<PublicBrief.Fact> facts) {
    return facts.stream().map(fact -> fact.name() + ": " + fact.text()).toList();
  }

  @Test
  void saysWhatStandsAround() {
    assertThat(said(ContextWords.facts(example())))
        .containsExactly(
            "Typical phrases: “card authorization”, “card won't go through”",
            "More closely: card authorization",
            "Named in the complaints: feature express checkout, component payment-gateway, error"
                + " card_declined, articles 4006381333931",
            "The pipeline's own view: severity P1, urgency high, recommends DISABLE_FLAG",
            "Error codes: E1042",
            "Ids for logs: 2 requests and 1 session; an auditor can open them at the decision",
            "Orders: 1 order, worth 311 EUR, 4 articles, paid by card, promotion SPRING",
            "Set in the environment: PAYMENT_GATEWAY");
    assertThat(ContextWords.facts(example()).toString()).doesNotContain("req-", "s-77", "ORD-");
    assertThat(ContextWords.facts(Aggregates.surgeWith())).isEmpty();
    assertThat(ContextWords.links(Aggregates.surgeWith())).isEmpty();
  }

  @Test
  void measuresWhatWasSent() {
    assertThat(said(ContextWords.numbers(example())))
        .containsExactly(
            "Share of all comments: 63 % of 190 comments name card authorization",
            "Trend: growing by 12 complaints an hour, and by 1.5 more each hour",
            "Mean rating: 1.4 of 5 stars",
            "Lifetime value of the customers affected: 512,000 EUR",
            "Customers who use it: 40 %",
            "Covered by tests: 81 %");
    assertThat(
            ContextWords.trend(
                example(
                    "\"velocity\": 12, \"acceleration\": 1.5",
                    "\"velocity\": -3, \"acceleration\": -0.5")))
        .isEqualTo("falling by 3 complaints an hour, and by 0.5 less each hour");
    assertThat(ContextWords.numbers(Aggregates.surgeWith())).isEmpty();
  }

  @Test
  void saysWhereALinkLeads() {
    assertThat(
            ContextWords.links(example()).stream().map(link -> link.text() + " " + link.address()))
        .containsExactly(
            "Dashboard: Checkout by release"
                + " https://grafana.example.com/d/checkout?var-release=7.19.0-rc1",
            "Logs (logs.example.com) https://logs.example.com/app/payment-gateway",
            "Roadmap: PAY-212 One-page checkout https://roadmap.example.com/items/PAY-212");
  }

  /// The rest of the pipeline's words goes with them where nobody is sure of the masking.
  @Test
  void saysNothingOfWhatIsWithheld() {
    Aggregate withheld = example().withoutWords();
    assertThat(said(ContextWords.facts(withheld)))
        .containsExactly(
            "More closely: card authorization",
            "Named in the complaints: articles 4006381333931",
            "Ids for logs: 2 requests and 1 session; an auditor can open them at the decision",
            "Orders: 1 order, worth 311 EUR, 4 articles",
            "Set in the environment: PAYMENT_GATEWAY");
    assertThat(
            ContextWords.links(withheld).stream().map(link -> link.text() + " " + link.address()))
        .containsExactly(
            "Dashboard (grafana.example.com) https://grafana.example.com",
            "Logs (logs.example.com) https://logs.example.com",
            "Roadmap (roadmap.example.com) https://roadmap.example.com");
  }

  @Test
  void saysTheFirstTenOfMany() {
    String many =
        IntStream.range(0, 13).mapToObj(i -> "\"A-" + i + "\"").collect(Collectors.joining(","));
    assertThat(said(ContextWords.facts(example("\"4006381333931\"", many))))
        .anySatisfy(fact -> assertThat(fact).endsWith("A-8, A-9 and 3 more"));
  }
}
