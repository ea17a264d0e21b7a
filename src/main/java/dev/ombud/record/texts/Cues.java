package dev.ombud.record.texts;

import java.util.ArrayList;
import java.util.List;

/// Which of a few words stand in a text, in one walk over it and without a copy of it: most texts
/// hold none, and are spared the search. A word of another hash may count as one of them now and
/// then, which costs a search and nothing else. Immutable and thread-safe.
final class Cues {
  private static final int SLOTS = 2_048;
  private static final int DASH = 1;

  private final int[] hashes = new int[SLOTS];
  private final long[] masks = new long[SLOTS];

  private String lastLetters = "";
  private final List<String> endings = new ArrayList<>();
  private final List<Long> endingMasks = new ArrayList<>();

  private Cues() {}

  /// @param lists words, or pairs joined by `_`, with spaces between; `-` is a dash behind a space,
  ///   `*` stands before the end of a word; the first list is bit 0
  /// @param last the list of the bit behind them
  static Cues of(List<String> lists, String last) {
    Cues cues = new Cues();
    for (int bit = 0; bit <= lists.size(); bit++) {
      for (String cue : (bit < lists.size() ? lists.get(bit) : last).split(" ")) {
        if (cue.startsWith("*")) {
          cues.endings.add(cue.substring(1));
          cues.lastLetters += cue.charAt(cue.length() - 1);
          cues.endingMasks.add(1L << bit);
        } else if (!cue.isEmpty()) {
          cues.add(hash(cue), 1L << bit);
        }
      }
    }
    return cues;
  }

  private static int hash(String cue) {
    int dash = cue.indexOf('_');
    if (cue.equals("-")) {
      return DASH;
    }
    return dash < 0
        ? cue.hashCode()
        : pair(cue.substring(0, dash).hashCode(), cue.substring(dash + 1).hashCode());
  }

  private static int pair(int first, int second) {
    return first * 0x9E3779B1 ^ second;
  }

  private void add(int hash, long mask) {
    int slot = slot(hash);
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) % SLOTS;
    }
    hashes[slot] = hash;
    masks[slot] |= mask;
  }

  private long find(int hash) {
    for (int slot = slot(hash); hashes[slot] != 0; slot = (slot + 1) % SLOTS) {
      if (hashes[slot] == hash) {
        return masks[slot];
      }
    }
    return 0;
  }

  private long ending(String text, int end) {
    long found = 0;
    char last = text.charAt(end - 1);
    if (last > 127 || lastLetters.indexOf(last) < 0) {
      return found;
    }
    for (int i = 0; i < endings.size(); i++) {
      String ending = endings.get(i);
      int length = ending.length();
      if (ending.charAt(length - 1) == last && text.startsWith(ending, end - length)) {
        found |= endingMasks.get(i);
      }
    }
    return found;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 15) & (SLOTS - 1);
  }

  /// A bit for each list of which something is there.
  long in(String text) {
    long found = 0;
    int before = 0;
    int hash = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= 'a' && c <= 'z') {
        hash = 31 * hash + c;
      } else if (c >= 'A' && c <= 'Z') {
        hash = 31 * hash + (c | 0x20);
      } else if (c > 127 && Character.isLetter(c)) {
        hash = 31 * hash + Character.toLowerCase(c);
      } else {
        if (hash != 0) {
          found |= find(hash) | find(pair(before, hash)) | ending(text, i);
          before = hash;
          hash = 0;
        }
        if ((c == '-' || c == '–' || c == '—' || c == '~') && i > 0 && isGap(text.charAt(i - 1))) {
          found |= find(DASH);
        }
      }
    }
    return found;
  }

  private static boolean isGap(char c) {
    return c <= ' ' || (c > 127 && Character.isSpaceChar(c));
  }
}
