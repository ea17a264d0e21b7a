package dev.ombud.ground.text;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Text in CommonMark and in GitHub's, Linear's and Redmine's kinds of it: one line that reads as
/// it was written, in which nothing is markup, a link, a mention or a reference. A backslash does
/// not keep those programs from finding links in what they have rendered, so [PlainText#inert]
/// parts them first. Stateless.
public final class MarkdownText {
  /// Everything that begins markup within a line, or an entity, or a formula.
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|#&~$]");

  /// What begins a list, a rule or an underlined heading where it stands first.
  private static final Pattern FIRST = Pattern.compile("^([-+=]|[0-9]{1,9}(?=[.)](?:\\s|$)))");

  /// What may be the name of a commit: 7 to 40 hexadecimal digits with both letters and digits.
  private static final Pattern COMMIT =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}_-])(?=[a-f]{0,39}[0-9])(?=[0-9]{0,39}[a-f])[0-9a-f]{7,40}"
              + "(?![\\p{L}\\p{N}_-])");

  private MarkdownText() {}

  /// What people and programs of the house wrote.
  public static String of(String text) {
    return escaped(PlainText.inert(text));
  }

  /// What customers may have written: names of commits are parted as well.
  public static String ofCustomers(String text) {
    return ofCustomers(text, UnaryOperator.identity());
  }

  /// The same for a receiver that makes links of more than others do.
  ///
  /// @param parting what takes those apart; gets the text in which everything can be seen
  public static String ofCustomers(String text, UnaryOperator<String> parting) {
    String inert = parting.apply(PlainText.inert(text));
    return escaped(
        COMMIT.matcher(inert).replaceAll(found -> found.group().replaceAll(".{6}(?=.)", "$0-")));
  }

  private static String escaped(String text) {
    return FIRST
        .matcher(SPECIAL.matcher(text).replaceAll("\\\\$0"))
        .replaceFirst(found -> escapedFirst(found.group()));
  }

  private static String escapedFirst(String first) {
    // Of a number, the sign behind it is what makes it begin a list.
    return Character.isDigit(first.charAt(0)) ? first + "\\\\" : "\\\\" + first;
  }
}
