package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.domain.Lexicon.Word;
import dev.ombud.ground.field.WordList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The words of rulesets of before there was a vocabulary of their own, so that what they decided
/// can be replayed for ever, and so that an owner who has published one goes on with it.
final class EarlierWords {
  private static final Lexicon LEXICON = read();

  private EarlierWords() {}

  static Lexicon lexicon() {
    return LEXICON;
  }

  private static Lexicon read() {
    List<Word> words = new ArrayList<>();
    for (String line : text().lines().filter(each -> !each.startsWith("#")).toList()) {
      List<String> parts = Arrays.asList(line.split(" ", -1));
      WordList list = WordList.find(parts.getFirst()).orElseThrow();
      parts.stream().skip(1).map(name -> Word.of(list, name)).forEach(words::add);
    }
    return Lexicon.undeclared(words);
  }

  private static String text() {
    try (InputStream in = EarlierWords.class.getResourceAsStream("earlier-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("the earlier words are not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
