package dev.ombud.record.texts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/// What says that something personal follows, and what shows that it does: a word that may be a
/// name, a digit, or an address of mail. Where that stands there unmasked, the masking is unsure.
@SuppressWarnings("ImmutableEnumChecker") // its patterns are immutable
enum Doubt {
  NAME(
      "(?i)\\b(?:my (?:full |real |legal )?name is|mein Name ist|je m['’]appelle|me llamo|mi chiamo"
          + "|mijn naam is|jag heter)\\b"),
  NUMBER(
      "(?i)\\b(?:my (?:(?:phone|mobile|cell|contact|order|account|customer|card|ssn|social security"
          + "|passport) )?(?:number|no|id|code) is|my (?:home |postal |delivery |shipping |street"
          + " |full )?address is|i live at|ich wohne in der|j['’]habite au|vivo en la calle"
          + "|(?:call|text|reach|contact|ring|whatsapp) me (?:at|on)"
          + "|my (?:date of birth|birthday|birth date|dob|ssn|pin|password) is)\\b"),
  MAIL("(?i)\\b(?:my e-?mail(?: id| address)? is|e-?mail me (?:at|on))\\b");

  /// Pairs of words, one of which is in every text in which there is doubt.
  static final String CUES =
      "name_is name_ist m_appelle me_llamo mi_chiamo naam_is jag_heter address_is live_at wohne_in"
          + " habite_au vivo_en number_is no_is id_is code_is me_at me_on email_is mail_is ssn_is birth_is"
          + " birthday_is date_is dob_is password_is pin_is";

  private static final int WINDOW = 40;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern MASK = Pattern.compile("\\[[a-z][a-z-]*\\]");

  private final Pattern pattern;

  Doubt(String expression) {
    this.pattern = Gaps.compile(expression);
  }

  boolean remains(String after) {
    return switch (this) {
      case NAME -> {
        Matcher word = WORD.matcher(after);
        yield word.find() && !NameWords.isNoName(word.group());
      }
      case NUMBER -> after.chars().anyMatch(c -> Digits.isDigit((char) c));
      case MAIL ->
          after.indexOf('@') >= 0
              || after
                  .toLowerCase(Locale.ROOT)
                  .matches("(?s).*(?: dot |gmail|yahoo|outlook|hotmail).*");
    };
  }

  /// @param masked a text from which all was taken that was found
  static boolean isIn(String masked) {
    for (Doubt doubt : values()) {
      Matcher matcher = doubt.pattern.matcher(masked);
      while (matcher.find()) {
        int end = Math.min(masked.length(), matcher.end() + WINDOW);
        Matcher mask = MASK.matcher(masked.substring(0, end));
        String after =
            masked.substring(matcher.end(), mask.find(matcher.end()) ? mask.start() : end);
        if (doubt.remains(after)) {
          return true;
        }
      }
    }
    return false;
  }
}
