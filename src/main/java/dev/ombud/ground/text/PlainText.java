package dev.ombud.ground.text;

import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What strangers wrote, as other people may be shown it: nothing in it is invisible, turns the
/// order of reading, or becomes a link or a mention where programs look for such by themselves. The
/// one home of this: encoders of receivers call it first, then escape their own markup.
///
/// | character | becomes | why |
/// |---|---|---|
/// | embeddings, overrides and isolates of direction; tags; controls; halves of surrogate pairs; private and unassigned ones | `\u202e`, as JSON escapes it; a run by its first and `…` | nobody types these by accident, so the reader sees that something is odd |
/// | direction marks, zero-width spaces and joiners, soft hyphens, byte order marks, fillers, stray variation selectors | nothing | keyboards and editors leave them in honest texts, and they say nothing |
/// | joiners within emoji, and between letters of scripts that need them; variation selectors behind what has variants; flags of England, Scotland and Wales | what they are | without them the text says something else |
///
/// Texts in Arabic and Hebrew stay as they are: their letters carry their own direction. Takes time
/// in proportion to the text. Stateless.
public final class PlainText {
  private static final char ZERO_WIDTH_NON_JOINER = '\u200C';
  private static final char ZERO_WIDTH_JOINER = '\u200D';
  private static final int KEYCAP = 0x20E3;
  private static final int BLACK_FLAG = 0x1F3F4;
  private static final int CANCEL_TAG = 0xE007F;

  /// The flags made of tags that there are.
  private static final List<String> FLAGS = List.of("gbeng", "gbsct", "gbwls");

  /// Scripts in which a joiner, or its absence, changes what a word says.
  private static final List<UnicodeScript> JOINING =
      List.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /// Numbers signs and the like of Arabic, Syriac and Kaithi, which have a shape of their own.
  private static final String VISIBLE_FORMATS =
      "\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2";

  /// Those that have no shape although they are letters, marks or symbols.
  private static final String SHAPELESS = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0\uFFFC\u180F";

  private static final Pattern SCHEME =
      Pattern.compile("(?i)(?<=[a-z][a-z0-9+.-]{0,30}):(?=//)|(?<=\\b(?:mailto|xmpp|tel|sms)):");
  private static final Pattern WWW = Pattern.compile("(?i)(?<=\\bwww)\\.(?=[\\p{L}\\p{N}])");

