package dev.ombud.domain;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mitigation is done to, and the one place that knows how that is written:
///
/// ```
/// flag:<key>[/<variation>][@<percent>]
/// experiment:<key>[/<variant>][@<percent>]
/// release:<version>[-><version before>][@<percent>]
/// ```
///
/// In names, `%`, `/`, `@` and `>` are percent-encoded, so that two targets are never written
/// alike. A percentage is a decimal number from 0 to 100: so much of the exposure may be left.
/// Immutable.
///
/// @param name of the flag, the experiment or the release
/// @param part a variation or variant, or the version before; empty for the whole
/// @param percent empty where the target is not reduced to a percentage
public record ActionTarget(Kind kind, String name, Optional<String> part, OptionalDouble percent) {
  private static final Pattern PERCENT = Pattern.compile("@(\\d{1,3}(?:\\.\\d{1,30})?)$");
  private static final Pattern ENCODED = Pattern.compile("%(25|2F|40|3E)");
  private static final Pattern SPECIAL = Pattern.compile("[%/@>]");

  /// What it is that is acted on.
  public enum Kind {
    FLAG("flag:", "/"),
    EXPERIMENT("experiment:", "/"),
    RELEASE("release:", "->");

    private final String prefix;
    private final String separator;

    Kind(String prefix, String separator) {
      this.prefix = prefix;
      this.separator = separator;
    }
  }

  public ActionTarget {
    if (percent.isPresent() && !(percent.getAsDouble() >= 0 && percent.getAsDouble() <= 100)) {
      throw new IllegalArgumentException("a percentage is from 0 to 100");
    }
  }

  public static ActionTarget flag(String key) {
    return of(Kind.FLAG, key);
  }

  public static ActionTarget experiment(String key) {
    return of(Kind.EXPERIMENT, key);
  }

  public static ActionTarget release(String version) {
    return of(Kind.RELEASE, version);
  }

  private static ActionTarget of(Kind kind, String name) {
    return new ActionTarget(kind, name, Optional.empty(), OptionalDouble.empty());
  }

  /// Only this variation or variant.
  public ActionTarget variation(String variation) {
    return new ActionTarget(kind, name, Optional.of(variation), percent);
  }

  /// Back to this version.
  public ActionTarget backTo(String version) {
    return new ActionTarget(kind, name, Optional.of(version), percent);
  }

  /// Of which so much may be left.
  public ActionTarget at(double percentLeft) {
    return new ActionTarget(kind, name, part, OptionalDouble.of(percentLeft));
  }

  /// Reads what [#toString] wrote; empty for what has another form, such as `team:payments`.
  public static Optional<ActionTarget> parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)) {
        return Optional.of(parse(kind, text.substring(kind.prefix.length())));
      }
    }
    return Optional.empty();
  }

  private static ActionTarget parse(Kind kind, String text) {
    Matcher number = PERCENT.matcher(text);
    OptionalDouble percent = OptionalDouble.empty();
    String rest = text;
    if (number.find() && Double.parseDouble(number.group(1)) <= 100) {
      percent = OptionalDouble.of(Double.parseDouble(number.group(1)));
      rest = text.substring(0, number.start());
    }
    int at = rest.indexOf(kind.separator);
    return at < 0
        ? new ActionTarget(kind, decoded(rest), Optional.empty(), percent)
        : new ActionTarget(
            kind,
            decoded(rest.substring(0, at)),
            Optional.of(decoded(rest.substring(at + kind.separator.length()))),
            percent);
  }

  /// Whether this is the other one or a part of it: a variation of the flag, the way back from the
  /// release, either of them reduced to a percentage.
  public boolean isWithin(ActionTarget other) {
    return kind == other.kind
        && name.equals(other.name)
        && (other.part.isEmpty() || other.part.equals(part))
        && (other.percent.isEmpty() || other.percent.equals(percent));
  }

  /// `10`, `33.3`.
  public static String percentText(double percent) {
    return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
  }

  /// As it stands in decisions and actions.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.prefix).append(encoded(name));
    part.ifPresent(each -> text.append(kind.separator).append(encoded(each)));
    percent.ifPresent(each -> text.append('@').append(percentText(each)));
    return text.toString();
  }

  private static String encoded(String name) {
    return SPECIAL
        .matcher(name)
        .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
  }

  /// Any other `%` stands for itself: so were targets written once.
  private static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement("" + (char) Integer.parseInt(found.group(1), 16)));
  }
}
