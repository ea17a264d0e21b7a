package dev.ombud.ground.base;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant.
public final class Nearest {
  /// A longer word is no slip of the fingers; comparing it would only cost time.
  private static final int MAX_WORD_CHARS = 64;

  private Nearest() {}

  /// The known word with the fewest letters to insert, remove or change, whatever their case; empty
  /// where more than half of the letters would have to change, because then it was not a slip, and
  /// where two are equally near.
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > MAX_WORD_CHARS) {
      return Optional.empty();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance < least && 2 * distance <= Math.max(word.length(), candidate.length())) {
        least = distance;
        best = candidate;
      } else if (distance == least) {
        best = null;
      }
    }
    return Optional.ofNullable(best);
  }

  /// Levenshtein's edit distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