  /// Of the rest any where an address goes on, else the usual ones: `slow.please` is a missing
  /// space, `flags.checkout` a name.
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?i)(?<=[\\p{L}\\p{N}])\\.(?=\\p{L}{2,24}(?:[/#]|:[0-9]|\\?[\\p{L}\\p{N}])|(?:app|ai|asia|at"
              + "|au|be|bet|bid|biz|blog|br|ca|cc|ch|click|cloud|club|cn|co|com|cz|de|dev|dk|es|eu|fi|fr"
              + "|fun|gd|gg|gl|gr|hk|icu|in|info|io|it|jp|kr|life|link|live|lol|ly|me|mobi|mx|net|news"
              + "|nl|nz|online|org|page|pl|pro|pt|ru|se|shop|site|space|store|tk|to|today|top|tv|tw|ua"
              + "|uk|us|vip|win|work|world|ws|xn--[a-z0-9-]{1,59}|xyz|za|zip|рф)(?![\\p{L}\\p{N}_-]))");

  private static final Pattern MENTION = Pattern.compile("@(?=[\\p{L}\\p{N}_])");
  private static final Pattern NUMBER_SIGN = Pattern.compile("#(?=[0-9])");
  private static final Pattern ISSUE = Pattern.compile("(?i)(?<=\\bgh)-(?=[0-9])");

  /// But for the minutes of a time of day: no emoji has two digits for a name.
  private static final Pattern EMOJI =
      Pattern.compile(":(?![0-9]{2}:)(?=[\\p{L}\\p{N}_+'-]{1,64}:)");

  private PlainText() {}

  /// The text with line breaks and tabs as they are, and every other character visible.
  public static String shown(String text) {
    return shown(text, true);
  }

  /// The same without what would be escaped, for whoever looks for something in a text: a control
  /// and a separator are a space, the others are nothing.
  public static String bare(String text) {
    return shown(text, false);
  }

  private static String shown(String text, boolean escapes) {
    int first = firstOdd(text);
    if (first < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    int at = first;
    boolean isRun = false;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      Sort sort = sort(point);
      int length = Character.charCount(point);
      int kept =
          switch (sort) {
            case PLAIN -> length;
            case SHAPELESS -> kept(text, at, point);
            case ODD -> flag(text, at, point);
          };
      shown.append(text, at, at + kept);
      if (sort == Sort.ODD && kept == 0) {
        if (escapes) {
          escape(shown, point, isRun);
        } else if (Character.isISOControl(point) || Character.isSpaceChar(point)) {
          shown.append(' ');
        }
      }
      isRun = kept == 0 && (isRun || sort == Sort.ODD);
      at += Math.max(kept, length);
    }
    return shown.toString();
  }

  /// All texts in a tree of JSON values; the names in it are ours.
  public static @Nullable Object shown(@Nullable Object tree) {
    return switch (tree) {
      case String text -> shown(text);
      case Collection<?> items -> items.stream().map(PlainText::shown).toList();
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        members.forEach((name, member) -> shown.put(String.valueOf(name), shown(member)));
        yield shown;
      }
      case null, default -> tree;
    };
  }

  /// One line of it, without spaces at its ends.
  public static String line(String text) {
    return shown(text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ")).strip();
  }

  /// The beginning of a text that has at most so many UTF-16 code units, without half a character.
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }

  /// One line that no program takes for a link, a mention, a reference or an emoji: what makes it
  /// one stands in brackets, as `https[:]//example[.]org` and `[@]name`. People who report attacks
  /// write so; it needs no markup, and it survives being copied, mailed and rendered again.
  public static String inert(String text) {
    String line = line(text);
    line = bracketed(line, '.', WWW, "[.]");
    line = bracketed(line, '.', DOMAIN, "[.]");
    line = bracketed(line, ':', SCHEME, "[:]");
    line = bracketed(line, ':', EMOJI, "[:]");
    line = bracketed(line, '@', MENTION, "[@]");
    line = bracketed(line, '#', NUMBER_SIGN, "[#]");
    return bracketed(line, '-', ISSUE, "[-]");
  }

  private static String bracketed(String text, char sign, Pattern pattern, String replacement) {
    return text.indexOf(sign) < 0 ? text : pattern.matcher(text).replaceAll(replacement);
  }

  private enum Sort {
    PLAIN,
    SHAPELESS,
    ODD
  }

  private static int firstOdd(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c >= 0x7F) {
        int point = text.codePointAt(at);
        if (sort(point) != Sort.PLAIN) {
          return at;
        }
        at += Character.charCount(point) - 1;
      }
    }
    return -1;
  }

  private static Sort sort(int point) {
    if ((point >= ' ' && point < 0x7F) || point == '\n' || point == '\r' || point == '\t') {
      return Sort.PLAIN;
    }
    if (isDirection(point) || (point >= 0xE0000 && point <= CANCEL_TAG)) {
      return Sort.ODD;
    }
    if (isVariation(point) || SHAPELESS.indexOf(point) >= 0) {
      return Sort.SHAPELESS;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          Sort.ODD;
      case Character.FORMAT ->
          VISIBLE_FORMATS.indexOf(point) >= 0 || point == 0x110BD || point == 0x110CD
              ? Sort.PLAIN
              : Sort.SHAPELESS;
      default -> Sort.PLAIN;
    };
  }

  private static boolean isDirection(int point) {
    return (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069)
        || (point >= 0xFFF9 && point <= 0xFFFB);
  }

  private static boolean isVariation(int point) {
    return (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF)
        || (point >= 0x180B && point <= 0x180D);
  }

  /// How much of a shapeless character says something where it stands: all or nothing.
  private static int kept(String text, int at, int point) {
    int length = Character.charCount(point);
    if (at == 0) {
      return 0;
    }
    int before = text.codePointBefore(at);
    int after = at + length < text.length() ? text.codePointAt(at + length) : 0;
    boolean means =
        switch (point) {
          case 0xFE0E, 0xFE0F -> Character.isEmoji(before) && (before > 0x7F || after == KEYCAP);
          case ZERO_WIDTH_JOINER ->
              joins(before, after)
                  || (Character.isExtendedPictographic(after)
                      && (Character.isExtendedPictographic(before)
                          || before == 0xFE0F
                          || Character.isEmojiModifier(before)));
          case ZERO_WIDTH_NON_JOINER -> joins(before, after);
          default ->
              (point >= 0xE0100 && isVariation(point))
                  ? Character.isIdeographic(before)
                  : point >= 0x180B
                      && point <= 0x180D
                      && UnicodeScript.of(before) == UnicodeScript.MONGOLIAN
                      && !isVariation(before);
        };
    return means ? length : 0;
  }

  /// Between two letters of one of those scripts, a mark such as a virama being one.
  private static boolean joins(int before, int after) {
    return JOINING.contains(UnicodeScript.of(before))
        && UnicodeScript.of(before) == UnicodeScript.of(after);
  }

  /// How long a flag's tags are that begin here, 0 where none do.
  private static int flag(String text, int at, int point) {
    if (point < 0xE0000 || at == 0 || text.codePointBefore(at) != BLACK_FLAG) {
      return 0;
    }
    for (String flag : FLAGS) {
      StringBuilder tags = new StringBuilder();
      flag.chars().forEach(letter -> tags.appendCodePoint(0xE0000 + letter));
      tags.appendCodePoint(CANCEL_TAG);
      if (text.startsWith(tags.toString(), at)) {
        return tags.length();
      }
    }
    return 0;
  }

  /// Of a run, the second stands for all that follow.
  private static void escape(StringBuilder shown, int point, boolean isRun) {
    if (!isRun) {
      for (char c : Character.toChars(point)) {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    } else if (shown.charAt(shown.length() - 1) != '…') {
      shown.append('…');
    }
  }
}
