package dev.ombud.act.target;

import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import dev.ombud.ground.text.PlainText;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes blocks as text without any markup, for systems that show it as it is.
public final class PlainWriter {
  private PlainWriter() {}

  public static String write(List<Block> blocks) {
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
  public static String line(String text) {
    return PlainText.inert(text);
  }

  /// All texts in a tree of JSON values, each as [#line] has it.
  public static Object inert(Object tree) {
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
  public static String cut(String text, int most) {
    return PlainText.cut(line(text), most);
  }
}
