package dev.ombud.ground.domain;

import dev.ombud.ground.base.Percent;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a mitigation is done to, and the one place that knows how that is written:
///
/// ```
/// flag:<key>[/<variation>][@<percent>]
/// experiment:<key>[/<variant>][@<percent>]
/// release:<version>[-><version before>][@<percent>]
/// surface:<name>
/// cluster:<id>
/// ```
///
/// Names are callers' texts, so that `%`, `/`, `,`, `@` and `>` in them are percent-encoded: two
/// targets are never written alike. What is not known is `unknown`; what somebody named so is
/// `%75nknown`. A percentage is a decimal number from 0 to 100: so much of the exposure may be
/// left. Immutable.
///
/// @param name of the flag, the experiment or the release; [#NOT_KNOWN] where nobody says
/// @param part a variation or variant, or the version before; empty for the whole, [#NOT_KNOWN]
///   inside where nobody says
/// @param percent empty where the target is not reduced to a percentage
public record ActionTarget(Kind kind, String name, Optional<String> part, OptionalDouble percent) {
  private static final Pattern PERCENT = Pattern.compile("@(\\d{1,3}(?:\\.\\d{1,30})?)$");
  private static final String SEPARATORS = "/,@>";
  private static final String UNKNOWN = "unknown";

  /// What has no name, or none that anybody said.
  public static final String NOT_KNOWN = "";

  /// What it is that is acted on.
  public enum Kind {
    FLAG("flag:", "/"),
    EXPERIMENT("experiment:", "/"),
    RELEASE("release:", "->"),
    SURFACE("surface:", ""),
    CLUSTER("cluster:", "");

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

  public static ActionTarget flag(@Nullable String key) {
    return of(Kind.FLAG, key);
  }

  public static ActionTarget experiment(@Nullable String key) {
    return of(Kind.EXPERIMENT, key);
  }

  public static ActionTarget release(@Nullable String version) {
    return of(Kind.RELEASE, version);
  }

  public static ActionTarget surface(String name) {
    return of(Kind.SURFACE, name);
  }

  public static ActionTarget cluster(String id) {
    return of(Kind.CLUSTER, id);
  }

  private static ActionTarget of(Kind kind, @Nullable String name) {
    return new ActionTarget(kind, known(name), Optional.empty(), OptionalDouble.empty());
  }

  private static String known(@Nullable String name) {
    return name == null ? NOT_KNOWN : name;
  }

  /// Only this variation or variant.
  public ActionTarget variation(@Nullable String variation) {
    return new ActionTarget(kind, name, Optional.of(known(variation)), percent);
  }

  /// Back to this version.
  public ActionTarget backTo(@Nullable String version) {
    return new ActionTarget(kind, name, Optional.of(known(version)), percent);
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
    int at = kind.separator.isEmpty() ? -1 : rest.indexOf(kind.separator);
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

  /// A name as it stands in targets and keys of incidents.
  static String encoded(String name) {
    return switch (name) {
      case NOT_KNOWN -> UNKNOWN;
      case UNKNOWN -> Percent.escapeFirst(name);
      default -> Percent.escape(name, SEPARATORS);
    };
  }

  private static String decoded(String text) {
    return text.equals(UNKNOWN) ? NOT_KNOWN : Percent.unescape(text);
  }

  /// A name as people read it.
  public static String words(String name) {
    return name.equals(NOT_KNOWN) ? UNKNOWN : name;
  }
}
