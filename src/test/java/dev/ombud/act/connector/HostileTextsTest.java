package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.target.AdfWriter;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import dev.ombud.act.target.HtmlWriter;
import dev.ombud.act.target.MarkdownWriter;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.text.MarkdownText;
import dev.ombud.ground.text.SlackText;
import dev.ombud.testing.HostileTexts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;

/// Goal: what strangers write becomes no link, no mention and no markup in any system, and can be
/// read there. Method: the same hostile texts to the encoder of each receiver; what is Markdown is
/// rendered as GitHub does it.
final class HostileTextsTest {
  private static final List<Extension> GITHUB =
      List.of(
          AutolinkExtension.create(), StrikethroughExtension.create(), TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(GITHUB).build();
  private static final HtmlRenderer HTML = HtmlRenderer.builder().extensions(GITHUB).build();
  private static final TextContentRenderer TEXT =
      TextContentRenderer.builder().extensions(GITHUB).build();

  /// What a paragraph, a list of ours and a quote of ours are made of.
  private static final Pattern OURS =
      Pattern.compile("</?(?:p|h2|ul|li|strong|blockquote)>|<br />");

  /// What programs look for in text that was rendered already.
  private static final Pattern FOUND_LATER =
      Pattern.compile(
          "(?i)https?://|\\bwww\\.\\w|\\w@\\w|(?<!\\w)@\\w|(?<!\\w)#\\d|\\w#\\d|\\bgh-\\d"
              + "|(?<![\\w:]):[\\w+-]+:");

  private static final Pattern COMMIT =
      Pattern.compile("(?<![\\w-])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}(?![\\w-])");

  /// What Redmine finds besides.
  private static final Pattern FOUND_BY_REDMINE =
      Pattern.compile(
          "(?i)\\[\\[|\\{\\{|\\br[0-9]"
              + "|\\b(?:attachment|commit|document|export|forum|message|news|project|source|user"
              + "|version)[:#]\\S");

  private static List<Block> blocks(String text) {
    return List.of(
        new Heading(text),
        new Text(text),
        new Items(List.of(new Item(text, text), new Item("", text))),
        new Quote(text, text));
  }

  @Test
  void markdownHoldsNothingOfTheirs() {
    for (String text : HostileTexts.all()) {
      String markdown = MarkdownWriter.write(blocks(text));
      HostileTexts.requireVisible(markdown);
      String html = HTML.render(PARSER.parse(markdown));
      assertThat(OURS.matcher(html).replaceAll("")).as(markdown).doesNotContain("<");
      String read = HTML.render(PARSER.parse(MarkdownText.ofCustomers(text)));
      assertThat(read).startsWith("<p>").endsWith("</p>\n").as(read);
      String visible = TEXT.render(PARSER.parse(MarkdownText.ofCustomers(text)));
      assertThat(FOUND_LATER.matcher(visible).find()).as(visible).isFalse();
      assertThat(COMMIT.matcher(visible).find()).as(visible).isFalse();
    }
  }

  @Test
  void commitsAreNoLinksWhereverTheyStand() {
    for (String text : HostileTexts.all()) {
      String visible = TEXT.render(PARSER.parse(MarkdownWriter.write(blocks(text))));
      assertThat(COMMIT.matcher(visible).find()).as(visible).isFalse();
    }
  }

  @Test
  void redmineFindsNothingOfItsOwn() {
    for (String text : HostileTexts.all()) {
      String markdown = Redmine.text(blocks(text));
      HostileTexts.requireVisible(markdown);
      String html = HTML.render(PARSER.parse(markdown));
      assertThat(OURS.matcher(html).replaceAll("")).as(markdown).doesNotContain("<");
      String visible = TEXT.render(PARSER.parse(markdown));
      assertThat(FOUND_BY_REDMINE.matcher(visible).find()).as(visible).isFalse();
    }
  }

  @Test
  void markdownReadsAsItWasWritten() {
    for (String text :
        List.of(
            "*5* of 10_000 (50 %) - it's \"slow\" & costs $5 #fail ~ok <3 [sic] `x` | y \\ z",
            "1. first", "- no", "+ no", "# no", "> no", "= no", "It costs 1. Really.")) {
      assertThat(TEXT.render(PARSER.parse(MarkdownText.ofCustomers(text)))).isEqualTo(text);
    }
    assertThat(
            TEXT.render(
                PARSER.parse(MarkdownText.ofCustomers("at https://x.io by @jo in a5c3785"))))
        .isEqualTo("at https[:]//x[.]io by [@]jo in a5c378-5");
  }

  @Test
  void ourOwnLinksStayLinks() {
    URI address = URI.create("https://ombud.example/decisions/1?a=b&c=(d)");
    String markdown =
        MarkdownWriter.write(
            List.of(
                new Link("The decision", address),
                new Items(List.of(new Item("P1", "x", Optional.of(new Link("it", address)))))));
    assertThat(HTML.render(PARSER.parse(markdown)))
        .contains("<a href=\"https://ombud.example/decisions/1?a=b&amp;c=(d)\">The decision</a>")
        .contains("href=\"https://ombud.example/decisions/1?a=b&amp;c=(d)\">it</a>");
  }

  @Test
  void slackHoldsNothingOfTheirs() {
    for (String text : HostileTexts.all()) {
      String mrkdwn = SlackText.of(text);
      HostileTexts.requireVisible(mrkdwn);
      assertThat(mrkdwn)
          .as(text)
          .doesNotContain("<", ">", "*", "`", "~", "\n")
          .doesNotStartWith("&gt;");
      assertThat(mrkdwn).as(text).doesNotContainPattern("(?<!\\w)_\\w|\\w_(?!\\w)");
      assertThat(FOUND_LATER.matcher(mrkdwn).find()).as(mrkdwn).isFalse();
    }
    assertThat(SlackText.object("x")).containsEntry("verbatim", true);
    assertThat(SlackText.plain("x")).containsEntry("emoji", false);
  }

  @Test
  void jiraGetsTextAlone() {
    for (String text : HostileTexts.all()) {
      List<Object> marks = new ArrayList<>();
      nodes(AdfWriter.write(blocks(text)), marks);
      assertThat(marks).as(text).allMatch(Map.of("type", "strong")::equals);
    }
  }

  private static void nodes(Object node, List<Object> marks) {
    if (node instanceof Map<?, ?> members) {
      if (members.get("text") instanceof String text) {
        HostileTexts.requireVisible(text);
        assertThat(text).doesNotContain("://");
      }
      if (members.get("marks") instanceof List<?> found) {
        marks.addAll(found);
      }
      members.values().forEach(member -> nodes(member, marks));
    } else if (node instanceof List<?> items) {
      items.forEach(item -> nodes(item, marks));
    }
  }

  @Test
  void azureDevOpsGetsNoTagOfTheirs() {
    for (String text : HostileTexts.all()) {
      String html = HtmlWriter.write(blocks(text));
      HostileTexts.requireVisible(html);
      assertThat(html.replaceAll("</?(?:h3|p|ul|li|b|blockquote)>|<br>", ""))
          .as(html)
          .doesNotContain("<", ">", "\"", "'", "://");
    }
  }

  @Test
  void plainReceiversGetNothingThatLooksLikeALink() {
    for (String text : HostileTexts.all()) {
      String plain = PlainWriter.write(blocks(text));
      HostileTexts.requireVisible(plain);
      assertThat(FOUND_LATER.matcher(plain).find()).as(plain).isFalse();
    }
  }

  @Test
  void nothingInvisibleLeavesInJson() {
    String json =
        new String(
            Api.json(Map.of("data", Map.of("texts", HostileTexts.all()))), StandardCharsets.UTF_8);
    HostileTexts.requireVisible(json);
    assertThat(Json.read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Map.class);
  }
}
