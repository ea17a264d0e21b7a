package dev.ombud.ground.domain;

import dev.ombud.ground.code.Attention;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.code.Phase;
import dev.ombud.ground.code.Tier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One recorded decision. Never changes once it is committed.
///
/// @param decisionId UUIDv7; its timestamp is `decidedAt`
/// @param decidedAt with a precision of one millisecond
/// @param incidentId the incident it belongs to, or null where nobody is called for
/// @param caller name of the token that posted it
/// @param traceId W3C trace id of the request
/// @param isDrill whether it is a rehearsal, of which nobody reads who does not ask for one
public record Decision(
    UUID decisionId,
    Instant decidedAt,
    AggregateKey aggregate,
    Judgement judgement,
    RulesetRef ruleset,
    @Nullable UUID incidentId,
    String caller,
    String traceId,
    boolean isDrill) {

  /// Of what is real.
  public Decision(
      UUID decisionId,
      Instant decidedAt,
      AggregateKey aggregate,
      Judgement judgement,
      RulesetRef ruleset,
      @Nullable UUID incidentId,
      String caller,
      String traceId) {
    this(decisionId, decidedAt, aggregate, judgement, ruleset, incidentId, caller, traceId, false);
  }

  /// The identity of an aggregate, and so the idempotency key of its decision.
  public record AggregateKey(String product, String aggregateId, int revision) {
    public static AggregateKey of(Aggregate aggregate) {
      return new AggregateKey(aggregate.product(), aggregate.aggregateId(), aggregate.revision());
    }
  }

  /// @param version counts up from 1 in one database
  /// @param digest `sha256:` and 64 hexadecimal digits over all parts
  public record RulesetRef(long version, String digest) {}

  public Phase phase() {
    return switch (judgement.disposition()) {
      case ACT -> Phase.ACTING;
      case REVIEW, QUARANTINE -> Phase.WAITING;
      case TICKET, DIGEST -> Phase.DECIDED;
    };
  }

  public Attention attention() {
    return phase() == Phase.WAITING ? Attention.REVIEWER : Attention.NONE;
  }

  public Outcome outcome() {
    return judgement.mitigation().tier() == Tier.NONE ? Outcome.NOT_APPLICABLE : Outcome.UNKNOWN;
  }

  /// The identity of one action: stable, and so its idempotency key.
  public String actionId(int ordinal) {
    return decisionId + "." + ordinal;
  }
}
