package dev.ombud.record.texts;

import org.jspecify.annotations.Nullable;

/// Finds numbers of cards and telephones in a text, by a walk over its groups of digits; digits of
/// other scripts count too. Takes time in proportion to the text. Stateless.
final class Digits {
  static final int CARD_LEAST = 12;
  private static final int MAX_CARD_DIGITS = 19;
  static final int PHONE_LEAST = 7;
  private static final int PHONE_NATIONAL = 9;
  private static final int PHONE_PLAIN = 10;

  private Digits() {}

  /// Cards: runs of whole groups, 12 to 19 digits together, whose Luhn digit holds, neither behind
  /// a `+` nor beginning with 0; of those that begin at one place, the longest.
  static String withoutCards(String text) {
    StringBuilder masked = null;
    int copied = 0;
    int at = 0;
    while (at < text.length()) {
      if (!isDigit(text, at)) {
        at++;
        continue;
      }
      boolean isInternational = zero(text, at) || (at > 0 && text.charAt(at - 1) == '+');
      int end = isInternational ? -1 : cardEnd(text, at);
      if (end < 0) {
        at = groupEnd(text, at);
      } else {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, at).append("[card]");
        copied = end;
        at = end;
      }
    }
    return finished(text, masked, copied);
  }

  /// Where the longest card ends that begins here, or -1.
  private static int cardEnd(String text, int start) {
    int longest = -1;
    int digits = 0;
    // The digit that is doubled depends on how many there will be: both sums are kept.
    int[] sums = new int[2];
    int at = start;
    while (true) {
      for (; isDigit(text, at); at++) {
        int digit = Character.digit(text.charAt(at), 10);
        sums[digits % 2] += digit > 4 ? digit * 2 - 9 : digit * 2;
        sums[1 - digits % 2] += digit;
        digits++;
        if (digits > MAX_CARD_DIGITS) {
          return longest;
        }
      }
      if (digits >= CARD_LEAST && sums[digits % 2] % 10 == 0) {
        longest = at;
      }
      if (at >= text.length() || !isSpaceOrHyphen(text.charAt(at)) || !isDigit(text, at + 1)) {
        return longest;
      }
      at++;
    }
  }

  /// Telephone numbers: as many groups as stand together, if their digits are enough for one.
  static String withoutPhones(String text) {
    StringBuilder masked = null;
    int copied = 0;
    int at = 0;
    while (at < text.length()) {
      if (!isDigit(text, at)) {
        at++;
        continue;
      }
      if (at > 0 && Character.isLetter(text.charAt(at - 1))) {
        at = groupEnd(text, at);
        continue;
      }
      int date = dateEnd(text, at);
      if (date > 0) {
        at = date;
        continue;
      }
      int end = phoneEnd(text, at);
      int start = prefixStart(text, at, copied);
      if (isPhone(text, start, at, end)) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, start).append("[phone]");
        copied = end;
      }
      at = Math.max(end, groupEnd(text, at));
    }
    return finished(text, masked, copied);
  }

  /// Where the groups end that stand together from here, before a date and before a group that is
  /// part of a word; where they begin if that is the first of them.
  private static int phoneEnd(String text, int start) {
    int end = start;
    int at = start;
    while (true) {
      int group = groupEnd(text, at);
      if (group < text.length() && Character.isLetter(text.charAt(group))) {
        return end;
      }
      end = group;
      at = group + separators(text, group);
      if (at == group || !isDigit(text, at) || dateEnd(text, at) > 0) {
        return end;
      }
    }
  }

  /// How many characters stand between two groups of one number: one, or two of which one is a
  /// space or a bracket.
  private static int separators(String text, int at) {
    if (at >= text.length() || !isSeparator(text.charAt(at))) {
      return 0;
    }
    boolean two =
        at + 1 < text.length()
            && isSeparator(text.charAt(at + 1))
            && (isLoose(text.charAt(at)) || isLoose(text.charAt(at + 1)));
    return two ? 2 : 1;
  }

  private static boolean isLoose(char c) {
    return isSpace(c) || c == '(' || c == ')';
  }

  private static int prefixStart(String text, int at, int least) {
    int start = at;
    while (start > least && at - start < 2 && "+(".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start;
  }

  private static boolean isPhone(String text, int start, int first, int end) {
    int digits = 0;
    boolean closes = false;
    for (int at = first; at < end; at++) {
      digits += isDigit(text, at) ? 1 : 0;
      closes |= text.charAt(at) == ')';
    }
    String prefix = text.substring(start, first);
    boolean marked =
        prefix.indexOf('+') >= 0
            || (prefix.indexOf('(') >= 0 && closes)
            || (zero(text, first) && zero(text, first + 1));
    return digits >= (marked ? PHONE_LEAST : zero(text, first) ? PHONE_NATIONAL : PHONE_PLAIN);
  }

  private static boolean zero(String text, int at) {
    return isDigit(text, at) && Character.digit(text.charAt(at), 10) == 0;
  }

  /// Where a date ends that begins here, or -1: `2024-01-15`, `15.1.2024`, `1/15/24`.
  private static int dateEnd(String text, int start) {
    int first = groupEnd(text, start);
    char separator = first < text.length() ? text.charAt(first) : ' ';
    if ("-./".indexOf(separator) < 0 || !isDigit(text, first + 1)) {
      return -1;
    }
    int second = groupEnd(text, first + 1);
    if (second >= text.length() || text.charAt(second) != separator || !isDigit(text, second + 1)) {
      return -1;
    }
    int end = groupEnd(text, second + 1);
    int a = number(text, start, first);
    int b = number(text, first + 1, second);
    int c = number(text, second + 1, end);
    boolean yearFirst = isYear(a) && isDayAndMonth(b, c);
    boolean yearLast = isYear(c) && isDayAndMonth(a, b);
    boolean goesOn = end < text.length() && text.charAt(end) == separator && isDigit(text, end + 1);
    boolean shortYear = end - second == 3 && isDayAndMonth(a, b) && !goesOn;
    return yearFirst || yearLast || shortYear ? end : -1;
  }

  private static boolean isYear(int number) {
    return number >= 1900 && number < 2100;
  }

  private static boolean isDayAndMonth(int left, int right) {
    return left > 0 && right > 0 && Math.max(left, right) <= 31 && Math.min(left, right) <= 12;
  }

  /// What no date has is a large number.
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int at = start; at < end && number < 10_000; at++) {
      number = number * 10 + Character.digit(text.charAt(at), 10);
    }
    return number;
  }

  private static String finished(String text, @Nullable StringBuilder masked, int copied) {
    if (masked == null) {
      return text;
    }
    return masked.append(text, copied, text.length()).toString();
  }

  private static int groupEnd(String text, int start) {
    int end = start;
    while (isDigit(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && isDigit(text.charAt(at));
  }

  static boolean isDigit(char c) {
    return c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c);
  }

  private static boolean isSpaceOrHyphen(char c) {
    return isSpace(c) || c == '-' || (c >= '\u2010' && c <= '\u2013');
  }

  /// Within a line.
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || (c > 127 && Character.getType(c) == Character.SPACE_SEPARATOR);
  }

  private static boolean isSeparator(char c) {
    return isSpaceOrHyphen(c) || c == '.' || c == '/' || c == '(' || c == ')';
  }
}
