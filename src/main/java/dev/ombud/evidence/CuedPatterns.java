package dev.ombud.evidence;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what only the words around it give away: names of people, street addresses, numbers of
/// orders, accounts, devices and papers. Knows no list of names: a name is what stands where people
/// say theirs, and begins with a capital. Words of products are left alone for that.
///
/// All expressions are RE2, so that they take time in proportion to the text. What is masked is
/// their first group. A text without any of the words that they begin with is not searched.
/// Immutable and thread-safe.
final class CuedPatterns {
  /// One to three words of a name, each with a capital; initials too.
  private static final String NAME =
      "(\\p{Lu}(?:[\\p{L}'’][\\p{L}'’-]{0,29}|\\.)(?: +(?:(?:van|von|de|da|del|der|di|bin|al) +)?"
          + "\\p{Lu}(?:[\\p{L}'’-]{1,29}|\\.?)){0,2})";

  /// A number as people write it: letters, digits, hyphens; how many digits it needs, each pattern
  /// says.
  private static final String NUMBER = "([\\p{L}0-9](?:[\\p{L}0-9]|[-/ ][0-9]){3,39})";

  private static final String STREET_WORD = "(?:\\p{Lu}[\\p{L}'’.-]{1,29} +)";

  private static final String OWN_NAME =
      "(?:^|[^\\p{L}])(?i:my (?:full |real |legal )?name(?: is|['’]s)|mein Name ist|ich heiße"
          + "|ich heisse|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è"
          + "|(?:o )?meu nome é|me chamo|mijn naam is|ik heet|jag heter|mitt namn är|jeg hedder"
          + "|jeg heter|mit navn er|nazywam się|mam na imię|jmenuji se|меня зовут|mera naam"
          + "|benim adım):? +";

  private static final String PERSON = "(\\p{Lu}[\\p{Ll}'’-]{1,29} +\\p{Lu}[\\p{Ll}'’-]{1,29})";

  private static final String AFTER_STREET =
      "(?:,? *(?i:apt|apartment|suite|ste|unit|flat|#)\\.? *[0-9A-Za-z]{1,6}\\b)?"
          + "(?:,? *[0-9]{4,5}(?: ?[A-Z]{2})?\\b)?(?:,? +\\p{Lu}[\\p{L}-]{2,29}(?:,? +[A-Z]{2})?"
          + "(?: +[0-9]{5}(?:-[0-9]{4})?)\\b)?";

  private static final String LABEL =
      "(?: *(?:is|was|:|=))* *(?:(?i:no|nr|num|number|nummer|numero|número|numéro|id|code|ref)\\b\\.?"
          + "|#|n[º°])(?: *(?:is|was|ist|est|es|:|=|#))* *";

  private static final String ORDER_WORDS =
      "(?i:\\b(?:order|orders|invoice|booking|reservation|tracking|shipment|parcel|ticket|case|refund"
          + "|transaction|txn|utr|bestell|bestellung|bestellungs|auftrags|auftrag|rechnungs|rechnung"
          + "|sendungs|buchungs|commande|facture|pedido|factura|ordine|encomenda|bestelling|zamówienie|заказ))";

  private static final String ACCOUNT_WORDS =
      "(?i:\\b(?:account|customer|member|membership|client|konto|kunden|vertrags|cliente|compte"
          + "|cuenta|conto|conta|klant))";

  private static final String DEVICE_WORDS =
      "(?i:\\b(?:imei|meid|udid|idfa|gaid|s/n|serial|serial (?:no|nr|number)|device (?:id|no|number)"
          + "|android id|seriennummer|gerätenummer|numéro de série|número de serie))"
          + "(?: *(?:is|was|ist|:|=|#|no\\b\\.?|number\\b))* *";

  private static final String PAPER_WORDS =
      "(?i:\\b(?:ssn|social security(?: number)?|passport(?: no| number)?|licen[cs]e (?:no|number)"
          + "|aadhaa?r(?: card)?(?: no| number)?|pan (?:no|number)|national id|ausweisnummer"
          + "|steuernummer|dni|nif|cpf))(?: *(?:is|:|=|#))* *";

  /// Two digits spelled one behind the other.
  private static final String SPELLED_CUES =
      Stream.of("zero oh one two three four five six seven eight nine".split(" "))
          .flatMap(first ->
              Stream.of("zero oh one two three four five six seven eight nine".split(" "))
                  .map(second -> first + "_" + second))
          .collect(Collectors.joining(" "));

