package dev.ombud.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an action is done to, as text: kind, name and, where it is a part of something, which part.
/// Both directions stand here and nowhere else.
///
/// ```text
/// flag:new-checkout              experiment:new-checkout/blue      surface:checkout
/// flag:new-checkout/treatment    release:7.19.0->7.18.1            cluster:payments
/// ```
///
/// Names are callers' texts, so that `%`, `/`, `,` and `>` in them stand as `%25`, `%2F`, `%2C` and
/// `%3E`: variation `b` of flag `a` is never flag `a/b`. What is not known is `unknown`; what
/// somebody named so is `%75nknown`. Immutable.
///
/// @param name null where it is not known
/// @param part variation, variant, or the release to go back to; null where it is not known
/// @param isPart whether it is a part at all
public record ActionTarget(
    Kind kind, @Nullable String name, boolean isPart, @Nullable String part) {
  static final String UNKNOWN = "unknown";

  private static final String SEPARATORS = "/,>";
  private static final String BACK = "->";

  /// Whose target it is.
  public enum Kind {
    FLAG("flag:", "/"),
    EXPERIMENT("experiment:", "/"),
    RELEASE("release:", BACK),
    SURFACE("surface:", ""),
    CLUSTER("cluster:", "");

    private final String prefix;
    private final String separator;

    Kind(String prefix, String separator) {
      this.prefix = prefix;
      this.separator = separator;
    }
  }

  /// All of something.
  public static ActionTarget of(Kind kind, @Nullable String name) {
    return new ActionTarget(kind, name, false, null);
  }

  /// A variation of a flag, a variant of an experiment, the way back from a release.
  public static ActionTarget part(Kind kind, @Nullable String name, @Nullable String part) {
    return new ActionTarget(kind, name, true, part);
  }

  /// Nothing where it is a target of another sort, such as a team or a channel.
  public static Optional<ActionTarget> parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)) {
        String rest = text.substring(kind.prefix.length());
        int at = kind.separator.isEmpty() ? -1 : rest.indexOf(kind.separator);
        return Optional.of(
            at < 0
                ? of(kind, read(rest))
                : part(
                    kind,
                    read(rest.substring(0, at)),
                    read(rest.substring(at + kind.separator.length()))));
      }
    }
    return Optional.empty();
  }

  public String text() {
    String all = kind.prefix + write(name);
    return isPart ? all + kind.separator + write(part) : all;
  }

  /// Whether another one is this or a part of it.
  public boolean covers(ActionTarget other) {
    return equals(other) || (!isPart && equals(of(other.kind, other.name)));
  }

  /// A name as it stands in targets and keys.
  static String write(@Nullable String name) {
    if (name == null) {
      return UNKNOWN;
    }
    return name.equals(UNKNOWN) ? Percent.escapeFirst(name) : Percent.escape(name, SEPARATORS);
  }

  private static @Nullable String read(String written) {
    return written.equals(UNKNOWN) ? null : Percent.unescape(written);
  }
}
