package dev.ombud.ground.field;

import java.util.Optional;

/// The lists of words that an organisation has of its own: `vocabulary.xlsx` holds them, a row a
/// word, and the fields of [Vocabulary] that take such words offer what stands there.
public enum WordList {
  /// Who owns what: the owners that routing names.
  TEAM("team", true),
  /// What complaints are about.
  CATEGORY("category", true),
  /// The parts of a product.
  SURFACE("surface", true),
  /// The steps of a funnel.
  STEP("step", true),
  /// Where texts come from.
  CHANNEL("channel", true),
  /// The customer segments.
  SEGMENT("segment", false),
  /// The products.
  PRODUCT("product", false),
  /// The currencies that amounts come in, each with a rate.
  CURRENCY("currency", false);

  private final String text;
  private final boolean closed;

  WordList(String text, boolean closed) {
    this.text = text;
    this.closed = closed;
  }

  /// As it stands in the workbook.
  public String text() {
    return text;
  }

  /// Whether a table may name only what is listed even where nothing is. Of the others, an empty
  /// list says that the organisation keeps none, so that any name may stand in a table.
  public boolean isClosed() {
    return closed;
  }

  /// The list whose words a field of [Vocabulary] takes.
  public static Optional<WordList> of(Field field) {
    return switch (field.name()) {
      case "owner.team" -> Optional.of(TEAM);
      case "cluster.categories" -> Optional.of(CATEGORY);
      case "surface", "gate.candidateSurfaces" -> Optional.of(SURFACE);
      case "funnelStep" -> Optional.of(STEP);
      case "source.channels" -> Optional.of(CHANNEL);
      case "cohort.segment" -> Optional.of(SEGMENT);
      case "product" -> Optional.of(PRODUCT);
      default -> Optional.empty();
    };
  }

  public static Optional<WordList> find(String text) {
    for (WordList list : values()) {
      if (list.text.equals(text)) {
        return Optional.of(list);
      }
    }
    return Optional.empty();
  }
}
