package dev.ombud.act.words;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.MaskedText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Makes orders of stored actions: reads the decision that asked for them. Thread-safe.
public final class Orders {
  private static final int MAX_KEPT = 64;

  /// A decision never changes, and each attempt asks for it several times.
  private final LinkedHashMap<UUID, StoredDecision> recent = new LinkedHashMap<>();

  private final AggregateReader reader = new AggregateReader();
  private final Function<UUID, Optional<StoredDecision>> decisions;
  private final Function<UUID, List<MaskedText>> texts;
  private final Function<UUID, List<LabelCorrection>> corrections;
  private final Briefs briefs;

  /// @param texts of a decision's evidence, masked
  /// @param corrections what people say is wrong about its labels
  public Orders(
      Function<UUID, Optional<StoredDecision>> decisions,
      Function<UUID, List<MaskedText>> texts,
      Function<UUID, List<LabelCorrection>> corrections,
      Briefs briefs) {
    this.decisions = decisions;
    this.texts = texts;
    this.corrections = corrections;
    this.briefs = briefs;
  }

  /// @throws DeliveryException where the decision is archived
  public Order of(StoredAction action) throws DeliveryException {
    StoredDecision stored = decision(action.decisionId());
    Aggregate aggregate = aggregate(stored);
    return new Order(
        action.id(),
        action.key(),
        action.kind(),
        action.target(),
        action.environment(),
        aggregate.window().end(),
        aggregate,
        action.parentReceipt(),
        brief(action, stored, aggregate));
  }

  /// Where the masking is unsure, what customers wrote goes only with what a person let go.
  private PublicBrief brief(StoredAction action, StoredDecision stored, Aggregate aggregate) {
    boolean isWithheld = Briefs.isUnsure(stored) && !isLetGo(action, stored);
    return briefs.of(
        stored.decision(),
        isWithheld ? aggregate.withoutWords() : aggregate,
        isWithheld ? List.of() : texts.apply(action.decisionId()),
        corrections.apply(action.decisionId()),
        briefs.page(action.target(), action.decisionId()));
  }

  /// What waited for a person and is carried out now.
  private static boolean isLetGo(StoredAction action, StoredDecision stored) {
    return stored.decision().judgement().actions().stream()
        .anyMatch(each ->
            each.ordinal() == action.ordinal() && each.state() == ActionState.AWAITING_APPROVAL);
  }

  public StoredDecision decision(UUID id) throws DeliveryException {
    return recent(id)
        .or(() -> decisions.apply(id).map(this::keep))
        .orElseThrow(() ->
            new DeliveryException(
                DeliveryException.Kind.NEVER,
                "decision `%s` is archived, nothing is carried out for it any more: drop it"
                    .formatted(id)));
  }

  private Optional<StoredDecision> recent(UUID id) {
    synchronized (recent) {
      return Optional.ofNullable(recent.get(id));
    }
  }

  private StoredDecision keep(StoredDecision decision) {
    synchronized (recent) {
      recent.put(decision.decision().decisionId(), decision);
      if (recent.size() > MAX_KEPT) {
        recent.pollFirstEntry();
      }
    }
    return decision;
  }

  public Aggregate aggregate(StoredDecision stored) {
    return reader.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
  }
}
