package dev.ombud.testing;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.domain.Lexicon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The words that tables of tests may name.
public final class Lexicons {
  private static final String VOCABULARY = "decision-tables/vocabulary.xlsx";

  /// Those of the shipped vocabulary.
  public static final Lexicon SHIPPED = shipped();

  /// Those of a ruleset of before there was a vocabulary.
  public static final Lexicon EARLIER = RulesetCompiler.lexicon(RulesetParts.of(Map.of()));

  private Lexicons() {}

  private static Lexicon shipped() {
    try {
      byte[] workbook = Files.readAllBytes(Path.of(VOCABULARY));
      return RulesetCompiler.lexicon(RulesetParts.of(Map.of(VOCABULARY, workbook)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
