package dev.ombud.act.response;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.act.review.ReviewStore.Voided;
import dev.ombud.act.words.Orders;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.history.IncidentStateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// What becomes of switches once their incident is over: a review proposes to take back those that
/// are still on, all of them in one. Nothing of it happens by itself, and not while the same
/// trouble is back. Thread-safe.
public final class Lifts {
  private static final Set<LiveState> UNDER_WAY =
      EnumSet.of(LiveState.QUEUED, LiveState.RUNNING, LiveState.WAITING);

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final int MAX_SEEN = 256;

  private final LinkedHashMap<UUID, Seen> seen = new LinkedHashMap<>();
  private final Database database;
  private final ToldStore told;
  private final FlagConnector flags;
  private final Orders orders;
  private final TimeIds ids;
  private final Patience patience;
  private final Function<NewAction, Optional<String>> obstacle;

  /// @param obstacle why nobody can carry an action out as things are configured
  public Lifts(
      Database database,
      ToldStore told,
      FlagConnector flags,
      Orders orders,
      TimeIds ids,
      Patience patience,
      Function<NewAction, Optional<String>> obstacle) {
    this.database = database;
    this.told = told;
    this.flags = flags;
    this.orders = orders;
    this.ids = ids;
    this.patience = patience;
    this.obstacle = obstacle;
  }

  private record Seen(Stand stand, Instant at) {}

  /// How a switch stands that was made.
  enum Stand {
    ON("Still on until a person takes it back: %s."),
    OFF("Taken back since: %s."),
    UNKNOWN("Carried out, and nobody can look here whether it still stands: %s.");

    private final String sentence;

    Stand(String sentence) {
      this.sentence = sentence;
    }

    String sentence(String what) {
      return sentence.formatted(what);
    }
  }

  /// As whoever keeps it says; what cannot be asked now is unknown. The answer is good for a
  /// minute: all who are told at once want it, and a platform that is down costs each of them its
  /// patience.
  Stand stand(StoredAction made) {
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
    synchronized (seen) {
      Seen before = seen.get(made.id());
      if (before != null && now.isBefore(before.at().plus(GOOD_FOR))) {
        return before.stand();
      }
    }
    Stand stand;
    try {
      stand = look(made);
    } catch (DeliveryException e) {
      stand = Stand.UNKNOWN;
    }
    synchronized (seen) {
      seen.put(made.id(), new Seen(stand, now));
      if (seen.size() > MAX_SEEN) {
        seen.pollFirstEntry();
      }
    }
    return stand;
  }

  private Stand look(StoredAction made) throws DeliveryException {
    if (FlagConnector.takes(ActionKind.RESTORE, made.target())) {
      return switch (flags.lookAgain(orders.of(made))) {
        case RemoteState.Open _ -> Stand.ON;
        case RemoteState.Done _ -> Stand.OFF;
        case RemoteState.Pending _, RemoteState.Refused _ -> Stand.UNKNOWN;
      };
    }
    boolean isBack =
        told.restores(made.incidentId().orElseThrow()).stream()
            .anyMatch(each ->
                each.state() == LiveState.DONE
                    && each.target().equals(made.target())
                    && each.changedAt().isAfter(made.changedAt()));
    return isBack ? Stand.OFF : Stand.UNKNOWN;
  }

  /// What looks whether anything is still on, and proposes to take it back.
  ///
  /// @param action whose target is [ToldStore#LIFT]
  /// @throws DeliveryException as long as a worker is at a switch
  Connector proposing(StoredAction action) throws DeliveryException {
    for (StoredAction made : told.switches(action.incidentId().orElseThrow())) {
      if (made.state() == LiveState.QUEUED || made.state() == LiveState.RUNNING) {
        throw new DeliveryException(
            Kind.LATER, "`%s` of `%s` is under way".formatted(made.kind(), made.target()));
      }
    }
    return new Proposing(action);
  }

  private final class Proposing implements Connector {
    private final StoredAction action;
    private final UUID incident;

