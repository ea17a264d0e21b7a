package dev.ombud.record.texts;

import java.util.Arrays;
import java.util.Set;

/// What streets look like; the cues of each, as [Cues] reads them. Stateless.
final class StreetWords {
  static final String HOUSE = "\\b([0-9]{1,5}(?:[-/][0-9]{1,4})?[A-Za-z]?,? +";

  static final String OF_STREET =
      "(?:(?:de|du|des|del|della|da|do|dos|la|le|les|los|las|el) +){0,2}";

  static final String ROMANCE_CUES =
      "rue avenue boulevard chemin impasse calle avenida paseo via viale corso piazza rua ul ул улица";

  static final String AFTER_STREET =
      "(?:,? *(?i:apt|apartment|suite|ste|unit|flat|#)\\.? *[0-9A-Za-z]{1,6}\\b)?"
          + "(?:,? *[0-9]{4,5}(?: ?[A-Z]{2})?\\b)?(?:,? +\\p{Lu}[\\p{L}-]{2,29}(?:,? +[A-Z]{2})?"
          + "(?: +[0-9]{5}(?:-[0-9]{4})?)\\b)?";

  static final String STREET_WORD =
      "(?:(?:\\p{Lu}[\\p{L}\\p{M}'’.-]{0,29}|[0-9]{1,3}(?i:st|nd|rd|th)) +)";

  static final String STREET_CUES =
      "street st road rd avenue ave lane ln drive dr boulevard blvd court ct place pl square sq terrace ter crescent parkway pkwy highway hwy circle cir way close alley trail mews grove gardens plaza turnpike";

  /// What stands between a number and a kind of street without being the name of one, in small
  /// letters.
  private static final Set<String> NO_STREETS =
      Set.of(
          ("the this that these those every off and for from your our their any all per with are"
                  + " was were not but out way star stars min mins minute minutes hour hours day days week"
                  + " weeks month months year years mile miles more other different times time people"
                  + " users hard flash usb thumb google test down into onto over than then just like got"
                  + " get cars car")
              .split(" "));

  private StreetWords() {}

  static boolean isNone(String found) {
    return Arrays.stream(found.split("[^\\p{L}]+")).anyMatch(NO_STREETS::contains);
  }
}
