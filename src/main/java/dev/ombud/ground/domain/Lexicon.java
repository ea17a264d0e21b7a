package dev.ombud.ground.domain;

import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.field.WordList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The words of one organisation, as `vocabulary.xlsx` of a ruleset has them, and the fields of
/// [Vocabulary] with these words filled in. Immutable.
public final class Lexicon {
  private static final int MAX_NAME_CHARS = 100;

  private final boolean declared;
  private final Map<WordList, Map<String, Word>> words = new EnumMap<>(WordList.class);
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final String reportingCurrency;

  /// One word and what the organisation says of it.
  ///
  /// @param row the id of its row
  /// @param parent the category that it is a part of, or null
  /// @param releaseFault whether what it stands for can be the fault of a release
  /// @param owner the team that has it where routing says nothing else, or null
  /// @param core whether customers must pass it to buy or to use the product
  /// @param rate how many of the reporting currency one unit is worth; 0 for all but currencies
  /// @param phrases how customers put it
  /// @param includes what belongs to it; empty where nothing is said
  /// @param excludes what does not; empty where nothing is said
  public record Word(
      String row,
      WordList list,
      String name,
      @Nullable String parent,
      boolean releaseFault,
      @Nullable String owner,
      boolean core,
      double rate,
      List<String> phrases,
      String includes,
      String excludes) {
    public Word {
      phrases = List.copyOf(phrases);
    }

    /// A word of which nothing is said.
    public static Word of(WordList list, String name) {
      return new Word("", list, name, null, false, null, false, 0, List.of(), "", "");
    }
  }

  private Lexicon(List<Word> all, boolean declared) {
    this.declared = declared;
    for (WordList list : WordList.values()) {
      words.put(list, new LinkedHashMap<>());
    }
    all.forEach(word -> listed(word.list()).put(word.name(), word));
    this.reportingCurrency =
        listed(WordList.CURRENCY).values().stream()
            .filter(word -> word.rate() == 1)
            .map(Word::name)
            .findFirst()
            .orElse("");
    Vocabulary.fields().forEach(field -> fields.put(field.name(), filled(field)));
  }

  /// @param words each name once in its list, in the order of the workbook
  public static Lexicon of(List<Word> words) {
    return new Lexicon(words, true);
  }

  /// That of a ruleset of before there was a vocabulary of its own: these words were known, and of
  /// none of them anything was said.
  public static Lexicon undeclared(List<Word> words) {
    return new Lexicon(words, false);
  }

  /// The same fields, with any text in the place of listed words.
  public Lexicon admittingAll() {
    Lexicon open = new Lexicon(List.of(), declared);
    open.fields.replaceAll((_, field) ->
        WordList.of(field).isEmpty() ? field : field.with(new TextType(MAX_NAME_CHARS)));
    return open;
  }

  /// Whether the ruleset has a vocabulary; without one nothing that follows from it is known.
  public boolean isDeclared() {
    return declared;
  }

  private Map<String, Word> listed(WordList list) {
    return words.getOrDefault(list, Map.of());
  }

  private Field filled(Field field) {
    WordList list = WordList.of(field).orElse(null);
    List<String> names = list == null ? List.of() : names(list);
    if (list == null || (names.isEmpty() && !list.isClosed())) {
      return field;
    }
    return field.with(
        field.type() instanceof WordsType
            ? new WordsType(names, field.origin() != Field.Origin.CONCLUSION)
            : new WordType(names, field.origin() != Field.Origin.CONCLUSION));
  }

  /// All fields, in the order of their indexes.
  public List<Field> fields() {
    return List.copyOf(fields.values());
  }

  /// A field with the words that it may take here.
  public Optional<Field> find(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /// The names of a list, in the order of the workbook.
  public List<String> names(WordList list) {
    return List.copyOf(listed(list).keySet());
  }

  /// The words of a list, in the order of the workbook.
  public List<Word> words(WordList list) {
    return List.copyOf(listed(list).values());
  }

  public Optional<Word> find(WordList list, String name) {
    return Optional.ofNullable(listed(list).get(name));
  }

  /// Whether a list has a word, or is not kept at all so that nothing can be said against one.
  public boolean admits(WordList list, String name) {
    Map<String, Word> known = listed(list);
    return known.containsKey(name) || (known.isEmpty() && (!declared || !list.isClosed()));
  }

  /// Those of some names that a list does not admit.
  public List<String> strays(WordList list, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!admits(list, names.get(i))) {
        return names.stream().filter(name -> !admits(list, name)).toList();
      }
    }
    return List.of();
  }

  /// Whether customers must pass this surface or step.
  public boolean isCore(@Nullable String surface, @Nullable String step) {
    return isCore(WordList.SURFACE, surface) || isCore(WordList.STEP, step);
  }

  private boolean isCore(WordList list, @Nullable String name) {
    Word word = name == null ? null : listed(list).get(name);
    return word != null && word.core();
  }

  /// Whether any of some categories can be the fault of a release.
  public boolean canBeReleaseFault(List<String> categories) {
    Map<String, Word> known = listed(WordList.CATEGORY);
    for (int i = 0; i < categories.size(); i++) {
      Word word = known.get(categories.get(i));
      if (word != null && word.releaseFault()) {
        return true;
      }
    }
    return false;
  }

  /// The currency that amounts are compared in; empty where no rate is 1.
  public String reportingCurrency() {
    return reportingCurrency;
  }

  /// An amount in the reporting currency; nothing where its currency has no rate. Without a
  /// vocabulary, the amount as it came.
  public OptionalDouble inReportingCurrency(Aggregate.Money money) {
    if (!declared) {
      return OptionalDouble.of(money.amount());
    }
    Word currency = listed(WordList.CURRENCY).get(money.currency());
    return currency == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(money.amount() * currency.rate());
  }

  /// The listed name that a stray one may stand for.
  public Optional<String> nearest(WordList list, String name) {
    return Nearest.of(name, names(list));
  }

  @Override
  public String toString() {
    Map<WordList, Integer> sizes = new HashMap<>();
    words.forEach((list, of) -> sizes.put(list, of.size()));
    return "words " + sizes;
  }
}
