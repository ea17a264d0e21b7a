package dev.ombud.act.target;

import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes blocks as a document of the Atlassian Document Format, version 1. Text there is text: no
/// character needs an escape, but an empty one is refused; what would be taken for a link by those
/// who read it elsewhere is parted all the same.
public final class AdfWriter {
  private AdfWriter() {}

  public static Map<String, Object> write(List<Block> blocks) {
    return Map.of(
        "type", "doc", "version", 1, "content", blocks.stream().map(AdfWriter::node).toList());
  }

  private static Map<String, Object> node(Block block) {
    return switch (block) {
      case Heading(String text) ->
          Map.of("type", "heading", "attrs", Map.of("level", 3), "content", List.of(text(text)));
      case Text(String text) -> paragraph(List.of(text(text)));
      case Items(List<Item> items) ->
          Map.of("type", "bulletList", "content", items.stream().map(AdfWriter::item).toList());
      case Quote(String text, String source) ->
          Map.of(
              "type",
              "blockquote",
              "content",
              List.of(
                  paragraph(List.of(text(text))), paragraph(List.of(text("(" + source + ")")))));
      case Link link -> paragraph(List.of(link(link)));
      case Mark(String text) -> paragraph(List.of(marked(text, Map.of("type", "code"))));
    };
  }

  private static Map<String, Object> item(Item item) {
    List<Map<String, Object>> texts = new ArrayList<>();
    if (!item.name().isEmpty()) {
      texts.add(marked(item.name() + ":", Map.of("type", "strong")));
      texts.add(text(" "));
      texts.add(text(item.text()));
    } else {
      texts.add(text(item.text()));
    }
    item.link()
        .ifPresent(link -> {
          texts.add(text(" "));
          texts.add(link(link));
        });
    return Map.of("type", "listItem", "content", List.of(paragraph(texts)));
  }

  private static Map<String, Object> paragraph(List<Map<String, Object>> texts) {
    return Map.of("type", "paragraph", "content", texts);
  }

  private static Map<String, Object> link(Link link) {
    return marked(
        link.text(), Map.of("type", "link", "attrs", Map.of("href", link.address().toString())));
  }

  private static Map<String, Object> text(String text) {
    return Map.of("type", "text", "text", present(text));
  }

  private static Map<String, Object> marked(String text, Map<String, Object> mark) {
    return Map.of("type", "text", "text", present(text), "marks", List.of(mark));
  }

  private static String present(String text) {
    String line = PlainWriter.line(text);
    return line.isEmpty() ? " " : line;
  }
}
