package dev.ombud.act.target;

import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a ticket, an update and a message say: an incident brief that somebody on call can act on
/// without opening anything else.
public final class IncidentText {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int MAX_LINKS = 10;

  private IncidentText() {}

  /// A ticket from top to bottom.
  ///
  /// @param relations to other tickets
  public static List<Block> ticket(Order order, List<Block> relations) {
    PublicBrief brief = order.brief();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Text(brief.paragraph()));
    blocks.addAll(relations);
    blocks.add(new Items(facts(order)));
    numbers(brief, blocks);
    evidence(brief, blocks);
    end(order, blocks);
    appendix(brief, blocks);
    return blocks;
  }

  /// What another ticket has to do with this one, and where that is.
  ///
  /// @param sentence with `%s` for the ticket's reference
  public static List<Block> relation(String sentence, String reference, String address) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Text(sentence.formatted(reference)));
    link("Ticket " + reference, address).ifPresent(blocks::add);
    return blocks;
  }

  /// Nothing where it leads nowhere.
  public static Optional<Link> link(String text, String address) {
    try {
      return Optional.of(address)
          .filter(each -> !each.isEmpty())
          .map(each -> new Link(text, URI.create(each)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What has happened since, on a ticket that is there.
  public static List<Block> update(Order order, String what) {
    PublicBrief brief = order.brief();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Text(what));
    blocks.add(new Text(brief.paragraph()));
    blocks.add(
        new Items(List.of(new Item("Severity", brief.severity() + ", " + brief.severityReason()))));
    numbers(brief, blocks);
    end(order, blocks);
    return blocks;
  }

  /// What somebody says about the incident, on a ticket that is there.
  public static List<Block> saying(Order order, List<PublicBrief.Fact> said) {
    List<Block> blocks = new ArrayList<>();
    for (PublicBrief.Fact each : said) {
      blocks.add(new Heading(each.name()));
      blocks.add(new Text(each.text()));
    }
    end(order, blocks);
    return blocks;
  }

  /// The same for a channel or a pager, where those who read it may not see what it follows up on.
  public static List<Block> news(Order order, News news) {
    List<Block> blocks = new ArrayList<>();
    for (PublicBrief.Fact each : news.said()) {
      blocks.add(new Text(each.name() + ". " + each.text()));
    }
    blocks.add(
        new Text("This follows up on “%s” of %s.".formatted(news.first(), moment(news.toldAt()))));
    blocks.add(new Link("The decision", order.brief().link()));
    return blocks;
  }

  /// For a channel or a pager: short.
  public static List<Block> message(Order order) {
    PublicBrief brief = order.brief();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Text(brief.paragraph()));
    blocks.add(new Items(facts(order)));
    numbers(brief, blocks);
    blocks.add(
        new Link(
            order.subject().startsWith(Targets.REVIEW) ? "The review" : "The decision",
            brief.link()));
    return blocks;
  }

  private static List<Item> facts(Order order) {
    PublicBrief brief = order.brief();
    List<Item> items = new ArrayList<>();
    items.add(new Item("Severity", brief.severity() + ", " + brief.severityReason()));
    items.add(
        new Item("Product", brief.product() + ", " + brief.surface() + ", " + order.environment()));
    brief.release().ifPresent(release -> items.add(new Item("Release", release)));
    items.add(new Item("Who is affected", brief.cohort()));
    items.add(new Item("Where it is met", brief.where()));
    items.add(new Item("Way back", brief.mitigation()));
    items.add(new Item("Owner", brief.owner()));
    items.add(new Item("Look before", moment(brief.answerBy())));
    items.add(new Item("Decided", moment(brief.decidedAt())));
    items.add(
        new Item("Confidence", String.format(Locale.ROOT, "%.0f %%", brief.confidence() * 100)));
    items.add(new Item("Solved when", brief.measure()));
    return items;
  }

  private static void numbers(PublicBrief brief, List<Block> blocks) {
    if (!brief.numbers().isEmpty()) {
      blocks.add(new Heading("Numbers"));
      blocks.add(
          new Items(
              brief.numbers().stream().map(fact -> new Item(fact.name(), fact.text())).toList()));
    }
  }

  private static void evidence(PublicBrief brief, List<Block> blocks) {
    if (!brief.evidence().isEmpty()) {
      blocks.add(new Heading("What customers wrote"));
      brief.evidence().forEach(excerpt -> blocks.add(new Quote(excerpt.text(), source(excerpt))));
    }
  }

  private static String source(PublicBrief.Excerpt excerpt) {
    String source = excerpt.channel() + ", " + excerpt.id();
    return excerpt.labels().isEmpty()
        ? source
        : source + ", filed under " + String.join(", ", excerpt.labels());
  }

  /// What else is known of it, and where to look closer; behind the mark, so that a system which
  /// takes no long texts loses this first.
  private static void appendix(PublicBrief brief, List<Block> blocks) {
    if (brief.context().isEmpty() && brief.links().isEmpty()) {
      return;
    }
    blocks.add(new Heading("Appendix"));
    if (!brief.context().isEmpty()) {
      blocks.add(
          new Items(
              brief.context().stream().map(fact -> new Item(fact.name(), fact.text())).toList()));
    }
    brief.links().stream()
        .limit(MAX_LINKS)
        .forEach(link -> blocks.add(new Link(link.text(), link.address())));
    int more = brief.links().size() - MAX_LINKS;
    if (more > 0) {
      blocks.add(new Text(more + (more == 1 ? " more link" : " more links") + " at the decision."));
    }
  }

  private static void end(Order order, List<Block> blocks) {
    blocks.add(new Link("The decision and why it is so", order.brief().link()));
    blocks.add(
        new Mark(
            "Ombud decision %s, %s".formatted(order.brief().decisionId(), Marker.ofOrder(order))));
  }

  public static String moment(Instant at) {
    return MOMENT.format(at);
  }
}
