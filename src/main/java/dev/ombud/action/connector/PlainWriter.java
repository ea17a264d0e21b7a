package dev.ombud.action.connector;

import dev.ombud.action.connector.Block.Heading;
import dev.ombud.action.connector.Block.Item;
import dev.ombud.action.connector.Block.Items;
import dev.ombud.action.connector.Block.Link;
import dev.ombud.action.connector.Block.Mark;
import dev.ombud.action.connector.Block.Quote;
import dev.ombud.action.connector.Block.Text;
import dev.ombud.contract.PlainText;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes blocks as text without any markup, for systems that show it as it is.
final class PlainWriter {
  private PlainWriter() {}

  static String write(List<Block> blocks) {
    return blocks.stream().map(PlainWriter::write).collect(Collectors.joining("\n\n"));
  }

  private static String write(Block block) {
    return switch (block) {
      case Heading(String text) -> line(text);
      case Text(String text) -> line(text);
      case Items(List<Item> items) ->
          items.stream().map(item -> "- " + item(item)).collect(Collectors.joining("\n"));
      case Quote(String text, String source) -> "\"" + line(text) + "\" (" + line(source) + ")";
      case Link(String text, URI address) -> line(text) + ": " + address;
      case Mark(String text) -> text;
    };
  }

  static String item(Item item) {
    return (item.name().isEmpty() ? "" : line(item.name()) + ": ")
        + line(item.text())
        + item.link()
            .map(link -> " (" + line(link.text()) + ": " + link.address() + ")")
            .orElse("");
  }

  /// One line in which nothing is hidden, a link or a mention.
  static String line(String text) {
    return PlainText.inert(text);
  }

  /// All texts in a tree of JSON values, each as [#line] has it.
  static Object inert(Object tree) {
    return switch (tree) {
      case String text -> line(text);
      case List<?> items -> items.stream().map(PlainWriter::inert).toList();
      case Map<?, ?> members -> {
        Map<String, Object> inert = new LinkedHashMap<>();
        members.forEach((name, member) -> inert.put(String.valueOf(name), inert(member)));
        yield inert;
      }
      default -> tree;
    };
  }

  /// The beginning of one line of it, as [PlainText#cut] has it.
  static String cut(String text, int most) {
    return PlainText.cut(line(text), most);
  }
}
