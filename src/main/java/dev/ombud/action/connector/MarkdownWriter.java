package dev.ombud.action.connector;

import dev.ombud.action.connector.Block.Heading;
import dev.ombud.action.connector.Block.Item;
import dev.ombud.action.connector.Block.Items;
import dev.ombud.action.connector.Block.Link;
import dev.ombud.action.connector.Block.Mark;
import dev.ombud.action.connector.Block.Quote;
import dev.ombud.action.connector.Block.Text;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// Writes blocks as CommonMark. What customers wrote can neither mark up, nor link, nor call
/// anybody by name: every character that means something is escaped, and an at sign is parted from
/// the name behind it.
final class MarkdownWriter {
  private static final String SPECIAL = "\\`*_{}[]()<>#+-!|~&$^=";
  private static final String ZERO_WIDTH_SPACE = "\u200B";

  private MarkdownWriter() {}

  static String write(List<Block> blocks) {
    return blocks.stream().map(MarkdownWriter::write).collect(Collectors.joining("\n\n"));
  }

  private static String write(Block block) {
    return switch (block) {
      case Heading(String text) -> "## " + escape(text);
      case Text(String text) -> escape(text);
      case Items(List<Item> items) ->
          items.stream().map(MarkdownWriter::item).collect(Collectors.joining("\n"));
      case Quote(String text, String source) ->
          "> " + escape(text) + "  \n> (" + escape(source) + ")";
      case Link(String text, URI address) -> "[" + escape(text) + "](<" + address + ">)";
      case Mark(String text) -> "`" + text + "`";
    };
  }

  private static String item(Item item) {
    return "- "
        + (item.name().isEmpty() ? "" : "**" + escape(item.name()) + ":** ")
        + escape(item.text());
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (char c : PlainWriter.line(text).toCharArray()) {
      if (SPECIAL.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
      if (c == '@') {
        escaped.append(ZERO_WIDTH_SPACE);
      }
    }
    return escaped.toString();
  }
}
