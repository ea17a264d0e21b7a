package dev.ombud.act.response;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionFactsStore;
import dev.ombud.act.outbox.ActionFactsStore.Place;
import dev.ombud.act.outbox.LaterStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.review.OutcomeReport;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.target.NamedEvent;
import dev.ombud.act.target.Targets;
import dev.ombud.act.words.Orders;
import dev.ombud.act.words.TicketWords;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Attention;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.history.IncidentStateStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.LeafStore;
import dev.ombud.record.log.LeafStore.Happened;
import dev.ombud.record.log.LeafStore.Leaf;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells others what happened: follows the sealed log, in which every decision and every event has
/// one place, and asks the outbox to say the named events and what people are asked. How far it
/// came is kept in the transaction that asks, so nothing is left out and nothing is said under two
/// ids, whatever dies. Costs decisions nothing. A chore; one instance at a time is at it.
public final class LogFeed {
  /// The first ordinal of what only tells others; what a decision asks for has smaller ones.
  static final int FIRST_ORDINAL = LaterStore.FIRST_NOTICE;

  private static final int AT_ONCE = 500;
  private static final String ANSWERED = "REVIEW_";
  private static final String RESOLVED = OutcomeReport.Kind.TICKET_RESOLVED.name();

  private final Database database;
  private final Decisions decisions;
  private final Orders orders;
  private final Reviews reviews;
  private final Targets targets;
  private final Optional<TicketWords> words;
  private final InstantSource clock;
  private final Runnable wake;
  private final boolean tells;

  /// @param targets which of it anybody wants to hear
  /// @param words what of briefs is said on tickets; nothing where nothing is
  /// @param wake told once something is due, after its commit
  public LogFeed(
      Database database,
      Decisions decisions,
      Orders orders,
      Reviews reviews,
      Targets targets,
      Optional<TicketWords> words,
      InstantSource clock,
      Runnable wake) {
    this.database = database;
    this.decisions = decisions;
    this.orders = orders;
    this.reviews = reviews;
    this.targets = targets;
    this.words = words;
    this.tells = targets.tells() || words.isPresent();
    this.clock = clock;
    this.wake = wake;
  }

  /// The target of what tells people that they are asked.
  static String notice(UUID review) {
    return Targets.REVIEW + review;
  }

  /// The target of what tells them that it is answered.
  static String answered(UUID review) {
    return notice(review) + Targets.CLOSED;
  }

  /// Goes on to the end of the log. Where nobody wants to hear anything, nothing is told later of
  /// what happens until then.
  public void follow() {
    boolean isMore = true;
    while (isMore) {
      isMore = database.change(handle -> step(new FeedStore(handle)));
    }
  }

  private boolean step(FeedStore store) {
    OptionalLong from = store.lock();
    if (from.isEmpty()) {
      return false;
    }
    if (!tells) {
      store.move(LeafStore.sealed(store.handle()));
      return false;
    }
    List<Leaf> leaves = LeafStore.leaves(store.handle(), from.getAsLong(), AT_ONCE);
    Telling telling = new Telling(store, leaves);
    leaves.forEach(telling::hear);
    if (!telling.actions.isEmpty()) {
      store.enqueue(telling.actions, clock.instant(), wake);
    }
    store.move(from.getAsLong() + leaves.size());
    return leaves.size() == AT_ONCE;
  }

  /// What some leaves give rise to; belongs to one transaction.
  private final class Telling {
    private final FeedStore store;
    private final Map<UUID, StoredDecision> known = new HashMap<>();
    private final Map<UUID, Integer> ordinals = new HashMap<>();
    private final List<NewAction> actions = new ArrayList<>();

    Telling(FeedStore store, List<Leaf> leaves) {
      this.store = store;
      Set<UUID> ids = new LinkedHashSet<>();
      leaves.forEach(leaf -> {
        if (leaf.decisionId() != null) {
          ids.add(leaf.decisionId());
        }
      });
      known.putAll(decisions.findAll(ids));
      ordinals.putAll(store.nextOrdinals(ids));
    }

    void hear(Leaf leaf) {
      Instant at = Instant.ofEpochMilli(TimeIds.millisOf(leaf.recordId()));
      Happened event = leaf.event();
      UUID decision = leaf.decisionId();
      if (event != null) {
        hear(leaf.recordId(), event, decision, at);
      } else if (decision != null) {
        say(NamedEvent.DECISION_MADE.subject(), decision, null, at);
        if (isAnomaly(decision)) {
          say(NamedEvent.SENTIMENT_ANOMALY_DETECTED.subject(), decision, null, at);
        }
        if (asksSomebody(decision)) {
          ask(decision, at);
        }
      }
    }

    private boolean isAnomaly(UUID decision) {
      StoredDecision stored = known.get(decision);
      return stored != null
          && stored.decision().judgement().reasons().stream()
              .map(Judgement.Reason::code)
              .anyMatch(ReasonCode::isSentimentAnomaly);
    }

