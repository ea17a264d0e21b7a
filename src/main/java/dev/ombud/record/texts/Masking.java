package dev.ombud.record.texts;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Takes out of a text what says who wrote it, and puts the name of its kind in its place:
/// `[email]`, `[ip]`, `[iban]`, `[card]`, `[phone]`, `[name]`, `[address]`, `[order]`, `[account]`,
/// `[device]`, `[id]`, and kinds that the operator adds. When in doubt it masks: a number of ten
/// digits is a phone number.
///
/// | kind | what it takes for one |
/// |---|---|
/// | `email` | RFC 5321 mailboxes without quotes; also of other scripts; also spelled, `jo at example dot org` |
/// | `ip` | IPv4 with four parts; IPv6 (RFC 4291) with `::` or eight groups |
/// | `iban` | ISO 13616: the check digits hold (ISO 7064, modulo 97); ten digits or more; with or without spaces |
/// | `card` | 12 to 19 digits in groups whose Luhn digit holds (ISO/IEC 7812-1) |
/// | `phone` | groups with 7 digits or more after `+`, `00` or in part in brackets; 9 or more after `0`; else 10 or more; dates are left out |
/// | the others | what the words around them give away ([CuedPatterns]) |
///
/// A name that no word announces cannot be found; where a text says that something personal follows
/// and nothing was masked there, the confidence is LOW. A mask holds no digit and no `@`, so
/// masking twice changes nothing.
///
/// The operator's patterns are RE2 (RE2/J): they take time in proportion to the text, whatever text
/// a stranger sends. Immutable and thread-safe.
public final class Masking {
  private static final int MAX_PATTERNS = 50;

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
  private static final int MAX_IBAN_CHARS = 34;
  private static final int IBAN_DIGITS = 10;

  private final List<OwnPattern> own;

  /// @param kinds what was masked in it, in alphabetical order
  public record Masked(String text, List<String> kinds, MaskingConfidence confidence) {
    /// One that is sure.
    public Masked(String text, List<String> kinds) {
      this(text, kinds, MaskingConfidence.HIGH);
    }
  }

  /// What a pattern found.
  ///
  /// @param pattern which one: its words, or the place where the operator's stands
  /// @param count how often
  public record Match(String kind, String pattern, int count) {}

  /// What became of a text, and why.
  public record Trial(Masked masked, List<Match> matches) {}

  private Masking(List<OwnPattern> own) {
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
    return new Masking(own(lines, " of `" + file + "`", Masking::refusal));
  }

  /// The same with lines in place of those of the file, to try them out.
  ///
  /// @throws ServiceException INVALID_REQUEST where a line is no pattern; the message says which
  public Masking instead(List<String> lines) {
    return new Masking(own(lines, " of `patterns`", ServiceException::invalid));
  }

