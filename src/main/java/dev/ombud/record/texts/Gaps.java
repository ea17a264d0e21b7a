package dev.ombud.record.texts;

import com.google.re2j.Pattern;

/// Expressions in which a space stands for any gap: a space of any width, a tab, a break of the
/// line. People paste what they wrote elsewhere. Stateless.
final class Gaps {
  /// One character of a gap, for RE2's classes.
  private static final String GAP = "\\s\\p{Z}";

  private Gaps() {}

  static Pattern compile(String expression) {
    StringBuilder gapped = new StringBuilder(expression.length() * 2);
    boolean isInClass = false;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\') {
        gapped.append(c).append(expression.charAt(++i));
        continue;
      }
      isInClass = c == '[' || (isInClass && c != ']');
      gapped.append(c != ' ' ? String.valueOf(c) : isInClass ? GAP : "[" + GAP + "]");
    }
    return Pattern.compile(gapped.toString());
  }
}
