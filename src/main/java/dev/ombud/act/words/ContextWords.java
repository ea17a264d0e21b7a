package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.decide.engine.Words;
import dev.ombud.ground.domain.Aggregate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What stands around the complaints, for those who look closer: what the pipeline found named and
/// concluded, by what logs find the same trouble, orders, links. All of it as the record has it, so
/// that ids are masked. Stateless.
public final class ContextWords {
  private static final int MAX_SAID = 10;

  private ContextWords() {}

  /// The appendix of a ticket and of the page of a decision; nothing where nothing was sent.
  public static List<Fact> facts(Aggregate aggregate) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "Typical phrases", quoted(aggregate.cluster().keyPhrases()));
    add(facts, "More closely", spaced(aggregate.cluster().subCategories()));
    add(facts, "Named in the complaints", named(aggregate.entities()));
    add(facts, "The pipeline's own view", upstream(aggregate.upstream()));
    add(facts, "Error codes", some(aggregate.correlation().errorCodes()));
    add(facts, "Ids for logs", ids(aggregate));
    add(facts, "Orders", order(aggregate.order()));
    add(facts, "Set in the environment", some(aggregate.variables()));
    return facts;
  }

  /// Each with a text that says where it leads.
  public static List<PublicBrief.Link> links(Aggregate aggregate) {
    return aggregate.links().stream()
        .map(link -> new PublicBrief.Link(title(link), URI.create(link.url())))
        .toList();
  }

  private static String title(Aggregate.Link link) {
    String host = URI.create(link.url()).getAuthority();
    String kind = link.kind() == null ? "" : BriefWords.capital(BriefWords.spaced(link.kind()));
    if (link.title() == null) {
      return kind.isEmpty() ? host : kind + " (" + host + ")";
    }
    return kind.isEmpty() ? link.title() : kind + ": " + link.title();
  }

  /// For example `feature express checkout, error card_declined`; empty where nothing is named.
  private static String named(Aggregate.Entities entities) {
    StringJoiner named = new StringJoiner(", ");
    part(named, "feature ", entities.feature());
    part(named, "component ", entities.component());
    part(named, "error ", entities.errorType());
    part(named, "articles ", entities.skus().isEmpty() ? null : some(entities.skus()));
    return named.toString();
  }

  /// What engineers look for it by, as a clause; empty where nothing is known.
  static String technical(Aggregate aggregate) {
    StringJoiner parts = new StringJoiner("; ");
    String named = named(aggregate.entities());
    part(parts, "named in the complaints: ", named.isEmpty() ? null : named);
    List<String> codes = aggregate.correlation().errorCodes();
    part(parts, "error codes: ", codes.isEmpty() ? null : some(codes));
    return parts.toString();
  }

  /// For example `severity P1, urgency high, would DISABLE_FLAG`; empty where it says nothing.
  static String upstream(Aggregate.Upstream upstream) {
    StringJoiner said = new StringJoiner(", ");
    part(said, "severity ", upstream.severity());
    part(said, "urgency ", upstream.urgency());
    part(said, "recommends ", upstream.recommendedAction());
    return said.toString();
  }

  private static String ids(Aggregate aggregate) {
    StringJoiner ids = new StringJoiner(" and ");
    Aggregate.Correlation correlation = aggregate.correlation();
    counted(ids, correlation.requestIds().size(), "request");
    counted(ids, correlation.sessionIds().size(), "session");
    return ids.length() == 0 ? "" : ids + "; an auditor can open them at the decision";
  }

  private static void counted(StringJoiner parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }

  private static String order(Aggregate.@Nullable OrderContext order) {
    if (order == null) {
      return "";
    }
    StringJoiner parts = new StringJoiner(", ");
    counted(parts, order.orderIds().size(), "order");
    part(parts, "worth ", order.value() == null ? null : BriefWords.money(order.value()));
    Long items = order.items();
    part(parts, "", items == null ? null : items + (items == 1 ? " article" : " articles"));
    part(parts, "paid by ", order.paymentMethod());
    part(parts, "promotion ", order.promotion());
    return parts.toString();
  }

  /// How fast it grows: `12 complaints an hour, and 1.5 more each hour`; empty where that is not
  /// known.
  static String trend(Aggregate aggregate) {
    Aggregate.Trend trend = aggregate.volume().trend();
    if (trend == null) {
      return "";
    }
    StringJoiner parts = new StringJoiner(", and ");
    Double velocity = trend.velocity();
    if (velocity != null) {
      parts.add(
          "%s %s complaints an hour"
              .formatted(
                  velocity < 0 ? "falling by" : "growing by",
                  BriefWords.number(Math.abs(velocity))));
    }
    Double acceleration = trend.acceleration();
    if (acceleration != null) {
      parts.add(
          "by %s %s each hour"
              .formatted(
                  BriefWords.number(Math.abs(acceleration)), acceleration < 0 ? "less" : "more"));
    }
    return parts.toString();
  }

  /// What was measured of it, each with its unit.
  static List<Fact> numbers(Aggregate aggregate) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "Share of all comments", Words.share(aggregate));
    add(facts, "Trend", trend(aggregate));
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.meanRating() != null) {
      facts.add(new Fact("Mean rating", Words.of(sentiment.meanRating()) + " of 5 stars"));
    }
    Aggregate.Business business = aggregate.business();
    if (business != null && business.lifetimeValue() != null) {
      facts.add(
          new Fact(
              "Lifetime value of the customers affected",
              BriefWords.money(business.lifetimeValue())));
    }
    if (business != null && business.adoption() != null) {
      facts.add(new Fact("Customers who use it", Words.percent(business.adoption())));
    }
    Aggregate.Tests tests = aggregate.tests();
    if (tests != null && tests.coverage() != null) {
      facts.add(new Fact("Covered by tests", Words.percent(tests.coverage())));
    }
    return facts;
  }

  private static void add(List<Fact> facts, String name, String text) {
    if (!text.isEmpty()) {
      facts.add(new Fact(name, text));
    }
  }

  private static void part(StringJoiner parts, String before, @Nullable String text) {
    if (text != null) {
      parts.add(before + text);
    }
  }

  private static String quoted(List<String> texts) {
    return some(texts.stream().map(text -> "“" + text + "”").toList());
  }

  private static String spaced(List<String> words) {
    return some(words.stream().map(BriefWords::spaced).toList());
  }

  /// The first few of many.
  private static String some(List<String> texts) {
    int more = texts.size() - MAX_SAID;
    return more <= 0
        ? String.join(", ", texts)
        : String.join(", ", texts.subList(0, MAX_SAID)) + " and " + more + " more";
  }
}
