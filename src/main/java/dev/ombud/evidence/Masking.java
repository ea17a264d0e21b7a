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
import java.util.regex.Pattern;

/// Takes out of a text what says who wrote it, and puts the name of its kind in its place:
/// `[email]`, `[ip]`, `[iban]`, `[card]`, `[phone]`, and kinds that the operator adds (numbers of
/// orders, devices). When in doubt it masks: a number of ten digits is a phone number.
///
/// | kind | what it takes for one |
/// |---|---|
/// | `email` | RFC 5321 mailboxes without quotes; also of other scripts |
/// | `ip` | IPv4 with four parts; IPv6 (RFC 4291) with `::` or eight groups |
/// | `iban` | ISO 13616: the check digits hold (ISO 7064, modulo 97); ten digits or more; with or without spaces |
/// | `card` | 12 to 19 digits in groups whose Luhn digit holds (ISO/IEC 7812-1) |
/// | `phone` | groups with 7 digits or more after `+`, `00` or in part in brackets; 9 or more after `0`; else 10 or more; dates are left out |
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
              + "|(?<![\\p{Alnum}:\\]])(?=[0-9A-Fa-f:]{0,39}[0-9A-Fa-f])"
              + "(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
              + "|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::"
              + "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)"
              + "(?:(?:\\.[0-9]{1,3}){3})?(?![\\p{Alnum}:\\[])");
  private static final Pattern IBAN = Pattern.compile("(?<![A-Za-z])[A-Za-z]{2}[0-9]{2}");
  private static final int IBAN_LEAST = 15;
  private static final int IBAN_MOST = 34;
  private static final int IBAN_DIGITS = 10;

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
      masked = replaceOwn(masked, each, kinds);
    }
    // What is masked may have kept something else from being found: `DE89…3000x@example.org`.
    String before;
    do {
      before = masked;
      masked = withoutUsual(before, kinds);
    } while (!masked.equals(before));
    return kinds.isEmpty() ? new Masked(text, List.of()) : new Masked(masked, List.copyOf(kinds));
  }

  private static String withoutUsual(String text, Set<String> kinds) {
    Look look = Look.at(text);
    String masked = text;
    if (look.at()) {
      masked = replace(masked, EMAIL, "email", kinds);
    }
    if (look.dots() >= 3 || look.colons() >= 2) {
      masked = replace(masked, IP, "ip", kinds);
    }
    if (look.digits() >= IBAN_DIGITS) {
      masked = withoutIbans(masked, kinds);
    }
    if (look.digits() >= Digits.CARD_LEAST) {
      masked = Digits.withoutCards(masked, kinds);
    }
    if (look.digits() >= Digits.PHONE_LEAST) {
      masked = Digits.withoutPhones(masked, kinds);
    }
    return masked;
  }

  /// Most texts hold none of what there is to find: one look spares them the search.
  ///
  /// @param at whether there is an `@`
  /// @param dots behind a digit
  private record Look(boolean at, int digits, int dots, int colons) {
    static Look at(String text) {
      boolean at = false;
      int digits = 0;
      int dots = 0;
      int colons = 0;
      boolean wasDigit = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c >= 'A' && c < 128) {
          wasDigit = false;
          continue;
        }
        dots += wasDigit && c == '.' ? 1 : 0;
        wasDigit = Digits.isDigit(c);
        digits += wasDigit ? 1 : 0;
        colons += c == ':' ? 1 : 0;
        at |= c == '@';
      }
      return new Look(at, digits, dots, colons);
    }
  }

  private static String replace(String text, Pattern pattern, String kind, Set<String> kinds) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    kinds.add(kind);
    return matcher.replaceAll("[" + kind + "]");
  }

  /// A pattern may match nothing at some places; there is nothing to mask there.
  private static String replaceOwn(String text, Own own, Set<String> kinds) {
    var matcher = own.pattern().matcher(text);
    StringBuilder masked = null;
    int copied = 0;
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, matcher.start()).append('[').append(own.kind()).append(']');
        copied = matcher.end();
      }
    }
    if (masked == null) {
      return text;
    }
    kinds.add(own.kind());
    return masked.append(text, copied, text.length()).toString();
  }

  private static String withoutIbans(String text, Set<String> kinds) {
    StringBuilder masked = null;
    int copied = 0;
    var matcher = IBAN.matcher(text);
    for (int from = 0; matcher.find(from); ) {
      int end = ibanEnd(text, matcher.start());
      if (end < 0) {
        from = matcher.start() + 1;
      } else {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, matcher.start()).append("[iban]");
        copied = end;
        from = end;
      }
    }
    if (masked == null) {
      return text;
    }
    kinds.add("iban");
    return masked.append(text, copied, text.length()).toString();
  }

  /// Where the longest IBAN ends that begins here, or -1. The words after it look as if they
  /// belonged to it, so every end of a word is tried.
  private static int ibanEnd(String text, int start) {
    int longest = -1;
    int length = 4;
    int digits = 2;
    int rest = 0;
    for (int at = start + 4; at < text.length() && length < IBAN_MOST; at++) {
      if (text.charAt(at) == ' ' && isAlphanumeric(text, at + 1)) {
        continue;
      }
      if (!isAlphanumeric(text, at)) {
        return longest;
      }
      rest = modulo97(rest, text.charAt(at));
      digits += Digits.isDigit(text.charAt(at)) ? 1 : 0;
      length++;
      boolean ends = !isAlphanumeric(text, at + 1) || isNextIban(text, at + 1);
      if (ends && length >= IBAN_LEAST && digits >= IBAN_DIGITS) {
        int whole = rest;
        for (int first = start; first < start + 4; first++) {
          whole = modulo97(whole, text.charAt(first));
        }
        longest = whole == 1 ? at + 1 : longest;
      }
    }
    return longest;
  }

  /// Whether one may begin there right behind another, so that many in a row are found in one walk.
  private static boolean isNextIban(String text, int at) {
    return at + 4 <= text.length()
        && isAsciiLetter(text.charAt(at))
        && isAsciiLetter(text.charAt(at + 1))
        && isAsciiDigit(text.charAt(at + 2))
        && isAsciiDigit(text.charAt(at + 3))
        && isAsciiDigit(text.charAt(at - 1));
  }

  private static boolean isAsciiLetter(char c) {
    return c < 128 && Character.isLetter(c);
  }

  private static boolean isAsciiDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int modulo97(int rest, char next) {
    int value = Character.digit(next, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }

  private static boolean isAlphanumeric(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 128
        && Character.isLetterOrDigit(text.charAt(at));
  }
}