  private static List<OwnPattern> own(
      List<String> lines, String place, Function<String, ServiceException> refusal) {
    List<OwnPattern> own = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        own.add(OwnPattern.read(line, "line " + (i + 1) + place, refusal));
      }
    }
    if (own.size() > MAX_PATTERNS) {
      throw refusal.apply(
          own.size()
              + " masking patterns"
              + place
              + ": join some, at most "
              + MAX_PATTERNS
              + " are run over each text");
    }
    return List.copyOf(own);
  }

  private static ServiceException refusal(String message) {
    return new ServiceException(ErrorCode.INTERNAL, message);
  }

  /// Masks everything in a text that it finds.
  ///
  /// @throws ServiceException OVERLOADED where this thread was interrupted
  public Masked mask(String text) {
    return trial(text).masked();
  }

  /// The same, and says which pattern found what. Stores nothing.
  ///
  /// What has no shape keeps patterns from finding what people will see. So the text is masked
  /// without that too, and where something is found in it, takes the place of the text.
  public Trial trial(String text) {
    Found found = new Found();
    Masked masked = mask(text, found);
    String bare = PlainText.bare(text);
    if (bare.equals(text)) {
      return new Trial(masked, List.copyOf(found.matches));
    }
    Found seen = new Found();
    Masked shown = mask(bare, seen);
    if (!seen.kinds.containsAll(found.kinds)) {
      shown = mask(PlainText.bare(masked.text()), found);
      seen = found;
    }
    boolean isUnsure = MaskingConfidence.LOW == masked.confidence();
    return new Trial(
        seen.kinds.isEmpty()
            ? new Masked(text, List.of(), isUnsure ? masked.confidence() : shown.confidence())
            : shown,
        List.copyOf(seen.matches));
  }

  private Masked mask(String text, Found found) {
    String masked = text;
    for (OwnPattern each : own) {
      HeavyWork.requireTime();
      masked = found.note(each.kind(), each.place(), masked, each.replace(masked));
    }
    // What is masked may have kept something else from being found: `DE89…3000x@example.org`.
    String before;
    long cues;
    do {
      HeavyWork.requireTime();
      before = masked;
      Look look = Look.at(before);
      masked = withoutAddresses(before, look, found);
      cues = CuedPatterns.cues(masked);
      masked = withoutCued(masked, cues, look, found);
      masked = withoutNumbers(masked, look, found);
    } while (!masked.equals(before));
    // INVARIANT: the last round changed nothing, so its cues are those of the masked text.
    return new Masked(
        masked,
        found.kinds.isEmpty() ? List.of() : List.copyOf(found.kinds),
        CuedPatterns.leavesDoubt(masked, cues) ? MaskingConfidence.LOW : MaskingConfidence.HIGH);
  }

  /// What was masked, and by which pattern. Belongs to one text.
  private static final class Found {
    private final Set<String> kinds = new TreeSet<>();
    private final List<Match> matches = new ArrayList<>();

    String note(String kind, String pattern, String before, String after) {
      if (!after.equals(before)) {
        String mask = "[" + kind + "]";
        kinds.add(kind);
        matches.add(new Match(kind, pattern, count(after, mask) - count(before, mask)));
      }
      return after;
    }

    private static int count(String text, String mask) {
      int count = 0;
      for (int at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1)) {
        count++;
      }
      return count;
    }
  }

  /// Of mailboxes, machines and accounts.
  private static String withoutAddresses(String text, Look look, Found found) {
    String masked = text;
    if (look.at()) {
      masked = found.note("email", "mailbox", masked, replace(masked, EMAIL, "[email]"));
    }
    if (look.dots() >= 3 || look.colons() >= 2) {
      masked = found.note("ip", "address of a machine", masked, replace(masked, IP, "[ip]"));
    }
    return look.digits() < IBAN_DIGITS
        ? masked
        : found.note("iban", "account with check digits", masked, withoutIbans(masked));
  }

  private static String withoutCued(String text, long cues, Look look, Found found) {
    String masked = text;
    for (CuedPatterns.Cued each : CuedPatterns.among(cues, look.digits())) {
      masked = found.note(each.kind(), each.name(), masked, CuedPatterns.replace(masked, each));
    }
    return masked;
  }

  private static String withoutNumbers(String text, Look look, Found found) {
    String masked = text;
    if (look.digits() >= Digits.CARD_LEAST) {
      masked = found.note("card", "card with a check digit", masked, Digits.withoutCards(masked));
    }
    return look.digits() < Digits.PHONE_LEAST
        ? masked
        : found.note("phone", "telephone", masked, Digits.withoutPhones(masked));
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

  private static String replace(String text, Pattern pattern, String mask) {
    return pattern.matcher(text).replaceAll(mask);
  }

  private static String withoutIbans(String text) {
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
    return masked.append(text, copied, text.length()).toString();
  }

  /// Where the longest IBAN ends that begins here, or -1. The words after it look as if they
  /// belonged to it, so every end of a word is tried.
  private static int ibanEnd(String text, int start) {
    int longest = -1;
    int length = 4;
    int digits = 2;
    int rest = 0;
    for (int at = start + 4; at < text.length() && length < MAX_IBAN_CHARS; at++) {
      if (Digits.isSpace(text.charAt(at)) && isAlphanumeric(text, at + 1)) {
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
