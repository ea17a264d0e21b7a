package dev.ombud.act.target;

import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import dev.ombud.ground.text.XmlText;
import java.util.List;
import java.util.stream.Collectors;

/// Writes blocks as HTML, for Azure DevOps. Every text is escaped.
public final class HtmlWriter {
  private HtmlWriter() {}

  public static String write(List<Block> blocks) {
    return blocks.stream().map(HtmlWriter::write).collect(Collectors.joining("\n"));
  }

  private static String write(Block block) {
    return switch (block) {
      case Heading(String text) -> "<h3>" + escape(text) + "</h3>";
      case Text(String text) -> "<p>" + escape(text) + "</p>";
      case Items(List<Item> items) ->
          items.stream().map(HtmlWriter::item).collect(Collectors.joining("", "<ul>", "</ul>"));
      case Quote(String text, String source) ->
          "<blockquote>" + escape(text) + "<br>(" + escape(source) + ")</blockquote>";
      case Link link -> "<p>" + link(link).strip() + "</p>";
      case Mark(String text) -> "<p><code>" + escape(text) + "</code></p>";
    };
  }

  private static String item(Item item) {
    String name = item.name().isEmpty() ? "" : "<b>" + escape(item.name()) + ":</b> ";
    return "<li>"
        + name
        + escape(item.text())
        + item.link().map(HtmlWriter::link).orElse("")
        + "</li>";
  }

  private static String link(Link link) {
    return " <a href=\"%s\">%s</a>"
        .formatted(XmlText.quoted(link.address().toString()), escape(link.text()));
  }

  private static String escape(String text) {
    return XmlText.quoted(PlainWriter.line(text));
  }
}
