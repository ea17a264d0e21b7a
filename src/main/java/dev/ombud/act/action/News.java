package dev.ombud.act.action;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What those hear who were told of an incident before. It is said where they were told: on the
/// ticket, to the pager, under the message. Immutable.
///
/// @param about the same for all decisions of one incident and team: 64 hexadecimal digits
/// @param told what was asked for when they were told
/// @param closes whether nothing is left to look at, so that an alert is resolved
/// @param severity of what they were told
/// @param title in a line
/// @param said paragraphs with their headings
/// @param first what they were told, in a line
/// @param toldAt when they were told
public record News(
    What what,
    String about,
    ActionKind told,
    boolean closes,
    Severity severity,
    String title,
    List<PublicBrief.Fact> said,
    String first,
    Instant toldAt) {

  public News {
    said = List.copyOf(said);
  }

  /// What has happened since.
  public enum What {
    /// The incident is over.
    ENDED,
    /// It was said to be over, and goes on.
    REOPENED,
    /// A person decided against what was proposed, or against a part of it.
    ANSWERED;

    String prefix() {
      return name().toLowerCase(Locale.ROOT) + ":";
    }
  }

  /// The target of an action that says it: `ended:team:payments/0195…`, where the id is that of the
  /// action that told them; of an answer, the id of its review stands behind that.
  ///
  /// @param subject the target of the action that told them
  /// @param told the id of that action
  public record About(What what, String subject, UUID told, Optional<UUID> review) {
    public String target() {
      String target = what.prefix() + subject + "/" + told;
      return review.map(id -> target + "/" + id).orElse(target);
    }

    /// Nothing where a target is another one.
    public static Optional<About> of(String target) {
      for (What what : What.values()) {
        if (target.startsWith(what.prefix())) {
          return Optional.of(read(what, target.substring(what.prefix().length())));
        }
      }
      return Optional.empty();
    }

    private static About read(What what, String text) {
      Optional<UUID> review = Optional.empty();
      String rest = text;
      if (what == What.ANSWERED) {
        review = Optional.of(last(rest));
        rest = rest.substring(0, rest.lastIndexOf('/'));
      }
      return new About(what, rest.substring(0, rest.lastIndexOf('/')), last(rest), review);
    }

    private static UUID last(String text) {
      return UUID.fromString(text.substring(text.lastIndexOf('/') + 1));
    }
  }
}
