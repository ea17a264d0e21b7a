package dev.ombud.door.casepages;

import dev.ombud.act.effect.EffectStore;
import dev.ombud.act.effect.SeenEffect;
import dev.ombud.act.outbox.Actions;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Visit;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// From the first complaint to what came of the decision, in the order of time. Whoever may not see
/// a part of it in the API does not see it here. Thread-safe.
public final class Timeline {
  private static final Set<Role> ACTION_READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);

  private static final int MAX_LINES = 200;

  /// Steps of actions and their effects say the same, and more.
  private static final String OF_AN_ACTION = "action:";

  private final Actions actions;
  private final AuditLog log;
  private final EffectStore effects;
  private final Function<UUID, List<LabelCorrection>> corrections;

  Timeline(
      Actions actions,
      AuditLog log,
      EffectStore effects,
      Function<UUID, List<LabelCorrection>> corrections) {
    this.actions = actions;
    this.log = log;
    this.effects = effects;
    this.corrections = corrections;
  }

  /// @param link where to look at it in another system
  public record Moment(Instant at, String what, String detail, Optional<String> link) {
    public String when() {
      return PageWords.time(at);
    }
  }

  List<Moment> of(Visit visit, StoredDecision stored) {
    UUID id = stored.decision().decisionId();
    Aggregate aggregate = DecisionLine.aggregate(stored);
    List<Moment> moments = new ArrayList<>();
    Aggregate.Release release = aggregate.release();
    if (release != null && release.deployedAt() != null) {
      moments.add(
          moment(release.deployedAt(), "Release " + release.version() + " deployed", "source"));
    }
    moments.add(moment(aggregate.window().start(), "First complaints counted", "window begins"));
    moments.add(moment(aggregate.window().end(), "Last complaints counted", "window ends"));
    moments.add(
        moment(
            stored.decision().decidedAt(),
            "Decided",
            "by ruleset version " + stored.decision().ruleset().version()));
    corrections
        .apply(id)
        .forEach(each ->
            moments.add(
                moment(
                    each.at(),
                    "Labels corrected",
                    "%s, by %s: %s".formatted(each.words(), each.by(), each.reason()))));
    if (visit.may(ACTION_READERS)) {
      actions(stored, moments);
      effects.of(id).forEach(effect -> add(moments, effect));
    }
    if (visit.may(DecisionPage.AUDITORS)) {
      log.find(EventQuery.ofDecision(id, MAX_LINES)).items().stream()
          .filter(event -> !event.subject().startsWith(OF_AN_ACTION))
          .filter(event -> !event.kind().equals(AuditEvent.Kind.LABELS_CORRECTED.name()))
          .forEach(event -> add(moments, event));
    }
    // What happened at one moment stays in its order.
    moments.sort(Comparator.comparing(Moment::at));
    return moments;
  }

  private void actions(StoredDecision stored, List<Moment> moments) {
    Map<Integer, ActionState> planned = new HashMap<>();
    stored
        .decision()
        .judgement()
        .actions()
        .forEach(action -> planned.put(action.ordinal(), action.state()));
    actions
        .ofDecision(stored.decision().decisionId())
        .forEach(told ->
            moments.addAll(
                ActionCourse.of(told, Optional.ofNullable(planned.get(told.action().ordinal())))));
  }

  private static void add(List<Moment> moments, SeenEffect effect) {
    moments.add(
        effect.concludedAt().isPresent()
            ? moment(
                effect.concludedAt().get(),
                "Effect verified: "
                    + effect
                        .outcome()
                        .map(outcome -> PageWords.name(outcome).toLowerCase(Locale.ROOT))
                        .orElse("not known"),
                effect.reason().orElse(""))
            : moment(effect.lookUntil(), "Effect will be judged", "until then it is watched"));
  }

  private static void add(List<Moment> moments, EventRow event) {
    String kind = event.kind().toLowerCase(Locale.ROOT).replace('_', ' ');
    moments.add(
        moment(
            event.at(),
            kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1),
            "by " + event.actor() + (event.reason().isEmpty() ? "" : ": " + event.reason())));
  }

  private static Moment moment(Instant at, String what, String detail) {
    return new Moment(at, what, detail, Optional.empty());
  }
}
