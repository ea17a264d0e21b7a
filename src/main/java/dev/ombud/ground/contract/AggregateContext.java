package dev.ombud.ground.contract;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.json.AggregateLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of [AggregateReader] that reads what stands around the complaints: what the pipeline
/// concluded and found named, orders, links, by what logs are found. All of it is of contract 1.1.
/// Stateless.
final class AggregateContext {
  private AggregateContext() {}

  static Aggregate.Upstream upstream(AggregateBlock later) {
    return new Aggregate.Upstream(
        later.text("severity", AggregateLimits.UPSTREAM),
        later.text("urgency", AggregateLimits.UPSTREAM),
        later.text("recommendedAction", AggregateLimits.RECOMMENDED));
  }

  static Aggregate.Entities entities(AggregateBlock later) {
    return new Aggregate.Entities(
        later.text("feature", AggregateLimits.FEATURE),
        later.text("component", AggregateLimits.COMPONENT),
        later.text("errorType", AggregateLimits.ERROR_TYPE),
        later.texts("sku", AggregateLimits.MAX_SKUS, AggregateLimits.SKU));
  }

  static Aggregate.@Nullable Trend trend(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Trend trend =
        new Aggregate.Trend(
            block.number("velocity", AggregateLimits.VELOCITY),
            block.number("acceleration", AggregateLimits.ACCELERATION));
    block.finish();
    return trend;
  }

  /// Where there is a text, each span has to lie in it.
  static List<Aggregate.Span> spans(AggregateBlock evidence, @Nullable String text) {
    int length =
        text == null || text.isEmpty() ? Integer.MAX_VALUE : text.codePointCount(0, text.length());
    List<Aggregate.Span> spans = new ArrayList<>();
    for (AggregateBlock block : evidence.blocks("spans", AggregateLimits.MAX_SPANS)) {
      long from = block.requiredCount("from", AggregateLimits.SPAN);
      long to = block.requiredCount("to", AggregateLimits.SPAN);
      if (block.has("from") && block.has("to")) {
        check(block, from, to, length);
      }
      String label = block.text("label", AggregateLimits.NAME);
      block.finish();
      spans.add(new Aggregate.Span((int) from, (int) to, label));
    }
    return spans;
  }

  private static void check(AggregateBlock block, long from, long to, int length) {
    if (to <= from) {
      block.contradict(
          "to", "`to` is %d and `from` is %d: a span ends after it begins".formatted(to, from));
    } else if (to > length) {
      block.contradict(
          "to",
          "`to` is %d and the `text` has %d characters: count Unicode characters, not bytes"
              .formatted(to, length));
    }
  }

  static Aggregate.Correlation correlation(@Nullable AggregateBlock block) {
    if (block == null) {
      return Aggregate.Correlation.NONE;
    }
    Aggregate.Correlation correlation =
        new Aggregate.Correlation(
            block.texts("requestIds", AggregateLimits.MAX_IDS, AggregateLimits.IDENTIFIER),
            block.texts("sessionIds", AggregateLimits.MAX_IDS, AggregateLimits.IDENTIFIER),
            block.texts("errorCodes", AggregateLimits.MAX_ERROR_CODES, AggregateLimits.ERROR_CODE));
    block.finish();
    return correlation;
  }

  static Aggregate.@Nullable OrderContext order(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.OrderContext order =
        new Aggregate.OrderContext(
            block.texts("orderIds", AggregateLimits.MAX_IDS, AggregateLimits.IDENTIFIER),
            AggregateReader.money(block.block("value")),
            block.count("items", AggregateLimits.ITEMS),
            block.text("paymentMethod", AggregateLimits.PAYMENT_METHOD),
            block.text("promotion", AggregateLimits.PROMOTION));
    block.finish();
    return order;
  }

  static List<Aggregate.Link> links(AggregateBlock later) {
    List<Aggregate.Link> links = new ArrayList<>();
    for (AggregateBlock block : later.blocks("links", AggregateLimits.MAX_LINKS)) {
      links.add(
          new Aggregate.Link(
              block.requiredText("url", AggregateLimits.LINK),
              block.text("title", AggregateLimits.TITLE),
              block.text("kind", AggregateLimits.WORD)));
      block.finish();
    }
    return links;
  }

  /// The names alone: what a variable is set to may be a secret, so that nothing that decides or
  /// keeps ever has it.
  static List<String> variables(AggregateBlock later) {
    return later.namedTexts(
        "environment",
        AggregateLimits.MAX_VARIABLES,
        AggregateLimits.VARIABLE,
        AggregateLimits.VARIABLE_VALUE);
  }
}
