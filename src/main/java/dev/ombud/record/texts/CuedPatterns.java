package dev.ombud.record.texts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what only the words around it give away: names of people, street addresses, numbers of
/// orders, accounts, devices and papers. Knows no list of names: a name is what stands where people
/// say theirs, or begins with a capital where they may. Words of products are left alone for that.
///
/// All expressions are RE2, so that they take time in proportion to the text. What is masked is
/// their first group; a space stands for any gap ([Gaps]). A text without any of the words that
/// they begin with is not searched. Immutable and thread-safe.
final class CuedPatterns {
  /// A number as people write it: letters, digits, hyphens; how many digits it needs, each pattern
  /// says.
  private static final String NUMBER = "([\\p{L}0-9](?:[\\p{L}0-9]|[-/\\t\\p{Zs}][0-9]){3,39})";

  /// What stands between a word and its number besides words.
  private static final String SIGNS = "[:=#(\"'“„«*–—-]";

  private static final String BETWEEN = "[ :=(\"'“„«*]{1,4}";

  private static final String LABEL =
      "(?: *(?:is|was|:|=))*[ -]*(?:(?i:no|nr|num|numbers?|nummer|numero|número|numéro|id|ids|code|ref)"
          + "\\b\\.?|[#№]|n[º°])(?: *(?:is|was|ist|est|es|"
          + SIGNS
          + "))* *";

  private static final String ORDER_WORDS =
      "order|orders|invoice|booking|reservation|tracking|shipment|parcel|ticket|case|refund"
          + "|transaction|txn|utr|confirmation|conf|reference|ref|receipt|bestell|bestellung|bestellungs"
          + "|auftrags|auftrag|rechnungs|rechnung|sendungs|buchungs|bestätigungs|referenz|vorgangs"
          + "|commande|facture|référence|pedido|factura|referencia|referência|ordine|riferimento"
          + "|encomenda|bestelling|referentie|zamówienie|заказ";

  /// Words that amounts stand behind as well, but for those with a label.
  private static final String LABELLED_ORDER_WORDS =
      ORDER_WORDS + "|payment|purchase|delivery|claim|complaint|request|docket|pnr|awb";

  private static final String ACCOUNT_WORDS =
      "(?i:\\b(?:account|customer|member|membership|client|konto|kunden|vertrags|cliente|compte"
          + "|cuenta|conto|conta|klant))";

  private static final String DEVICE_WORDS =
      "(?i:\\b(?:imei|meid|udid|idfa|gaid|s/n|serial|serial (?:no|nr|number)|device (?:id|no|number)"
          + "|android id|seriennummer|gerätenummer|numéro de série|número de serie))"
          + "(?: *(?:is|was|ist|no\\b\\.?|number\\b|"
          + SIGNS
          + "))* *";

  private static final String PAPER_WORDS =
      "(?i:\\b(?:ssn|social security(?: number)?|passport(?: no| number)?|licen[cs]e (?:no|number)"
          + "|aadhaa?r(?: card)?(?: no| number)?|pan (?:no|number)|national id|ausweisnummer"
          + "|steuernummer|dni|nif|cpf))(?: *(?:is|was|"
          + SIGNS
          + "))* *";

  /// Two digits spelled one behind the other.
  private static final String SPELLED_CUES =
      Stream.of("zero oh one two three four five six seven eight nine".split(" "))
          .flatMap(first ->
              Stream.of("zero oh one two three four five six seven eight nine".split(" "))
                  .map(second -> first + "_" + second))
          .collect(Collectors.joining(" "));

  private static final String ORDER_CUES =
      "order orders invoice booking reservation tracking shipment parcel ticket case refund transaction txn utr confirmation conf reference ref receipt bestellung bestellnummer auftragsnummer auftrag rechnung rechnungsnummer sendungsnummer buchungsnummer bestätigungsnummer referenz referenznummer vorgangsnummer commande facture référence pedido factura referencia referência ordine riferimento encomenda bestelling referentie zamówienie заказ";

  private static final String ACCOUNT_CUES =
      "account customer member membership client konto kunden kundennummer vertragsnummer cliente compte cuenta conto conta klant";

  /// @param name how a trial says which one it was
  /// @param kind what stands in its place
  /// @param digits how many the masked part needs at least
  /// @param cues words, or pairs of words joined by `_`, one of which is in every text that it
  ///   finds something in; a `-` for a dash behind a space, `*` before the end of a word; nothing
  ///   where digits do
  record Cued(String name, String kind, Pattern pattern, int digits, String cues) {}

