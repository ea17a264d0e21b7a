package dev.ombud.record.texts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.ombud.ground.base.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/// A pattern of the operator's, or of whoever tries one out: RE2, and no larger than what runs over
/// a long text in a blink. RE2/J spells repeats out before it knows how many they are together, so
/// they are counted first. Immutable and thread-safe.
///
/// @param place where it stands, for whoever tries it out
/// @param kind what stands in the place of what it finds
record OwnPattern(String place, String kind, Pattern pattern) {
  /// As many as RE2 lets one repeat have.
  private static final int MAX_REPEATS = 1_000;

  private static final int MAX_INSTRUCTIONS = 5_000;

  /// What one character means, or several together: a quotation, an escape, a class, a repeat.
  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile(
          "\\\\Q.*?(?:\\\\E|$)|\\\\[xpP]\\{[^}]*}|\\\\."
              + "|\\[\\^?]?(?:\\[:\\^?[a-z]*:]|\\\\.|[^]\\\\])*+]"
              + "|\\{(?<least>\\d{1,4})(?:,(?<most>\\d{0,4}))?}|.",
          java.util.regex.Pattern.DOTALL);

  /// @param line its kind, spaces, the pattern
  /// @throws ServiceException as `refusal` makes it
  static OwnPattern read(String line, String place, Function<String, ServiceException> refusal) {
    String[] parts = line.split("\\s+", 2);
    if (parts.length != 2 || !parts[0].matches("[a-z][a-z-]{0,31}")) {
      throw refusal.apply(
          place + " is no masking pattern: write its kind (a to z and `-`), a space, the pattern");
    }
    if (repeats(parts[1]) > MAX_REPEATS) {
      throw refusal.apply(
          place
              + " repeats what is repeated already, more than "
              + MAX_REPEATS
              + " times in all: ask for fewer");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(parts[1]);
    } catch (PatternSyntaxException e) {
      throw refusal.apply(
          place
              + " has no RE2 pattern ("
              + e.getDescription()
              + "): RE2 knows no look-around and no"
              + " back-references");
    }
    if (pattern.programSize() > MAX_INSTRUCTIONS) {
      throw refusal.apply(
          place + " is too large a pattern: ask for fewer repeats, or for less in each");
    }
    if (pattern.matches("")) {
      throw refusal.apply(
          place + " matches the empty text: make it ask for at least one character");
    }
    return new OwnPattern(place, parts[0], pattern);
  }

  /// How often the innermost part of a pattern is repeated at most: the product of the repeats that
  /// stand in each other. What is no pattern may have any.
  private static long repeats(String pattern) {
    Deque<Long> outer = new ArrayDeque<>();
    long most = 1;
    long last = 1;
    for (var token = TOKEN.matcher(pattern); token.find(); ) {
      String least = token.group("least");
      if (least != null) {
        String limit = token.group("most");
        int times = Integer.parseInt(limit == null || limit.isEmpty() ? least : limit);
        last = Math.min(last * Math.max(1, times), MAX_REPEATS + 1L);
      } else {
        switch (token.group()) {
          case "*", "+", "?" -> {}
          case "(" -> {
            outer.push(most);
            most = 1;
            last = 1;
          }
          case ")" -> {
            last = most;
            most = outer.isEmpty() ? most : outer.pop();
          }
          default -> last = 1;
        }
      }
      most = Math.max(most, last);
    }
    return most;
  }

  /// Puts its kind in the place of what it finds. It may match nothing at some places; there is
  /// nothing to mask there.
  ///
  /// @return the same object where it finds nothing
  String replace(String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder masked = null;
    int copied = 0;
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, matcher.start()).append('[').append(kind).append(']');
        copied = matcher.end();
      }
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }
}
