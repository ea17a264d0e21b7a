package dev.ombud.door.recordpages;

import dev.ombud.ground.base.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The drafts of release notes, and what people make of them. Thread-safe.
public interface NotesDesk {
  /// The draft of a release, from what a gate said of it last; nothing where none was asked.
  ///
  /// @param isUninformed whether the evidence that it rests on is withheld
  Optional<Draft> about(String product, String release, boolean isUninformed);

  /// Records what a person makes of a draft, once.
  ///
  /// @param verdict `ACCEPTED`, `EDITED` or `REJECTED`
  /// @param text what takes its place, where it is edited
  void judge(UUID id, String verdict, String by, String reason, Optional<String> text);

  /// A draft.
  ///
  /// @param id nothing where it is not on record yet
  /// @param state whose words they are, and what was made of them: sentences
  /// @param isJudged whether a person said what they think of it
  /// @param edited what a person put in its place
  /// @param markdown all of it, to take along
  /// @param text its sections in Markdown, to be edited
  record Draft(
      Optional<UUID> id,
      String product,
      String state,
      boolean isJudged,
      Optional<String> edited,
      List<Part> parts,
      String evidence,
      String markdown,
      String text) {
    public Draft {
      parts = List.copyOf(parts);
    }

    /// Names the text that a form shows.
    String shown() {
      return named(text);
    }

    /// Browsers send lines that end otherwise, and leave out the first where it is empty.
    static String named(String text) {
      return Sha256.text(Sha256.of(text.replaceAll("\\r\\n?", "\n").strip()));
    }
  }

  /// A section.
  ///
  /// @param texts items of a list, or one paragraph
  record Part(String heading, boolean isList, List<String> texts) {
    public Part {
      texts = List.copyOf(texts);
    }
  }
}