  private static final List<Cued> PATTERNS =
      List.of(
          cued(
              "device after its word",
              "device",
              DEVICE_WORDS + NUMBER,
              3,
              "imei meid udid idfa gaid n serial device_id device_no device_number android_id seriennummer gerätenummer série serie"),
          cued("MAC address", "device", "\\b((?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})\\b", 6, ""),
          cued("parcel", "order", "\\b(1Z[0-9A-Z]{16}|[0-9]{3}-[0-9]{7}-[0-9]{7})\\b", 8, ""),
          cued(
              "order after its word and a label",
              "order",
              "(?:^|[^\\p{L}])(?i:" + LABELLED_ORDER_WORDS + ")" + LABEL + NUMBER,
              4,
              ORDER_CUES + " payment purchase delivery claim complaint request docket pnr awb"),
          cued(
              "order after its word",
              "order",
              "(?:^|[^\\p{L}])(?i:" + ORDER_WORDS + ")" + BETWEEN + NUMBER,
              6,
              ORDER_CUES),
          cued(
              "order after another",
              "order",
              "\\[order\\](?:[,;/&+]? +(?:and|or|und|oder|&)? *|[,;/&+])#?" + NUMBER,
              6,
              "order"),
          cued(
              "account after its word and a label",
              "account",
              ACCOUNT_WORDS + LABEL + NUMBER,
              4,
              ACCOUNT_CUES),
          cued(
              "account after its word",
              "account",
              ACCOUNT_WORDS + BETWEEN + NUMBER,
              6,
              ACCOUNT_CUES),
          cued(
              "paper after its word",
              "id",
              PAPER_WORDS + NUMBER,
              4,
              "ssn social_security passport license licence aadhar aadhaar pan national_id ausweisnummer steuernummer dni nif cpf"),
          cued(
              "social security",
              "id",
              "(?:^|[^0-9-])([0-9]{3}-[0-9]{2}-[0-9]{4})(?:$|[^0-9-])",
              9,
              ""),
          cued(
              "spelled mailbox",
              "email",
              "(?i)\\b([a-z0-9][a-z0-9._-]{0,63}(?: +at +| *[\\[(] ?at ?[\\])] *)[a-z0-9-]{1,63}"
                  + "(?:(?: +dot +| *[\\[(] ?dot ?[\\])] *|\\.)[a-z0-9-]{1,63}){0,3}"
                  + "(?: +dot +| *[\\[(] ?dot ?[\\])] *)[a-z]{2,24})\\b",
              0,
              "dot"),
          cued(
              "spelled telephone",
              "phone",
              "(?i)\\b((?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
                  + "[ ,-]{1,3}){6,30}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine))\\b",
              0,
              SPELLED_CUES),
          cued(
              "street, number first",
              "address",
              StreetWords.HOUSE
                  + StreetWords.STREET_WORD
                  + "{1,4}(?:(?i:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|terrace|crescent"
                  + "|parkway|pkwy|highway|hwy|alley|mews|grove|gardens|turnpike)|Drive|DRIVE|Dr|DR"
                  + "|Court|COURT|Ct|CT|Place|PLACE|Pl|Square|SQUARE|Sq|Ter|Circle|CIRCLE|Cir|Trail"
                  + "|Plaza|Way|Close)\\b\\.?"
                  + StreetWords.AFTER_STREET
                  + ")",
              1,
              StreetWords.STREET_CUES),
          cued(
              "street in small letters",
              "address",
              StreetWords.HOUSE
                  + "(?:[nsew]{1,2}\\.? +)?(?:(?:[a-z]{3,20}|[0-9]{1,3}(?:st|nd|rd|th)) +){1,2}(?:street"
                  + "|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive)\\b\\.?"
                  + StreetWords.AFTER_STREET
                  + ")",
              1,
              StreetWords.STREET_CUES),
          cued(
              "street, number last",
              "address",
              "((?:\\p{Lu}[\\p{L}\\p{M}.-]{2,39}(?:straße|strasse|str\\.?|weg|gasse|platz|allee|damm"
                  + "|straat|laan|gracht|gatan|vägen|vej|veien)"
                  + "|(?i:[\\p{L}-]{3,39}(?:straße|strasse|str\\.))"
                  + "|(?:\\p{Lu}[\\p{L}\\p{M}.-]{1,29}[ -]+){1,3}(?:(?i:straße|strasse|str\\.?|allee"
                  + "|straat|laan|gracht|gatan|vägen|vej|veien)|Weg|Gasse|Damm)"
                  + "|\\p{Lu}\\p{L}{2,29}er +Platz|(?i:\\p{L}{3,29}e[rn]? +(?:straße|strasse|str\\.)))"
                  + " *[0-9]{1,4}(?:[-/][0-9]{1,4})?(?: ?[a-z])?\\b"
                  + StreetWords.AFTER_STREET
                  + ")",
              1,
              "straße strasse str weg gasse platz allee damm straat laan gracht gatan vägen vej veien *straße *strasse *STRASSE *str *weg *gasse *platz *allee *damm *straat *laan *gracht *gatan *vägen *vej *veien"),
          cued(
              "street after its word",
              "address",
              "((?:[0-9]{1,4}(?: ?bis| ?ter)?,? +)?(?:\\b[Rr]ue|\\b[Aa]venue|\\b[Bb]oulevard|\\b[Cc]hemin"
                  + "|\\b[Ii]mpasse|\\b[Cc]alle|\\b[Aa]venida|\\b[Pp]aseo|\\bVia|\\bViale|\\bCorso"
                  + "|\\bPiazza|\\b[Rr]ua|\\bul\\.|ул\\.|улица) +"
                  + StreetWords.OF_STREET
                  + "\\p{Lu}[\\p{L}\\p{M}'’-]{1,29}(?: +\\p{Lu}[\\p{L}\\p{M}'’-]{1,29}){0,3}"
                  + "(?:,? +(?:n[º°.] ?)?[0-9]{1,4}\\b)?"
                  + StreetWords.AFTER_STREET
                  + ")",
              1,
              StreetWords.ROMANCE_CUES),
          cued(
              "street after its word in small letters",
              "address",
              "((?i:\\b[0-9]{1,4}(?: ?bis| ?ter)?,? +(?:rue|avenue|boulevard|chemin|impasse) +"
                  + StreetWords.OF_STREET
                  + "[\\p{L}\\p{M}'’-]{3,29}"
                  + "|\\b(?:calle|avenida|rua|viale|piazza) +"
                  + StreetWords.OF_STREET
                  + "[\\p{L}\\p{M}'’-]{2,29}(?: +[\\p{L}\\p{M}'’-]{2,29})?,? +(?:n[º°.] ?)?[0-9]{1,4}\\b)"
                  + StreetWords.AFTER_STREET
                  + ")",
              1,
              StreetWords.ROMANCE_CUES),
          cued(
              "post box",
              "address",
              "(?i)\\b((?:p\\.? ?o\\.? ?box|postfach|apartado)[ :#]+[0-9]{2,8})\\b",
              1,
              "box postfach apartado"),
          cued(
              "own name",
              "name",
              NameWords.OWN_NAME + NameWords.LEAD + NameWords.SAID_NAME,
              0,
              NameWords.OWN_CUES),
          cued(
              "name after a label",
              "name",
              NameWords.LABELLED_NAME + NameWords.SAID_NAME,
              0,
              NameWords.LABELLED_CUES),
          cued(
              "name after a title",
              "name",
              "(?:^|[^\\p{L}])(?:(?:Mr|MR|Mrs|MRS|Ms|Mx|Miss|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme"
                  + "|Señora?|Sra?|Srta|Signora?|Sig|Dott|Shri|Smt|Pan|Pani)(?:\\. *| +)){1,2}"
                  + NameWords.NAME,
              0,
              "mr mrs ms mx miss dr prof herr herrn frau monsieur madame mme señor señora sr sra srta signor signora sig dott shri smt pan pani"),
          cued(
              "name of who helped",
              "name",
              "(?:^|[^\\p{L}])(?i:agent|rep|representative|supervisor|technician|driver|cashier"
                  + "|(?:person|guy|lady|woman|man|gentleman|someone|somebody|kid|child|boy|girl)"
                  + " (?:named|called)|(?:by|under) the name of)(?-i:,? +)"
                  + NameWords.NAME,
              0,
              "agent rep representative supervisor technician driver cashier named called name_of"),
          cued(
              "name of a relative",
              "name",
              NameWords.RELATIVES
                  + "(\\p{Lu}\\p{Ll}{1,29})(?:[,.;)]|['’]s|[.!?]*$| (?:is|was|has|had|and|who|can|cannot"
                  + "|can['’]t|could|couldn['’]t|will|would|did|didn['’]t|does|doesn['’]t|got|called"
                  + "|tried|wants|wanted|bought|ordered|paid|lost|uses|used|received|said|says|told)\\b)",
              0,
              NameWords.RELATIVES_CUES),
          cued(
              "full name of a relative",
              "name",
              NameWords.RELATIVES + NameWords.PERSON,
              0,
              NameWords.RELATIVES_CUES),
          cued(
              "name behind where somebody is from",
              "name",
              "(?:^|[.!?,;\\n] *)(?i:I'm|I’m|I am|this is|ich bin|je suis|soy|sono|sou) +"
                  + NameWords.NAME
                  + ",? +(?:from|here|calling|writing|aus|hier)\\b",
              0,
              "from aus"),
          cued(
              "name that signs",
              "name",
              "(?:^|[^\\p{L}])(?i:regards|sincerely|yours truly|yours faithfully|freundlichen Grüßen"
                  + "|viele Grüße|liebe Grüße|Cordialement|Saludos|Atentamente|Cordiali saluti"
                  + "|Distinti saluti|Atenciosamente|vriendelijke groet|Med vänlig hälsning|Pozdrawiam"
                  + "|С уважением)[ ,.!\\n\\r-]{1,6}"
                  + NameWords.SAID_NAME
                  + "[ .!\\n\\r]*$",
              0,
              "regards sincerely yours_truly yours_faithfully grüßen grüße cordialement saludos atentamente saluti atenciosamente groet hälsning pozdrawiam уважением"),
          cued(
              "name after a dash at the end",
              "name",
              " [-–—~] ?" + NameWords.PERSON + "[ .!\\n\\r]*$",
              0,
              "-"),
          cued(
              "name that is greeted",
              "name",
              "(?:^|\\n)(?:Dear|Liebe|Lieber|Cher|Chère|Estimad[oa]|Querid[oa]|Prezad[oa]|Gentile)"
                  + " +"
                  + NameWords.NAME
                  + " *[,\\n]",
              0,
              "dear liebe lieber cher chère estimado estimada querido querida prezado prezada gentile"));

