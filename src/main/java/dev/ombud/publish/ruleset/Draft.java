package dev.ombud.publish.ruleset;

import dev.ombud.ground.base.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A change to the ruleset on its way to being published. Immutable.
///
/// @param title what people call it
/// @param basedOn the version whose parts it began with
/// @param digest over its parts as they stand, as of a ruleset
/// @param tested whether all scenarios hold for these parts
/// @param backtest the last one that came to its end for these parts
/// @param submission who asked for approval; empty before that and after a rejection
/// @param approvedBy who agreed since then
/// @param published the version that it became
public record Draft(
    UUID id,
    String title,
    long basedOn,
    State state,
    byte[] digest,
    String createdBy,
    Instant createdAt,
    Instant changedAt,
    boolean tested,
    Optional<Backtested> backtest,
    Optional<Submission> submission,
    List<String> approvedBy,
    Optional<Long> published) {

  public Draft {
    approvedBy = List.copyOf(approvedBy);
  }

  /// How far it has come.
  public enum State {
    /// Something in it keeps it from being used.
    DRAFT,
    /// No finding is an error.
    CHECKED,
    /// All scenarios hold.
    TESTED,
    /// What it would have changed is known.
    BACKTESTED,
    /// Approval is asked for; the parts are fixed.
    SUBMITTED,
    /// Enough people agreed.
    APPROVED,
    /// It is the ruleset that decides.
    ACTIVE,
    /// It was that once.
    RETIRED
  }

  /// @param against the active version that it was compared with
  /// @param because what in it asks for more than one person to agree; may be nothing
  public record Backtested(long against, List<String> because) {
    public Backtested {
      because = List.copyOf(because);
    }
  }

  /// @param against the active version that the draft was compared with
  /// @param approvalsNeeded how many people must agree
  /// @param because why more than one must; may be nothing
  public record Submission(String by, long against, int approvalsNeeded, List<String> because) {
    public Submission {
      because = List.copyOf(because);
    }
  }

  /// Names the content: half of the digest, in hexadecimal digits.
  public String tag() {
    return HexFormat.of().formatHex(digest, 0, digest.length / 2);
  }

  /// `sha256:` and 64 hexadecimal digits.
  public String digestText() {
    return Sha256.text(digest);
  }

  boolean isOf(byte[] content) {
    return Arrays.equals(digest, content);
  }

  /// Whether its parts may still be changed.
  public boolean isOpen() {
    return switch (state) {
      case DRAFT, CHECKED, TESTED, BACKTESTED -> true;
      case SUBMITTED, APPROVED, ACTIVE, RETIRED -> false;
    };
  }

  /// Other content: what was known of the old one is gone.
  Draft edited(byte[] newDigest, boolean hasErrors, Instant now) {
    return new Draft(
        id,
        title,
        basedOn,
        hasErrors ? State.DRAFT : State.CHECKED,
        newDigest,
        createdBy,
        createdAt,
        now,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        published);
  }

  Draft withTested(boolean hold, Instant now) {
    return with(hold ? reached(true, backtest) : State.CHECKED, hold, backtest, submission, now);
  }

  Draft withBacktest(Backtested finished, Instant now) {
    Optional<Backtested> found = Optional.of(finished);
    return with(isOpen() ? reached(tested, found) : state, tested, found, submission, now);
  }

  Draft submitted(Submission asked, Instant now) {
    return with(State.SUBMITTED, tested, backtest, Optional.of(asked), now);
  }

  /// Back to what it was before it was submitted.
  Draft rejected(Instant now) {
    return with(reached(tested, backtest), tested, backtest, Optional.empty(), now)
        .approvals(List.of());
  }

  Draft approved(List<String> people, Instant now) {
    int needed = submission.map(Submission::approvalsNeeded).orElseThrow();
    State next = people.size() >= needed ? State.APPROVED : State.SUBMITTED;
    return with(next, tested, backtest, submission, now).approvals(people);
  }

  private static State reached(boolean tested, Optional<Backtested> backtest) {
    if (!tested) {
      return State.CHECKED;
    }
    return backtest.isPresent() ? State.BACKTESTED : State.TESTED;
  }

  private Draft with(
      State next,
      boolean isTested,
      Optional<Backtested> finished,
      Optional<Submission> asked,
      Instant now) {
    return new Draft(
        id,
        title,
        basedOn,
        next,
        digest,
        createdBy,
        createdAt,
        now,
        isTested,
        finished,
        asked,
        approvedBy,
        published);
  }

  private Draft approvals(List<String> people) {
    return new Draft(
        id,
        title,
        basedOn,
        state,
        digest,
        createdBy,
        createdAt,
        changedAt,
        tested,
        backtest,
        submission,
        people,
        published);
  }

  /// What somebody did to a draft.
  ///
  /// @param digest the content that it was done to
  /// @param reason why; always there for what people decide
  /// @param detail what came of it, for people
  public record Event(
      Instant at, Kind kind, String actor, byte[] digest, Optional<String> reason, String detail) {

    /// What can be done to a draft.
    public enum Kind {
      CREATED,
      EDITED,
      TESTED,
      BACKTESTED,
      SUBMITTED,
      APPROVED,
      REJECTED,
      ACTIVATED,
      SHADOW_STARTED,
      SHADOW_STOPPED
    }
  }
}
