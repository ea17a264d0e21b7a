package dev.ombud.decide.space;

import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One word, text or flag: each that a cell names is a place, then come all others together, if
/// there are any, and last *not known*.
///
/// @param words those that cells name
/// @param places where they stand
/// @param others a word that stands for all others; empty if there are none
/// @param listed whether the others can be listed, being declared
/// @param known how many places are known
record WordAxis(
    Field field,
    List<String> words,
    Map<String, Integer> places,
    List<String> others,
    boolean listed,
    int known,
    Span all)
    implements Axis {

  WordAxis {
    words = List.copyOf(words);
    places = Map.copyOf(places);
    others = List.copyOf(others);
  }

  /// @param declared the words of the field, none if it takes any text
  /// @param open whether there may be others
  static WordAxis of(Field field, List<String> declared, boolean open, List<UnaryTest> tests) {
    Set<String> named = new TreeSet<>();
    for (UnaryTest test : tests) {
      switch (test) {
        case UnaryTest.InWords inWords -> named.addAll(inWords.words());
        case UnaryTest.IsFlag flag -> named.add(Boolean.toString(flag.expected()));
        case UnaryTest.Any _, UnaryTest.InRanges _ -> {}
      }
    }
    List<String> words = new ArrayList<>(declared.stream().filter(named::contains).toList());
    named.stream().filter(word -> !declared.contains(word)).forEach(words::add);
    List<String> others =
        new ArrayList<>(declared.stream().filter(word -> !named.contains(word)).toList());
    boolean listed = !open;
    if (open) {
      others.add(stranger(field, named));
    }
    Map<String, Integer> places = new HashMap<>();
    for (String word : words) {
      places.put(word, places.size());
    }
    int known = words.size() + (others.isEmpty() ? 0 : 1);
    int last = Known.always(field) ? known - 1 : known;
    return new WordAxis(field, words, places, others, listed, known, Span.of(0, last));
  }

  /// A word that no cell names.
  static String stranger(Field field, Set<String> named) {
    boolean isText = field.type() instanceof TextType || field.type() instanceof TextsType;
    String word = isText ? "another text" : "another word";
    StringBuilder stranger = new StringBuilder(word);
    while (named.contains(stranger.toString())) {
      stranger.append('+');
    }
    return stranger.toString();
  }

  @Override
  public Span knownValues() {
    return Span.of(0, known - 1);
  }

  @Override
  public Span part(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Any _, UnaryTest.InRanges _ -> all;
      case UnaryTest.IsFlag flag -> part(Set.of(Boolean.toString(flag.expected())));
      case UnaryTest.InWords inWords -> {
        Span named = part(inWords.words());
        yield inWords.negated() ? named.rest(known - 1) : named;
      }
    };
  }

  private Span part(Set<String> named) {
    IntStream sorted =
        named.stream().mapToInt(word -> places.getOrDefault(word, words.size())).sorted();
    int[] pairs = sorted.flatMap(place -> IntStream.of(place, place)).toArray();
    return Span.of(pairs, pairs.length);
  }

  @Override
  public Part widened(Part part, List<Part> taken) {
    return ((Span) part).widened(taken, all, knownValues());
  }

  @Override
  public String cell(Part part) {
    Span span = (Span) part;
    if (span.last() >= known || span.equals(all)) {
      return "-";
    }
    if (field.type() instanceof FlagType) {
      return flags(span);
    }
    boolean hasOthers = !others.isEmpty() && span.last() == known - 1;
    Span named = hasOthers ? span.rest(known - 1) : span;
    List<String> list = new ArrayList<>(named.places().mapToObj(words::get).toList());
    if (hasOthers && list.isEmpty()) {
      list.addAll(words);
      list.addAll(others);
      hasOthers = false;
      if (!listed) {
        return "-";
      }
    }
    String cell = list.stream().map(Spelling::literal).collect(Collectors.joining(","));
    cell = hasOthers ? "not(" + cell + ")" : cell;
    return Axis.fitting(cell);
  }

  private String flags(Span span) {
    List<String> flags = new ArrayList<>();
    span.places()
        .forEach(
            place -> flags.addAll(place < words.size() ? words.subList(place, place + 1) : others));
    return flags.size() == 1 ? flags.getFirst() : "-";
  }

  @Override
  public void putExample(Part part, Facts facts) {
    int place = ((Span) part).first();
    if (place >= known) {
      return;
    }
    String word = place < words.size() ? words.get(place) : others.getFirst();
    if (field.type() instanceof FlagType) {
      facts.put(field, Boolean.valueOf(word));
    } else {
      facts.put(field, word);
    }
  }

  @Override
  public String toString() {
    return field + Arrays.toString(words.toArray());
  }
}
