package dev.ombud.evidence;

import com.google.re2j.PatternSyntaxException;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Takes out of a text what says who wrote it, and puts the name of its kind in its place:
/// `[email]`, `[ip]`, `[iban]`, `[card]`, `[phone]`, and kinds that the operator adds (numbers of
/// orders, devices). When in doubt it masks: a number of ten digits is a phone number.
///
/// | kind | what it takes for one |
/// |---|---|
/// | `email` | RFC 5321 mailboxes without quotes; also of other scripts |
/// | `ip` | IPv4 with four parts; IPv6 (RFC 4291) with `::` or eight groups |
/// | `iban` | ISO 13616: the check digits hold (ISO 7064, modulo 97); with or without spaces |
/// | `card` | 12 to 19 digits in groups whose Luhn digit holds (ISO/IEC 7812-1) |
/// | `phone` | 7 to 15 digits (E.164) after `+`, `00` or `(`; 9 or more after `0`; else 10 or more; no date |
///
/// It cannot find names, addresses, or what was written to escape it (`jo at example dot org`). A
/// mask holds no digit and no `@`, so masking twice changes nothing.
///
/// The operator's patterns are RE2 (RE2/J): they take time in proportion to the text, whatever text
/// a stranger sends. Immutable and thread-safe.
public final class Masking {
  private static final int MOST_PATTERNS = 50;

  private static final Pattern EMAIL =
      Pattern.compile(
          "[\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-]{1,64}@(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,63}");
  private static final Pattern IP =
      Pattern.compile(
          "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
              + "(?!\\d|\\.\\d)"
              + "|(?<![\\p{Alnum}:])(?=[0-9A-Fa-f:]{0,39}[0-9A-Fa-f])"
              + "(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
              + "|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::"
              + "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)"
              + "(?![\\p{Alnum}:])");
  private static final Pattern IBAN =
      Pattern.compile("(?<!\\p{Alnum})[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,30}");
  private static final Pattern CARD = Pattern.compile("(?<!\\d)\\d(?:[ -]?\\d){11,40}");
  private static final Pattern PHONE =
      Pattern.compile("(?<![\\p{Alnum}])(?:\\+|\\()?\\d(?:[ ()./-]{0,2}\\d){6,16}(?!\\p{Alnum})");
  private static final Pattern DATE =
      Pattern.compile(
          "(?:19|20)\\d\\d([-./])\\d\\d?\\1\\d\\d?(?!\\d).*|\\d\\d?([-./])\\d\\d?\\2(?:19|20)\\d\\d.*");

  private final List<Own> own;

  private record Own(String kind, com.google.re2j.Pattern pattern) {}

  /// @param kinds what was masked in it, in alphabetical order
  public record Masked(String text, List<String> kinds) {}

  private Masking(List<Own> own) {
    this.own = own;
  }

  /// With the usual kinds only.
  public static Masking usual() {
    return new Masking(List.of());
  }

