package dev.ombud.record.texts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Set;

/// What names of people look like, and what announces them; the cues of each, as [Cues] reads them.
/// Stateless.
final class NameWords {
  /// What may stand between two words of a name: a gap, at most one break of the line.
  private static final String NEXT = "(?:[\\t\\p{Zs}]+|\\r?\\n)";

  private static final String PARTICLES =
      NEXT + "(?:(?:van|von|zu|de|da|del|den|der|dos|di|du|la|le|el|ter|bin|al)" + NEXT + "){0,2}";

  private static final String LETTERS = "[\\p{L}\\p{M}'’-]";

  /// One to three words of a name, each with a capital; initials too.
  static final String NAME =
      "(\\p{Lu}(?:[\\p{L}\\p{M}'’]"
          + LETTERS
          + "{0,29}|\\.)(?:"
          + PARTICLES
          + "\\p{Lu}(?:"
          + LETTERS
          + "{1,29}|\\.?)){0,2})";

  /// What may stand in front of a name that is announced: quotes and the like.
  static final String LEAD = "[ :=,;.\"'“”„«»‘’*_`(<~–—-]";

  /// The same in any letters, where people say that it is one.
  static final String SAID_NAME =
      LEAD
          + "{0,5}([\\p{Lu}\\p{Ll}](?:"
          + LETTERS
          + "{1,29}|\\.)(?:"
          + PARTICLES
          + "[\\p{Lu}\\p{Ll}](?:"
          + LETTERS
          + "{1,29}|\\.)){0,2})";

  static final String OWN_NAME =
      "(?:^|[^\\p{L}])(?i:(?:my|his|her) (?:full |real |legal )?name(?: is|['’]s)|mein Name ist"
          + "|ich heiße|ich heisse|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo"
          + "|il mio nome è|(?:o )?meu nome é|me chamo|mijn naam is|ik heet|jag heter|mitt namn är"
          + "|jeg hedder|jeg heter|mit navn er|nazywam się|mam na imię|jmenuji se|меня зовут"
          + "|mera naam|benim adım)";

  static final String LABELLED_NAME =
      "(?:^|[\\n\\r.,;:!?()|•*-] *|(?i:my|full|first|last|real|given|family|legal|contact|sender"
          + "|recipient|holder|customer(?:['’]s)?) )(?i:name|surname|vorname|nachname|nom|prénom"
          + "|nombre|apellidos?|nome|cognome|naam|voornaam|achternaam|namn|navn|imię|nazwisko|имя"
          + "|фамилия|jméno|příjmení)(?: *[:=]| +[–—-] )";

  static final String PERSON =
      "(\\p{Lu}[\\p{Ll}\\p{M}'’-]{1,29}" + NEXT + "\\p{Lu}[\\p{Ll}\\p{M}'’-]{1,29})";

  static final String RELATIVES =
      "(?:^|[^\\p{L}])(?i:(?:my|our|his|her) (?:[\\p{L}0-9-]{1,15} ){0,3}(?:son|daughter|wife"
          + "|husband|brother|sister|boyfriend|girlfriend|nephew|niece|grandson|granddaughter"
          + "|mother|father|mom|mum|dad|grandmother|grandfather|grandma|grandpa|uncle|aunt|cousin"
          + "|fiancée?|friend|colleague|roommate|neighbou?r|boss)),? +";

  static final String RELATIVES_CUES =
      "son daughter wife husband brother sister boyfriend girlfriend nephew niece grandson granddaughter mother father mom mum dad grandmother grandfather grandma grandpa uncle aunt cousin fiancé fiancée friend colleague roommate neighbor neighbour boss";

  static final String OWN_CUES =
      "name_is name_s name_ist heiße heisse appelle nom_est llamo nombre_es chiamo nome_è nome_é chamo naam_is ik_heet jag_heter namn_är jeg_hedder jeg_heter navn_er nazywam na_imię jmenuji зовут mera_naam benim_adım";

  static final String LABELLED_CUES =
      "name surname vorname nachname nom prénom nombre apellido apellidos nome cognome naam voornaam achternaam namn navn imię nazwisko имя фамилия jméno příjmení";

  private static final Pattern WORD = Gaps.compile("[^ ]+");

  /// What stands behind such words without being a name, in any case.
  private static final Set<String> NO_NAMES =
      Set.of(
          ("a about all already also always amazing an and any app application apps are as at"
                  + " awesome bad because been being best better blank but can card cards cash ceo child"
                  + " children client company correct could customer customers customercare daddy dev"
                  + " developer developers different do does done download english error every excellent"
                  + " fake fantastic for from full getting good great guys happy have has he her here hers"
                  + " his how i if in incorrect india indian invalid is it its just kids listed love madam"
                  + " manager missing mom mum my name needed never new nice no not nothing now of ok okay"
                  + " on only or out parent parents person please pro really registered required right"
                  + " service she showing sir so some something spelled staff still student support sure"
                  + " taken team teams thank thanks that the their there they this to today too totally"
                  + " trying under user users using very want was we well says say said were what when"
                  + " where which who will with works worst would wrong you your misspelled displayed"
                  + " changed used unknown private public universe world update fyi one")
              .split(" "));

  /// What goes on behind a name where it is written in small letters.
  private static final Set<String> GOES_ON =
      Set.of(
          ("i'm i’m im i've i’ve btw hello hi hey pls plz since while before after then them am"
                  + " calling writing living live lives working having had got get cannot can't can’t cant"
                  + " couldn't won't doesn't doesnt don't dont didn't isn't lost tried paid ordered bought"
                  + " yesterday old years age email phone number address order account instead again und"
                  + " aber aus bin ich habe die das wohne mein meine oder et je j'ai mais suis habite mon"
                  + " y e pero soy vivo mi tengo ed sono non ho mas sou não eu meu maar ik heb het niet"
                  + " mijn en och og jag jeg det a ale и а я не у")
              .split(" "));

  private NameWords() {}

  /// Up to the first word that is no name: `John Smith The` is a name and a word.
  static int length(String found) {
    Matcher words = WORD.matcher(found);
    int length = 0;
    while (words.find() && !isNoName(words.group()) && !GOES_ON.contains(words.group())) {
      length = words.end();
    }
    return length;
  }

  /// Whether a word is one that stands where names do without being one.
  static boolean isNoName(String word) {
    return NO_NAMES.contains(word.toLowerCase(Locale.ROOT));
  }
}
