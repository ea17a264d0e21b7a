package dev.ombud.decide.engine;

import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.contract.Unused;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.WordList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Says which words of an aggregate no row of the ruleset knows: a warning and a reason, never a
/// refusal and never a silence. Categories are the rules' own affair. Belongs to one case.
final class StrayWords {
  private final Case subject;
  private final Lexicon lexicon;
  private boolean found;

  private StrayWords(Case subject) {
    this.subject = subject;
    this.lexicon = subject.lexicon();
  }

  static void note(Case subject, MetricShapes metrics) {
    StrayWords words = new StrayWords(subject);
    Aggregate aggregate = subject.aggregate();
    words.warn(
        ReasonCode.UNKNOWN_PRODUCT, words.stray(WordList.PRODUCT, "product", aggregate.product()));
    words.warn(
        ReasonCode.UNKNOWN_SURFACE,
        words.stray(WordList.SURFACE, "surface", aggregate.surface())
            + words.stray(WordList.STEP, "funnelStep", aggregate.funnelStep()));
    words.warn(
        ReasonCode.UNKNOWN_SEGMENT,
        words.stray(WordList.SEGMENT, "cohort.segment", aggregate.cohort().segment()));
    words.channels(aggregate);
    words.currencies(aggregate);
    List<String> unused = Unused.of(aggregate);
    if (!unused.isEmpty()) {
      words.warn(ReasonCode.NOT_USED, "; " + String.join("; ", unused));
    }
    if (!subject.telemetry().unknown().isEmpty()) {
      words.warn(ReasonCode.UNKNOWN_METRIC, "; " + subject.telemetry().unknownWords(metrics));
    }
    if (words.found) {
      subject.fired("words that no row knows");
    }
  }

  /// Empty where nothing is to be said.
  private String stray(WordList list, String field, @Nullable String name) {
    return name == null || lexicon.admits(list, name)
        ? ""
        : "; %s `%s` is no %s of the vocabulary%s"
            .formatted(field, name, list.text(), nearest(list, name));
  }

  private String nearest(WordList list, String name) {
    return lexicon.nearest(list, name).map(near -> ": did you mean `" + near + "`?").orElse("");
  }

  private void channels(Aggregate aggregate) {
    Aggregate.Source source = aggregate.source();
    Set<String> stray = new TreeSet<>();
    if (source != null) {
      source.channels().forEach(channel -> channel(channel, stray));
    }
    for (Aggregate.Evidence evidence : aggregate.evidence()) {
      channel(evidence.channel(), stray);
    }
    if (!stray.isEmpty()) {
      warn(
          ReasonCode.UNKNOWN_CHANNEL,
          "; no channel of the vocabulary is " + String.join(", ", stray));
    }
  }

  private void channel(@Nullable String channel, Set<String> stray) {
    if (channel != null && !lexicon.admits(WordList.CHANNEL, channel)) {
      stray.add("`" + channel + "`" + nearest(WordList.CHANNEL, channel));
    }
  }

  private void currencies(Aggregate aggregate) {
    Aggregate.Business business = aggregate.business();
    Aggregate.OrderContext order = aggregate.order();
    warn(
        ReasonCode.UNKNOWN_CURRENCY,
        currency("revenue at risk", business == null ? null : business.revenueAtRisk())
            + currency("lifetime value", business == null ? null : business.lifetimeValue())
            + currency("order value", order == null ? null : order.value()));
  }

  private String currency(String what, Aggregate.@Nullable Money money) {
    return money == null || lexicon.inReportingCurrency(money).isPresent()
        ? ""
        : "; %s of %s %s is not known in %s: the vocabulary has no rate for it"
            .formatted(
                what, Words.of(money.amount()), money.currency(), lexicon.reportingCurrency());
  }

  /// @param clauses each after a semicolon; none where there is nothing to warn of
  private void warn(ReasonCode code, String clauses) {
    if (!clauses.isEmpty()) {
      subject.because(code, clauses.substring(2));
      found = true;
    }
  }
}