  private static final String ORDER_CUES =
      "order orders invoice booking reservation tracking shipment parcel ticket case refund transaction txn utr bestellung bestellnummer auftragsnummer auftrag rechnung rechnungsnummer sendungsnummer buchungsnummer commande facture pedido factura ordine encomenda bestelling zamówienie заказ";

  private static final String STREET_CUES =
      "street st road rd avenue ave lane ln drive dr boulevard blvd court ct place square terrace crescent parkway pkwy highway hwy circle way close";

  private static final String OWN_CUES =
      "name_is name_s name_ist heiße heisse appelle nom_est llamo nombre_es chiamo nome_è nome_é chamo naam_is ik_heet jag_heter namn_är jeg_hedder jeg_heter navn_er nazywam na_imię jmenuji зовут mera_naam benim_adım";

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
              ORDER_WORDS + LABEL + NUMBER,
              4,
              ORDER_CUES),
          cued("order after its word", "order", ORDER_WORDS + "[ :]{1,3}" + NUMBER, 6, ORDER_CUES),
          cued(
              "account after its word and a label",
              "account",
              ACCOUNT_WORDS + LABEL + NUMBER,
              4,
              "account customer member membership client konto kunden kundennummer vertragsnummer cliente compte cuenta conto conta klant"),
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
              "\\b([0-9]{1,5}[A-Za-z]?,? +"
                  + STREET_WORD
                  + "{1,4}(?:Street|St|Road|Rd|Avenue|Ave"
                  + "|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Square|Terrace|Crescent"
                  + "|Parkway|Pkwy|Highway|Hwy|Circle|Way|Close)\\b\\.?"
                  + AFTER_STREET
                  + ")",
              1,
              STREET_CUES),
          cued(
              "street in small letters",
              "address",
              "\\b([0-9]{1,5}[a-z]? +(?:[a-z]{3,20} +){0,1}[a-z]{4,20} +(?:street|road|avenue"
                  + "|boulevard)\\b"
                  + AFTER_STREET
                  + ")",
              1,
              STREET_CUES),
          cued(
              "street, number last",
              "address",
              "(\\p{Lu}[\\p{L}.-]{2,39}(?:straße|strasse|str\\.|weg|gasse|platz|allee|damm|straat|laan"
                  + "|gracht|gatan|vägen|vej|veien) *[0-9]{1,4} ?[a-z]?\\b"
                  + AFTER_STREET
                  + ")",
              1,
              "*straße *strasse *str *weg *gasse *platz *allee *damm *straat *laan *gracht *gatan *vägen *vej *veien"),
          cued(
              "street after its word",
              "address",
              "((?:[0-9]{1,4}(?: ?bis| ?ter)?,? +)?(?:\\b[Rr]ue|\\b[Aa]venue|\\b[Bb]oulevard|\\b[Cc]hemin"
                  + "|\\b[Ii]mpasse|\\b[Cc]alle|\\b[Aa]venida|\\b[Pp]aseo|\\bVia|\\bViale|\\bCorso"
                  + "|\\bPiazza|\\b[Rr]ua|\\bul\\.|ул\\.|улица) +(?:(?:de|du|des|del|della|da|do|dos"
                  + "|la|le|les) +){0,2}\\p{Lu}[\\p{L}'’-]{1,29}(?: +\\p{Lu}[\\p{L}'’-]{1,29}){0,3}"
                  + "(?:,? +(?:n[º°.] ?)?[0-9]{1,4}\\b)?"
                  + AFTER_STREET
                  + ")",
              1,
              "rue avenue boulevard chemin impasse calle avenida paseo via viale corso piazza rua ul ул улица"),
          cued(
              "post box",
              "address",
              "(?i)\\b((?:p\\.? ?o\\.? ?box|postfach|apartado) +[0-9]{2,8})\\b",
              1,
              "box postfach apartado"),
          cued("own name", "name", OWN_NAME + NAME, 0, OWN_CUES),
          cued("own name in small letters", "name", OWN_NAME + "(\\p{Ll}{2,24})", 0, OWN_CUES),
          cued(
              "name after a title",
              "name",
              "(?:^|[^\\p{L}])(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Señora?"
                  + "|Sra?|Srta|Signora?|Sig|Dott|Shri|Smt|Pan|Pani)\\.? +){1,2}"
                  + NAME,
              0,
              "mr mrs ms mx miss dr prof herr herrn frau monsieur madame mme señor señora sr sra srta signor signora sig dott shri smt pan pani"),
          cued(
              "name of who helped",
              "name",
              "(?:^|[^\\p{L}])(?i:agent|rep|representative|supervisor|technician|driver|cashier"
                  + "|(?:person|guy|lady|woman|man|gentleman|someone|somebody|kid|child|boy|girl)"
                  + " (?:named|called)|(?:by|under) the name of)(?-i:,? +)"
                  + NAME,
              0,
              "agent rep representative supervisor technician driver cashier named called name_of"),
          cued(
              "name of a relative",
              "name",
              "(?:^|[^\\p{L}])(?i:my (?:son|daughter|wife|husband|brother|sister|boyfriend|girlfriend"
                  + "|nephew|niece|grandson|granddaughter)),? +(\\p{Lu}\\p{Ll}{1,29})"
                  + "(?:[,.;)]|['’]s|[.!?]*$| (?:is|was|has|had|and|who)\\b)",
              0,
              "my_son my_daughter my_wife my_husband my_brother my_sister my_boyfriend my_girlfriend my_nephew my_niece my_grandson my_granddaughter"),
          cued(
              "name behind where somebody is from",
              "name",
              "(?:^|[.!?,;\\n] *)(?i:I'm|I’m|I am|this is|ich bin|je suis|soy|sono|sou) +"
                  + NAME
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
                  + NAME
                  + "[ .!\\n\\r]*$",
              0,
              "regards sincerely yours_truly yours_faithfully grüßen grüße cordialement saludos atentamente saluti atenciosamente groet hälsning pozdrawiam уважением"),
          cued(
              "name after a dash at the end",
              "name",
              "\\s[-–—~] ?" + PERSON + "[ .!\\n\\r]*$",
              0,
              "-"),
          cued(
              "name that is greeted",
              "name",
              "(?:^|\\n)(?:Dear|Liebe|Lieber|Cher|Chère|Estimad[oa]|Querid[oa]|Prezad[oa]|Gentile)"
                  + " +"
                  + NAME
                  + " *[,\\n]",
              0,
              "dear liebe lieber cher chère estimado estimada querido querida prezado prezada gentile"));

  /// What signs stands in so many characters at the end.
  private static final int TAIL = 120;

  /// What stands behind such words without being a name, in any case.
  private static final Set<String> NO_NAMES =
      Set.of(
          ("a about all already also always amazing an and any app application apps are as at awesome bad"
                  + " because been being best better blank but can card cards cash ceo child children client"
                  + " company correct could customer customers customercare daddy dev developer developers"
                  + " different do does done download english error every excellent fake fantastic for from"
                  + " full getting good great guys happy has have he her here hers his how i if in incorrect"
                  + " india indian invalid is it its just kids listed love madam manager missing mom mum my"
                  + " name needed never new nice no not nothing now of ok okay on only or out parent parents"
                  + " person please pro really registered required right service she showing sir so some"
                  + " something spelled staff still student support sure taken team teams thank thanks that"
                  + " the their there they this to today too totally trying under user users using very want"
                  + " was we well says say said were what when where which who will with works worst would wrong you your"
                  + " misspelled displayed changed used unknown private public universe world update fyi one")
              .split(" "));

  private static final Cues CUES = Cues.of(PATTERNS.stream().map(Cued::cues).toList(), Doubt.CUES);

  private CuedPatterns() {}

  private static Cued cued(String name, String kind, String expression, int digits, String cues) {
    return new Cued(name, kind, Pattern.compile(expression), digits, cues);
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
      return nameLength(found);
    }
    long digits = found.chars().filter(c -> Digits.isDigit((char) c)).count();
    return digits >= cued.digits() ? found.stripTrailing().length() : 0;
  }

  /// Up to the first word that is no name: `John Smith The` is a name and a word.
  private static int nameLength(String found) {
    int length = 0;
    int at = 0;
    for (String word : found.split("(?<= )", -1)) {
      at += word.length();
      if (isNoName(word.strip())) {
        break;
      }
      length = at - (word.length() - word.stripTrailing().length());
    }
    return length;
  }

  /// Whether a masked text says that something personal follows where nothing was masked.
  ///
  /// @param cues of that text
  static boolean leavesDoubt(String masked, long cues) {
    return cues >>> PATTERNS.size() != 0 && Doubt.isIn(masked);
  }

  /// Whether a word is one that stands where names do without being one.
  static boolean isNoName(String word) {
    return NO_NAMES.contains(word.toLowerCase(Locale.ROOT));
  }
}