    private void hear(UUID id, Happened event, @Nullable UUID decision, Instant at) {
      if (event.kind().startsWith(ANSWERED)) {
        answer(event, decision, at);
      } else if (event.kind().equals(AuditEvent.Kind.BRIEF_MADE.name())) {
        if (decision != null) {
          brief(UUID.fromString(after(event.subject())), decision, at);
        }
      } else if (decision != null && proposes(event)) {
        ask(decision, at);
      } else if (event.kind().equals(AuditEvent.Kind.INCIDENT_ENDED.name()) && decision != null) {
        UUID about = store.gravest(UUID.fromString(after(event.subject()))).orElse(decision);
        say(NamedEvent.ISSUE_RESOLVED.subject(), about, null, at);
      } else if (event.kind().equals(AuditEvent.Kind.OUTCOME_REPORTED.name())) {
        if (LeafStore.kind(store.handle(), id).filter(RESOLVED::equals).isPresent()) {
          resolved(event, decision, at);
        }
      } else {
        named(event.kind())
            .flatMap(named -> acted(event.subject()).map(acted -> Map.entry(named, acted)))
            .ifPresent(each ->
                say(
                    each.getKey().subject(),
                    each.getValue().decisionId(),
                    each.getValue().ordinal(),
                    at));
      }
    }

    /// Whether it may be that people are asked about a decision afterwards.
    private static boolean proposes(Happened event) {
      return event.kind().equals(AuditEvent.Kind.EFFECT_CONCLUDED.name())
          || event.target().filter(target -> target.startsWith(ToldStore.LIFT)).isPresent();
    }

    /// Has a brief said on the ticket of its decision, once that is there.
    private void brief(UUID brief, UUID decision, Instant at) {
      StoredDecision stored =
          known.computeIfAbsent(decision, id -> decisions.find(id).orElse(null));
      if (stored == null || words.filter(each -> each.isForTickets(brief)).isEmpty()) {
        return;
      }
      Aggregate aggregate = orders.aggregate(stored);
      Severity severity = stored.decision().judgement().severity();
      ActionFactsStore.openings(store.handle(), decision).stream()
          .filter(each -> targets.tracks(each.target(), aggregate.product(), severity))
          .forEach(each -> add(stored, aggregate, Dispatch.BRIEF + brief, each.ordinal(), at));
    }

    private static Optional<NamedEvent> named(String kind) {
      return switch (kind) {
        case "TICKET_OPENED" -> Optional.of(NamedEvent.TICKET_OPENED);
        case "MITIGATION_EXECUTED" -> Optional.of(NamedEvent.MITIGATION_EXECUTED);
        case "ROLLBACK_EXECUTED" -> Optional.of(NamedEvent.ROLLBACK_EXECUTED);
        // A kind that an older or newer version wrote is nothing that anybody subscribed to.
        default -> Optional.empty();
      };
    }

    private Optional<Place> acted(String subject) {
      return ActionFactsStore.place(store.handle(), UUID.fromString(after(subject)));
    }

    private void resolved(Happened event, @Nullable UUID decision, Instant at) {
      Optional<Place> opened =
          event.ticket().flatMap(name -> ActionFactsStore.opened(store.handle(), name));
      UUID about =
          decision != null
              ? decision
              : opened
                  .map(Place::decisionId)
                  .or(() -> event.incident().flatMap(this::lastDecision))
                  .orElse(null);
      if (about != null) {
        Integer parent =
            opened.filter(each -> each.decisionId().equals(about)).map(Place::ordinal).orElse(null);
        say(NamedEvent.ISSUE_RESOLVED.subject(), about, parent, at);
      }
    }

    private Optional<UUID> lastDecision(UUID incident) {
      return IncidentStateStore.lastDecision(store.handle(), incident);
    }

    /// What of a decision people are asked and were not told yet.
    private void ask(UUID decision, Instant at) {
      for (Review review : reviews.of(decision)) {
        String target = notice(review.id());
        if (review.state() == ReviewState.OPEN
            && actions.stream().noneMatch(action -> action.target().equals(target))
            && ActionFactsStore.told(store.handle(), decision, target).isEmpty()) {
          say(target, decision, null, at);
        }
      }
    }

    private boolean asksSomebody(UUID decision) {
      StoredDecision stored = known.get(decision);
      return stored != null && stored.decision().attention() == Attention.REVIEWER;
    }

    private void answer(Happened event, @Nullable UUID decision, Instant at) {
      UUID review = UUID.fromString(after(event.subject()));
      if (decision != null) {
        ActionFactsStore.told(store.handle(), decision, notice(review))
            .ifPresent(told -> say(answered(review), decision, told.ordinal(), at));
      }
    }

    private static String after(String subject) {
      return subject.substring(subject.indexOf(':') + 1);
    }

    /// @param parent what it is about, whose receipt goes with it; null where it is the decision
    private void say(String target, UUID decision, @Nullable Integer parent, Instant at) {
      StoredDecision stored =
          known.computeIfAbsent(decision, id -> decisions.find(id).orElse(null));
      if (stored == null) {
        return;
      }
      Aggregate aggregate = orders.aggregate(stored);
      Severity severity = stored.decision().judgement().severity();
      if (!targets.tells(target, aggregate.product(), severity)) {
        return;
      }
      add(stored, aggregate, target, parent, at);
    }

    private void add(
        StoredDecision stored,
        Aggregate aggregate,
        String target,
        @Nullable Integer parent,
        Instant at) {
      UUID decision = stored.decision().decisionId();
      int ordinal =
          ordinals.computeIfAbsent(
              decision, id -> store.nextOrdinals(List.of(id)).getOrDefault(id, FIRST_ORDINAL));
      ordinals.put(decision, ordinal + 1);
      actions.add(
          new NewAction(
              // Its time is that of what happened.
              TimeIds.at(at),
              decision,
              ordinal,
              parent,
              ActionKind.NOTIFY,
              target,
              aggregate.product(),
              IncidentKey.of(aggregate).environment(),
              stored.decision().incidentId(),
              ActionState.QUEUED,
              at));
    }
  }
}