  /// With kinds of the operator's own, which go first: a file in UTF-8, a line each, its kind
  /// (lower case letters and hyphens), spaces, the pattern. Empty lines and lines with `#` in front
  /// are skipped. At most 50.
  ///
  /// @throws ServiceException where a line is neither, or its pattern no RE2 or one that matches
  ///   nothing at all; the message says which
  public static Masking with(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw refusal("the file of masking patterns `" + file + "` cannot be read: " + e);
    }
    List<Own> own = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        own.add(own(line, "line " + (i + 1) + " of `" + file + "`"));
      }
    }
    if (own.size() > MOST_PATTERNS) {
      throw refusal(
          "`"
              + file
              + "` has "
              + own.size()
              + " masking patterns: join some, at most "
              + MOST_PATTERNS
              + " are run over each text");
    }
    return new Masking(List.copyOf(own));
  }

  private static Own own(String line, String place) {
    String[] parts = line.split("\\s+", 2);
    if (parts.length != 2 || !parts[0].matches("[a-z][a-z-]{0,31}")) {
      throw refusal(
          place + " is no masking pattern: write its kind (a to z and `-`), a space, the pattern");
    }
    com.google.re2j.Pattern pattern;
    try {
      pattern = com.google.re2j.Pattern.compile(parts[1]);
    } catch (PatternSyntaxException e) {
      throw refusal(
          place
              + " has no RE2 pattern ("
              + e.getDescription()
              + "): RE2 knows no look-around and no"
              + " back-references");
    }
    if (pattern.matches("")) {
      throw refusal(place + " matches the empty text: make it ask for at least one character");
    }
    return new Own(parts[0], pattern);
  }

  private static ServiceException refusal(String message) {
    return new ServiceException(ErrorCode.INTERNAL, message);
  }

  /// Masks everything in a text that it finds.
  public Masked mask(String text) {
    TreeSet<String> kinds = new TreeSet<>();
    String masked = text;
    for (Own each : own) {
      String after = each.pattern().matcher(masked).replaceAll("[" + each.kind() + "]");
      if (!after.equals(masked)) {
        kinds.add(each.kind());
        masked = after;
      }
    }
    int digits = 0;
    int colons = 0;
    boolean at = false;
    // Most texts hold none of what the patterns need: one look spares them all of it.
    for (int i = 0; i < masked.length(); i++) {
      char c = masked.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      at |= c == '@';
    }
    if (at) {
      masked = replace(masked, EMAIL, "email", kinds, found -> "[email]");
    }
    if (digits >= 4 || colons >= 2) {
      masked = replace(masked, IP, "ip", kinds, found -> "[ip]");
    }
    if (digits >= 7) {
      masked = replace(masked, IBAN, "iban", kinds, Masking::withoutIban);
      masked = replace(masked, CARD, "card", kinds, Masking::withoutCards);
      masked = replace(masked, PHONE, "phone", kinds, Masking::withoutPhone);
    }
    return kinds.isEmpty() ? new Masked(text, List.of()) : new Masked(masked, List.copyOf(kinds));
  }

  private static String replace(
      String text, Pattern pattern, String kind, Set<String> kinds, UnaryOperator<String> mask) {
    StringBuilder masked = null;
    var matcher = pattern.matcher(text);
    int copied = 0;
    while (matcher.find()) {
      String found = matcher.group();
      String instead = mask.apply(found);
      if (!instead.equals(found)) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, matcher.start()).append(instead);
        copied = matcher.end();
      }
    }
    if (masked == null) {
      return text;
    }
    kinds.add(kind);
    return masked.append(text, copied, text.length()).toString();
  }

  /// The words after an IBAN look as if they belonged to it, so the longest that holds is taken.
  private static String withoutIban(String found) {
    for (int end = found.length(); end > 0; end--) {
      boolean whole =
          end == found.length() || found.charAt(end) == ' ' || found.charAt(end - 1) == ' ';
      String rest = found.substring(end);
      String iban = found.substring(0, end).replace(" ", "");
      if (whole && iban.length() >= 15 && iban.length() <= 34 && holdsModulo97(iban)) {
        return "[iban]" + rest;
      }
    }
    return found;
  }

  private static boolean holdsModulo97(String iban) {
    int rest = 0;
    for (int i = 0; i < iban.length(); i++) {
      int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }

  /// A card among other numbers stands in groups of its own, so every run of whole groups is tried.
  private static String withoutCards(String found) {
    for (int start = 0; start < found.length(); start++) {
      if (start > 0 && isDigit(found, start - 1)) {
        continue;
      }
      for (int end = found.length(); end > start; end--) {
        boolean whole = end == found.length() || !isDigit(found, end);
        if (whole
            && isDigit(found, start)
            && isDigit(found, end - 1)
            && isCard(found.substring(start, end))) {
          return found.substring(0, start) + "[card]" + withoutCards(found.substring(end));
        }
      }
    }
    return found;
  }

  private static boolean isCard(String groups) {
    int digits = 0;
    int sum = 0;
    for (int i = groups.length() - 1; i >= 0; i--) {
      if (isDigit(groups, i)) {
        int digit = groups.charAt(i) - '0';
        int weighed = digits % 2 == 0 ? digit : digit * 2;
        sum += weighed > 9 ? weighed - 9 : weighed;
        digits++;
      }
    }
    return digits >= 12 && digits <= 19 && sum % 10 == 0;
  }

  private static String withoutPhone(String found) {
    int digits = 0;
    for (int i = 0; i < found.length(); i++) {
      digits += isDigit(found, i) ? 1 : 0;
    }
    boolean marked = found.startsWith("+") || found.startsWith("(") || found.startsWith("00");
    int least = marked ? 7 : found.startsWith("0") ? 9 : 10;
    return digits >= least && !DATE.matcher(found).matches() ? "[phone]" : found;
  }

  private static boolean isDigit(String text, int at) {
    char c = text.charAt(at);
    return c >= '0' && c <= '9';
  }
}