  /// What signs stands in so many characters at the end.
  private static final int TAIL = 120;

  private static final Cues CUES = Cues.of(PATTERNS.stream().map(Cued::cues).toList(), Doubt.CUES);

  private CuedPatterns() {}

  private static Cued cued(String name, String kind, String expression, int digits, String cues) {
    return new Cued(name, kind, Gaps.compile(expression), digits, cues);
  }

  /// Which cues stand in a text.
  static long cues(String text) {
    return CUES.in(text);
  }

  /// Those that may find something in a text with these cues and so many digits.
  static List<Cued> among(long cues, int digits) {
    List<Cued> among = List.of();
    for (int i = 0; i < PATTERNS.size(); i++) {
      Cued each = PATTERNS.get(i);
      boolean isCued = each.cues().isEmpty() || (cues >> i & 1) == 1;
      if (isCued && digits >= each.digits()) {
        among = among.isEmpty() ? new ArrayList<>() : among;
        among.add(each);
      }
    }
    return among;
  }

  /// Replaces what one of them finds by its kind.
  ///
  /// @return the same object where it finds nothing
  static String replace(String text, Cued cued) {
    Matcher matcher = cued.pattern().matcher(text);
    StringBuilder masked = null;
    int copied = 0;
    int first = cued.pattern().pattern().endsWith("$") ? Math.max(0, text.length() - TAIL) : 0;
    for (int from = first; from <= text.length() && matcher.find(from); ) {
      int start = matcher.start(1);
      int end = start < 0 ? -1 : start + length(matcher.group(1), cued);
      if (end <= start) {
        from = Math.max(matcher.start() + 1, start);
        continue;
      }
      masked = masked == null ? new StringBuilder(text.length()) : masked;
      masked.append(text, copied, start).append('[').append(cued.kind()).append(']');
      copied = end;
      from = end;
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /// How much of what was found is what it looks like; 0 for nothing.
  private static int length(String found, Cued cued) {
    if (cued.kind().equals("name")) {
      int length = NameWords.length(found);
      boolean isWhole = cued.pattern().pattern().endsWith(NameWords.PERSON);
      return isWhole && length < found.length() ? 0 : length;
    }
    boolean isOther = cued.kind().equals("address") && StreetWords.isNone(found);
    long digits = found.chars().filter(c -> Digits.isDigit((char) c)).count();
    return isOther || digits < cued.digits() ? 0 : found.stripTrailing().length();
  }

  /// Whether a masked text says that something personal follows where nothing was masked.
  ///
  /// @param cues of that text
  static boolean leavesDoubt(String masked, long cues) {
    return cues >>> PATTERNS.size() != 0 && Doubt.isIn(masked);
  }
}