    Proposing(StoredAction action) {
      this.action = action;
      this.incident = action.incidentId().orElseThrow();
    }

    @Override
    public RemoteState look(Order order) throws DeliveryException {
      if (told.isBack(incident)) {
        return new RemoteState.Refused(
            "the same trouble is back: nothing is taken back while it lasts");
      }
      List<StoredAction> proposed = told.restores(incident);
      List<String> on = on();
      on.removeAll(waiting(proposed));
      if (!on.isEmpty()) {
        return new RemoteState.Open(String.join(", ", on), "");
      }
      return proposed.stream()
          .filter(each -> each.decisionId().equals(action.decisionId()))
          .findFirst()
          .<RemoteState>map(each ->
              new RemoteState.Done(
                  new Receipt("action:" + each.id(), "", "proposed to take it back")))
          .orElseGet(() ->
              new RemoteState.Refused(
                  waiting(proposed).isEmpty() && proposed.stream().noneMatch(Lifts::isOnItsWay)
                      ? "nothing that was switched is still on"
                      : "another review proposes to take it back"));
    }

    /// What reviews like this one propose, of which a newer one takes the place of an older.
    private static List<String> waiting(List<StoredAction> proposed) {
      return proposed.stream()
          .filter(each -> each.state() == LiveState.AWAITING_APPROVAL && each.parent().isEmpty())
          .map(StoredAction::target)
          .toList();
    }

    /// What is on and nobody else is about to take back, each once.
    private List<String> on() throws DeliveryException {
      List<String> on = new ArrayList<>();
      List<StoredAction> restores = told.restores(incident);
      for (StoredAction made : told.switches(incident)) {
        boolean isLeft =
            made.state() == LiveState.DONE
                && !on.contains(made.target())
                && restores.stream()
                    .filter(each -> each.target().equals(made.target()))
                    .noneMatch(Lifts::isOnItsWay);
        if (isLeft && mayBeTakenBack(made)) {
          on.add(made.target());
        }
      }
      return on;
    }

    /// What nobody can look at counts as on where somebody can be asked to take it back.
    private boolean mayBeTakenBack(StoredAction made) throws DeliveryException {
      Stand stand = Lifts.this.look(made);
      boolean isFlag = FlagConnector.takes(ActionKind.RESTORE, made.target());
      return stand == Stand.ON
          || (stand == Stand.UNKNOWN
              && !isFlag
              && obstacle.apply(restore(made.target(), 1, made.createdAt())).isEmpty());
    }

    private NewAction restore(String target, int ordinal, Instant at) {
      return new NewAction(
          ids.next(),
          action.decisionId(),
          ordinal,
          null,
          ActionKind.RESTORE,
          target,
          action.product(),
          action.environment(),
          incident,
          ActionState.AWAITING_APPROVAL,
          at);
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      List<String> on = on();
      if (on.isEmpty()) {
        throw new DeliveryException(Kind.LATER, "it was changed just now");
      }
      StoredDecision decision = orders.decision(action.decisionId());
      boolean isProposed =
          database.change(handle -> {
            try {
              return propose(handle.getConnection(), decision, on);
            } catch (SQLException e) {
              throw new IllegalStateException("what is still on could not be proposed", e);
            }
          });
      if (!isProposed) {
        throw new DeliveryException(Kind.LATER, "the same trouble is back");
      }
      return new Receipt("action:" + action.id(), "", "proposed to take it back");
    }

    /// In the order in which decisions lock things: incident, review, action.
    private boolean propose(Connection connection, StoredDecision decision, List<String> on)
        throws SQLException {
      if (IncidentStateStore.endedBy(connection, incident).isEmpty()
          || IncidentStateStore.isBack(connection, incident)) {
        return false;
      }
      Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
      int first = ToldStore.nextOrdinal(connection, action.decisionId(), NextTier.FIRST_ORDINAL);
      List<NewAction> actions = new ArrayList<>();
      on.forEach(target -> actions.add(restore(target, first + actions.size(), now)));
      for (Voided voided :
          ReviewStore.propose(connection, List.of(proposal(decision, actions, now)))) {
        ActionStore.forgo(
            connection,
            voided.decisionId(),
            voided.ordinals(),
            "another review took the place of its own",
            now);
      }
      ActionStore.enqueue(connection, actions);
      return true;
    }

