package dev.ombud.act.target;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A piece of a text for people, before it takes the form that one system wants. What stands in it
/// is plain text: each form takes care that nothing in it means something there.
public sealed interface Block {
  record Heading(String text) implements Block {}

  record Text(String text) implements Block {}

  record Items(List<Item> items) implements Block {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// @param name shown in bold before the text; may be empty
  /// @param link shown behind it
  record Item(String name, String text, Optional<Link> link) {
    public Item(String name, String text) {
      this(name, text, Optional.empty());
    }
  }

  /// What somebody else wrote.
  record Quote(String text, String source) implements Block {}

  record Link(String text, URI address) implements Block {}

  /// For machines, in small print: how a retry finds what it wrote.
  record Mark(String text) implements Block {}
}
