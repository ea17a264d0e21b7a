package dev.ombud.act.target;

import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import dev.ombud.ground.text.MarkdownText;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Writes blocks as CommonMark. What customers wrote can neither mark up, nor link, nor call
/// anybody by name.
public final class MarkdownWriter {
  private final UnaryOperator<String> parting;

  private MarkdownWriter(UnaryOperator<String> parting) {
    this.parting = parting;
  }

  public static String write(List<Block> blocks) {
    return write(blocks, UnaryOperator.identity());
  }

  /// @param parting what takes apart, in a text in which everything can be seen, what only this
  ///   receiver would make a link of
  public static String write(List<Block> blocks, UnaryOperator<String> parting) {
    MarkdownWriter writer = new MarkdownWriter(parting);
    return blocks.stream().map(writer::block).collect(Collectors.joining("\n\n"));
  }

  private String block(Block block) {
    return switch (block) {
      case Heading(String text) -> "## " + of(text);
      case Text(String text) -> of(text);
      case Items(List<Item> items) ->
          items.stream().map(this::item).collect(Collectors.joining("\n"));
      case Quote(String text, String source) -> "> " + of(text) + "  \n> (" + of(source) + ")";
      case Link link -> link(link);
      case Mark(String text) -> "`" + text + "`";
    };
  }

  private String link(Link link) {
    return "[" + of(link.text()) + "](<" + link.address() + ">)";
  }

  private String item(Item item) {
    return "- "
        + (item.name().isEmpty() ? "" : "**" + of(item.name()) + ":** ")
        + of(item.text())
        + item.link().map(link -> " (" + link(link) + ")").orElse("");
  }

  private String of(String text) {
    return MarkdownText.ofCustomers(text, parting);
  }
}
