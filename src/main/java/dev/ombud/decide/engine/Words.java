package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Aggregate;
import java.util.List;

/// Values as people read them in reasons.
public final class Words {
  private Words() {}

  /// A number without needless digits: `2`, `2.6`, `0.042`; at most four after the point.
  public static String of(double number) {
    if (Double.isNaN(number)) {
      return "not known";
    }
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    return Double.toString(Math.round(number * 10_000) / 10_000.0);
  }

  /// A share as people read it: `63 %`; near to nothing and to everything with a digit after the
  /// point, so that neither is said where it is not so.
  public static String percent(double share) {
    double percent = share * 100;
    if (percent > 0 && percent < 0.1) {
      return "less than 0.1 %";
    }
    if (percent > 99.9 && percent < 100) {
      return "more than 99.9 %";
    }
    boolean isNearEnd = percent < 1 || percent > 99;
    return of(isNearEnd ? Math.round(percent * 10) / 10.0 : (double) Math.round(percent)) + " %";
  }

  /// How much of what customers say is about this, as a clause: `63 % of 190 comments name card
  /// authorization`. What they name is the first key phrase, or else the categories. Empty where it
  /// is not known.
  public static String share(Aggregate aggregate) {
    Aggregate.Volume volume = aggregate.volume();
    Double share = volume.share();
    if (share == null) {
      return "";
    }
    List<String> phrases = aggregate.cluster().keyPhrases();
    String named =
        phrases.isEmpty()
            ? String.join(" and ", aggregate.cluster().categories()).replace('_', ' ')
            : phrases.getFirst();
    Long total = volume.total();
    return total != null && total == 1
        ? "the only comment %s %s".formatted(share > 0 ? "names" : "does not name", named)
        : "%s of %d comments name %s".formatted(percent(share), total, named);
  }

  public static String of(Object value) {
    return switch (value) {
      case Double number -> of(number.doubleValue());
      case List<?> several -> String.join(", ", several.stream().map(String::valueOf).toList());
      case Object other -> other.toString();
    };
  }
}