    /// About the decision that ended the incident, on its evidence and as severe as that is by now.
    private Proposal proposal(StoredDecision decision, List<NewAction> actions, Instant now) {
      Judgement judgement = decision.decision().judgement();
      Aggregate aggregate = orders.aggregate(decision);
      double confidence = aggregate.cluster().confidence();
      IncidentKey key = IncidentKey.of(aggregate);
      Tier tier =
          actions.stream().anyMatch(each -> each.target().startsWith("surface:"))
              ? Tier.TIER_2
              : Tier.TIER_1;
      Scope scope = aggregate.cohort().isNamed() ? Scope.COHORT : Scope.GLOBAL;
      ReviewLane lane = ReviewLane.of(judgement.severity(), tier, scope, confidence);
      return new Proposal(
          ids.next(),
          decision.decision().decisionId(),
          incident,
          key,
          aggregate.surface(),
          judgement.severity(),
          tier,
          scope,
          judgement.priority(),
          confidence,
          judgement.owner().team(),
          lane,
          actions.stream()
              .map(each -> new Proposed(each.ordinal(), each.kind(), each.target()))
              .toList(),
          decision.digest(),
          aggregate.evidenceAt(decision.decision().decidedAt()),
          now,
          patience.dueAt(lane, now));
    }
  }

  /// Whether something is being taken back, or proposed to be because it did harm.
  private static boolean isOnItsWay(StoredAction restore) {
    return UNDER_WAY.contains(restore.state())
        || (restore.state() == LiveState.AWAITING_APPROVAL && restore.parent().isPresent());
  }

  /// What a proposal of ours takes back: all that was switched of its target for its incident.
  ///
  /// @param restore an action that is a part of no other
  private List<StoredAction> made(StoredAction restore) {
    return told.switches(restore.incidentId().orElseThrow()).stream()
        .filter(each -> each.state() == LiveState.DONE && each.target().equals(restore.target()))
        .toList();
  }

  /// What another system left that is asked to take something back.
  Optional<Receipt> left(StoredAction restore) {
    return made(restore).reversed().stream().flatMap(each -> each.receipt().stream()).findFirst();
  }

  /// Why nothing is taken back by now; nothing where it may be.
  Optional<String> objection(StoredAction restore) {
    return told.isBack(restore.incidentId().orElseThrow())
        ? Optional.of("the same trouble is back: nothing is taken back while it lasts")
        : Optional.empty();
  }

  /// Takes flags back, because a person wants it.
  Connector restoring(StoredAction restore, String actor) throws DeliveryException {
    List<RestoreConnector> each = new ArrayList<>();
    for (StoredAction made : made(restore)) {
      each.add(new RestoreConnector(flags, orders.of(made), made.beforeState().orElse(""), actor));
    }
    return new Restoring(each);
  }

  /// Several switches of one flag are taken back together.
  private record Restoring(List<RestoreConnector> each) implements Connector {
    @Override
    public RemoteState look(Order order) throws DeliveryException {
      RemoteState found = new RemoteState.Refused("nothing of it was switched");
      for (RestoreConnector one : each) {
        RemoteState look = one.look(order);
        if (look instanceof RemoteState.Open) {
          return look;
        }
        found = found instanceof RemoteState.Done ? found : look;
      }
      return found;
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      Optional<Receipt> left = Optional.empty();
      for (RestoreConnector one : each) {
        if (one.look(order) instanceof RemoteState.Open open) {
          left = Optional.of(one.write(order, open));
        }
      }
      return left.orElseThrow(() -> new DeliveryException(Kind.LATER, "it was changed just now"));
    }
  }
}
