package dev.ombud.decide.space;

import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Known;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Several words or texts at once: each that a cell names is one bit, and all others together are
/// one. *Not known* and having no word are the same, since only `-` holds for either.
///
/// @param words those that cells name, in the order of their bits
/// @param others stand for all others; empty if there are none
record WordsAxis(Field field, List<String> words, List<String> others, WordSets all)
    implements Axis {
  static final int MAX_WORDS = 63;

  WordsAxis {
    words = List.copyOf(words);
    others = List.copyOf(others);
  }

  /// @param declared the words of the field, none if it takes any texts
  /// @param open whether there may be others
  static WordsAxis of(Field field, List<String> declared, boolean open, List<UnaryTest> tests) {
    Set<String> named = new TreeSet<>();
    for (UnaryTest test : tests) {
      if (test instanceof UnaryTest.InWords inWords) {
        named.addAll(inWords.words());
      }
    }
    List<String> words = new ArrayList<>(declared.stream().filter(named::contains).toList());
    named.stream().filter(word -> !declared.contains(word)).forEach(words::add);
    if (words.size() > MAX_WORDS) {
      throw new IllegalStateException("cells name more than 63 words of " + field);
    }
    List<String> others =
        new ArrayList<>(declared.stream().filter(word -> !named.contains(word)).toList());
    if (open) {
      others.add(WordAxis.stranger(field, named));
    }
    int bits = words.size() + (others.isEmpty() ? 0 : 1);
    long universe = bits == Long.SIZE ? -1 : (1L << bits) - 1;
    boolean unknown = !Known.always(field);
    return new WordsAxis(field, words, others, WordSets.all(universe, unknown));
  }

  @Override
  public Part knownValues() {
    return WordSets.all(all.universe(), false);
  }

  @Override
  public WordSets part(UnaryTest test) {
    if (!(test instanceof UnaryTest.InWords(var _, var named, var negated, var _))) {
      return all;
    }
    long bits = bits(named);
    return negated ? WordSets.misses(all.universe(), bits) : WordSets.hits(all.universe(), bits);
  }

  private long bits(Collection<String> named) {
    long bits = 0;
    for (String word : named) {
      bits |= 1L << words.indexOf(word);
    }
    return bits;
  }

  @Override
  public Part widened(Part part, List<Part> taken) {
    if (taken.stream().noneMatch(all::touches)) {
      return all;
    }
    WordSets sets = (WordSets) part.and(knownValues());
    if (sets.isEmpty()) {
      return part;
    }
    for (int i = sets.groups().length - 1; i >= 0; i--) {
      WordSets wider = sets.withoutGroup(i);
      sets = taken.stream().noneMatch(wider::touches) ? wider : sets;
    }
    for (long left = sets.none(); left != 0; left &= left - 1) {
      WordSets wider = sets.withNone(sets.none() & ~Long.lowestOneBit(left));
      sets = taken.stream().noneMatch(wider::touches) ? wider : sets;
    }
    return sets;
  }

  @Override
  public String cell(Part part) {
    WordSets sets = (WordSets) part;
    if (sets.unknown() || sets.equals(knownValues())) {
      return "-";
    }
    long narrowest = 0;
    for (long group : sets.groups()) {
      if (narrowest == 0 || Long.bitCount(group) < Long.bitCount(narrowest)) {
        narrowest = group;
      }
    }
    return Axis.fitting(narrowest != 0 ? list(narrowest) : "not(" + list(sets.none()) + ")");
  }

  private String list(long bits) {
    return words.stream()
        .filter(word -> (bits & 1L << words.indexOf(word)) != 0)
        .map(Spelling::literal)
        .collect(Collectors.joining(","));
  }

  /// As few words as will do.
  @Override
  public void putExample(Part part, Facts facts) {
    WordSets sets = (WordSets) part;
    if (!sets.known()) {
      return;
    }
    long chosen = 0;
    for (long group : sets.groups()) {
      if ((chosen & group) == 0) {
        chosen |= Long.lowestOneBit(group);
      }
    }
    if (chosen == 0) {
      chosen = Long.highestOneBit(all.universe() & ~sets.none());
    }
    List<String> example = new ArrayList<>();
    for (int bit = 0; bit <= words.size(); bit++) {
      if ((chosen & 1L << bit) != 0) {
        example.add(bit < words.size() ? words.get(bit) : others.getFirst());
      }
    }
    facts.put(field, example);
  }
}
