package dev.ombud.decide.engine;

import dev.ombud.ground.base.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Refuses conditions that compare with `<` or `>`. Drools interprets a condition first and
/// compiles it later, and treats NaN, our sign for an unknown number, differently in the two; so a
/// rule would decide one way cold and another way warm (`docs/adr/0011`).
final class Conditions {
  private static final Pattern PASSIVE =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final Pattern CONDITION =
      Pattern.compile("\\bwhen\\b(.*?)\\bthen\\b", Pattern.DOTALL);
  private static final Pattern COMPARISON = Pattern.compile("[<>]=?");

  private Conditions() {}

  static List<Finding> check(String file, String drl) {
    String active = PASSIVE.matcher(drl).replaceAll(match -> blank(match.group()));
    List<Finding> findings = new ArrayList<>();
    Matcher conditions = CONDITION.matcher(active);
    while (conditions.find()) {
      Matcher comparison = COMPARISON.matcher(conditions.group(1));
      while (comparison.find()) {
        int at = conditions.start(1) + comparison.start();
        findings.add(
            new Finding(
                file,
                "",
                Long.toString(line(active, at)),
                Finding.Level.ERROR,
                "unsafe-comparison",
                "a condition compares with `"
                    + comparison.group()
                    + "`: ask isAtLeast, isAtMost, isBelow or isAbove instead"));
      }
    }
    return findings;
  }

  /// As many characters and lines, but nothing in them.
  private static String blank(String text) {
    return text.replaceAll("[^\\n]", " ");
  }

  private static long line(String text, int position) {
    return 1 + text.chars().limit(position).filter(c -> c == '\n').count();
  }
}
