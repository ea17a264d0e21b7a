package dev.ombud.act.review;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a decision asks people about. Never changes. Immutable.
///
/// @param reviewId UUIDv7
/// @param incidentId null where nobody is called for, as with what is in quarantine
/// @param key whom and what it is about: product, subject, environment, cohort, cluster
/// @param confidence of the cluster, 0 to 1
/// @param owner the team that has it
/// @param lane as [ReviewLane#of] says
/// @param actions what waits for the answer; none where only somebody's eyes are asked for
/// @param evidenceDigest SHA-256 of the aggregate that was decided on
/// @param evidenceAt the time of the evidence: only what is at least as new voids it
/// @param dueAt when it ends by itself, as [Patience#dueAt] says
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Proposal(
    UUID reviewId,
    UUID decisionId,
    @Nullable UUID incidentId,
    IncidentKey key,
    String surface,
    Severity severity,
    Tier tier,
    Scope scope,
    double priority,
    double confidence,
    String owner,
    ReviewLane lane,
    List<Proposed> actions,
    byte[] evidenceDigest,
    Instant evidenceAt,
    Instant at,
    Instant dueAt) {

  public Proposal {
    actions = List.copyOf(actions);
  }

  /// One action that people are asked about.
  ///
  /// @param ordinal of the action in its decision
  /// @param target for example `flag:new-checkout`
  /// @param isRecommended whether it is only said: whoever agrees with it does it themselves
  /// @param parent the ordinal of the action that it is a part of, or null
  public record Proposed(
      int ordinal,
      ActionKind kind,
      String target,
      boolean isRecommended,
      @Nullable Integer parent) {

    /// One that is carried out once somebody agrees, and a part of nothing.
    public Proposed(int ordinal, ActionKind kind, String target) {
      this(ordinal, kind, target, false, null);
    }

    /// As a decision asks for it.
    public static Proposed of(Judgement.Action action) {
      return new Proposed(
          action.ordinal(),
          action.kind(),
          action.target(),
          action.state() == ActionState.RECOMMENDED,
          action.parent());
    }

    /// For people, for example `DISABLE_FLAG flag:new-checkout`.
    public String words() {
      return kind + " " + target + (isRecommended ? ", only recommended" : "");
    }

    /// Whether it only tells people, and changes nothing for customers.
    public boolean tells() {
      return !kind.mitigates() && kind != ActionKind.RESTORE;
    }
  }

  public String product() {
    return key.product();
  }

  public List<Integer> ordinals() {
    return actions.stream().map(Proposed::ordinal).toList();
  }
}
