package dev.ombud.decide.space;

import java.util.Arrays;

/// Sets of words, by what they must and must not hold: none of some words, and at least one of each
/// of several groups. Every test of several words is one such condition, the opposite of a
/// condition is another, and any number of them together can be met exactly if every group has a
/// word left.
///
/// @param universe all words that there are, one bit each
/// @param unknown whether *not known*, which counts as having no word, is in it
/// @param known whether any set of words is in it
/// @param none the words that no set holds
/// @param groups a set holds a word of each
record WordSets(long universe, boolean unknown, boolean known, long none, long[] groups)
    implements Part {
  private static final long[] NO_GROUPS = {};

  static WordSets all(long universe, boolean unknown) {
    return new WordSets(universe, unknown, true, 0, NO_GROUPS);
  }

  static WordSets unknown(long universe) {
    return new WordSets(universe, true, false, 0, NO_GROUPS);
  }

  /// Holds one of the words.
  static WordSets hits(long universe, long words) {
    return known(universe, false, 0, new long[] {words});
  }

  /// Holds words, but none of these.
  static WordSets misses(long universe, long words) {
    return known(universe, false, words, NO_GROUPS);
  }

  /// The sets that meet all conditions, if there are any.
  static WordSets known(long universe, boolean unknown, long none, long[] groups) {
    boolean possible = (universe & ~none) != 0;
    long[] kept = new long[groups.length];
    int length = 0;
    for (long group : groups) {
      long left = group & ~none;
      possible &= left != 0;
      if (!implied(kept, length, left)) {
        kept[length++] = left;
      }
    }
    return possible
        ? new WordSets(universe, unknown, true, none, Arrays.copyOf(kept, length))
        : new WordSets(universe, unknown, false, 0, NO_GROUPS);
  }

  private static boolean implied(long[] groups, int length, long group) {
    for (int i = 0; i < length; i++) {
      if ((groups[i] & ~group) == 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether each set holds one of the words.
  private boolean mustHit(long words) {
    return (universe & ~none & ~words) == 0 || implied(groups, groups.length, words);
  }

  @Override
  public boolean isEmpty() {
    return !unknown && !known;
  }

  @Override
  public boolean touches(Part other) {
    WordSets sets = (WordSets) other;
    if (unknown && sets.unknown) {
      return true;
    }
    if (!known || !sets.known) {
      return false;
    }
    long never = none | sets.none;
    return (universe & ~never) != 0 && leaves(groups, never) && leaves(sets.groups, never);
  }

  private static boolean leaves(long[] groups, long never) {
    for (long group : groups) {
      if ((group & ~never) == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean contains(Part other) {
    WordSets sets = (WordSets) other;
    if (sets.unknown && !unknown) {
      return false;
    }
    if (!sets.known) {
      return true;
    }
    if (!known || (none & ~sets.none) != 0) {
      return false;
    }
    for (long group : groups) {
      if (!sets.mustHit(group)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Part and(Part other) {
    WordSets sets = (WordSets) other;
    boolean both = unknown && sets.unknown;
    if (!known || !sets.known) {
      return new WordSets(universe, both, false, 0, NO_GROUPS);
    }
    long[] all = Arrays.copyOf(groups, groups.length + sets.groups.length);
    System.arraycopy(sets.groups, 0, all, groups.length, sets.groups.length);
    return known(universe, both, none | sets.none, all);
  }

  /// A place is the words by which the sets are told apart: do they hold any of them? 0 tells the
  /// known from the unknown.
  @Override
  public long[] cuts(Part region) {
    WordSets sets = (WordSets) region;
    if (sets.unknown && sets.known) {
      return new long[] {0};
    }
    long[] cuts = new long[groups.length + 1];
    int length = 0;
    if ((none & ~sets.none) != 0) {
      cuts[length++] = none;
    }
    for (long group : groups) {
      if (!sets.mustHit(group)) {
        cuts[length++] = group;
      }
    }
    return Arrays.copyOf(cuts, length);
  }

  @Override
  public Half cut(long words) {
    if (words == 0) {
      return new Half(new WordSets(universe, false, known, none, groups), unknown(universe));
    }
    return new Half(and(hits(universe, words)), and(misses(universe, words)));
  }

  /// The same without one condition: the words of `none`, or a group.
  WordSets withNone(long words) {
    return known(universe, unknown, words, groups);
  }

  WordSets withoutGroup(int index) {
    long[] rest = new long[groups.length - 1];
    System.arraycopy(groups, 0, rest, 0, index);
    System.arraycopy(groups, index + 1, rest, index, rest.length - index);
    return known(universe, unknown, none, rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordSets sets && contains(sets) && sets.contains(this);
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(unknown) + Long.hashCode(none);
  }

  @Override
  public String toString() {
    return "WordSets[unknown=%s, known=%s, none=%x, groups=%s]"
        .formatted(unknown, known, none, Arrays.toString(groups));
  }
}
