package dev.ombud.act.response;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.act.connector.Connectors;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.review.HumanOverride;
import dev.ombud.act.review.HumanOverride.Effect;
import dev.ombud.act.review.Overrides;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.target.Targets;
import dev.ombud.act.words.Orders;
import dev.ombud.act.words.Sandbox;
import dev.ombud.act.words.TicketWords;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.record.decision.StoredDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/// Says which system carries an action out. Thread-safe.
public final class Dispatch {
  /// What stands before the id of a brief in the target of what says it on a ticket.
  static final String BRIEF = "brief:";

  /// How long is waited for those who are being told when there is more to say to them.
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

  private final FlagConnector flags;
  private final Flags registry;
  private final Connectors connectors;
  private final Overrides overrides;
  private final Reviews reviews;
  private final Sandbox sandbox;
  private final Orders orders;
  private final ActionStore actions;
  private final TicketWords words;
  private final ToldStore told;
  private final Lifts lifts;
  private final NewsWords news;

  /// @param words what of briefs is said on tickets
  public Dispatch(
      FlagConnector flags,
      Flags registry,
      Connectors connectors,
      Overrides overrides,
      Reviews reviews,
      Sandbox sandbox,
      Orders orders,
      ActionStore actions,
      TicketWords words,
      ToldStore told,
      Lifts lifts) {
    this.flags = flags;
    this.registry = registry;
    this.connectors = connectors;
    this.overrides = overrides;
    this.reviews = reviews;
    this.sandbox = sandbox;
    this.orders = orders;
    this.actions = actions;
    this.words = words;
    this.told = told;
    this.lifts = lifts;
    this.news = new NewsWords(orders, told, reviews, lifts);
  }

  /// Nothing where no system is configured for it.
  ///
  /// @throws DeliveryException where its decision is archived
  public Optional<Target> target(StoredAction action) throws DeliveryException {
    if (action.environment().equals(Sandbox.ENVIRONMENT)) {
      return Optional.of(new Target("sandbox", sandbox));
    }
    if (action.target().startsWith(BRIEF)) {
      return onTicket(action);
    }
    if (action.target().startsWith(ToldStore.LIFT)) {
      return Optional.of(new Target("lifts", lifts.proposing(action)));
    }
    Optional<News.About> about = News.About.of(action.target());
    if (about.isPresent()) {
      return news(action, about.get());
    }
    boolean isFlag = FlagConnector.takes(action.kind(), action.target());
    Optional<String> name = connectors.targetName(action.target(), action.product(), action.kind());
    if (!isFlag && name.isEmpty() && action.kind() != ActionKind.ADD_TO_DIGEST) {
      return Optional.empty();
    }
    if (isFlag) {
      Connector connector = action.kind() == ActionKind.RESTORE ? restoring(action) : flags;
      return Optional.of(new Target(platform(action.target()), guarded(action, connector)));
    }
    StoredDecision stored = orders.decision(action.decisionId());
    return connectors
        .forTarget(
            action.target(),
            action.product(),
            action.kind(),
            stored.decision().judgement().severity())
        .map(connector ->
            new Target(
                name.orElse("digest"),
                action.kind().mitigates() || action.kind() == ActionKind.RESTORE
                    ? guarded(action, handedBack(action, connector))
                    : asking(action, connector)));
  }

  /// Who is asked to take something back that no parent names gets what was left when it was done.
  private Connector handedBack(StoredAction action, Connector connector) {
    return action.kind() == ActionKind.RESTORE && action.parent().isEmpty()
        ? new Guarded(
            new AboutConnector(connector, lifts.left(action)), _ -> lifts.objection(action))
        : connector;
  }

  private Optional<Target> onTicket(StoredAction action) throws DeliveryException {
    StoredAction opening = parent(action);
    Optional<List<Fact>> said =
        words.of(UUID.fromString(action.target().substring(BRIEF.length())));
    Severity severity = orders.decision(action.decisionId()).decision().judgement().severity();
    return connectors
        .onTicket(opening.target(), action.product(), severity, said.orElse(List.of()))
        .map(connector ->
            new Target(
                connectors
                    .targetName(opening.target(), action.product(), ActionKind.OPEN_TICKET)
                    .orElseThrow(),
                new Guarded(
                    connector,
                    _ ->
                        said.isPresent()
                            ? Optional.empty()
                            : Optional.of("a person does not want it said"))));
  }

  /// Where those are who were told before. What is still being told to them is waited for.
  private Optional<Target> news(StoredAction action, News.About about) throws DeliveryException {
    StoredAction first =
        actions
            .find(about.told())
            .orElseThrow(() ->
                new DeliveryException(
                    DeliveryException.Kind.NEVER, "what it answers is not on record"));
    boolean mayHaveWoken = first.kind() == ActionKind.PAGE_OWNER && first.wroteAt().isPresent();
    return switch (first.state()) {
      case DONE -> telling(action, about, first);
      case QUEUED, RUNNING, WAITING ->
          throw new DeliveryException(
              DeliveryException.Kind.LATER,
              "what it answers is still being told",
              Optional.of(TOLD_WITHIN));
      case AWAITING_APPROVAL,
          RECOMMENDED,
          DIGEST,
          REFUSED,
          HELD,
          DEAD,
          DROPPED,
          EXPIRED,
          SUPPRESSED ->
          mayHaveWoken
              ? telling(action, about, first)
              : Optional.of(
                  new Target("nobody", new Refusing("nobody was told: `" + first.state() + "`")));
    };
  }

  private Optional<Target> telling(StoredAction action, News.About about, StoredAction first)
      throws DeliveryException {
    News said = news.of(action, about, first);
    return connectors
        .telling(first.target(), first.product(), said)
        .map(connector ->
            new Target(
                connectors.targetName(first.target(), first.product(), first.kind()).orElseThrow(),
                new Guarded(
                    new AboutConnector(connector, first.receipt()),
                    _ -> outdated(action, about.what()))));
  }

  /// What was to be said of an incident may no longer be so once it can be.
  private Optional<String> outdated(StoredAction action, News.What what) {
    if (what == News.What.ANSWERED) {
      return Optional.empty();
    }
    boolean isOpen = told.isOpen(action.incidentId().orElseThrow());
    return isOpen == (what == News.What.REOPENED)
        ? Optional.empty()
        : Optional.of(isOpen ? "the incident goes on" : "the incident is over by now");
  }

  private Connector restoring(StoredAction action) throws DeliveryException {
    if (action.parent().isEmpty()) {
      return new Guarded(lifts.restoring(action, approver(action)), _ -> lifts.objection(action));
    }
    StoredAction made = parent(action);
    return new RestoreConnector(
        flags, orders.of(made), made.beforeState().orElse(""), approver(action));
  }

  private StoredAction parent(StoredAction action) throws DeliveryException {
    List<StoredAction> all = actions.ofDecision(action.decisionId());
    return all.stream()
        .filter(each -> action.parent().equals(OptionalInt.of(each.ordinal())))
        .findFirst()
        .orElseThrow(() ->
            new DeliveryException(
                DeliveryException.Kind.NEVER, "what it belongs to is not on record"));
  }

  /// Who let it through.
  private String approver(StoredAction action) {
    return reviews.of(action.decisionId()).stream()
        .filter(review -> review.proposal().ordinals().contains(action.ordinal()))
        .flatMap(review -> review.closed().stream())
        .map(Review.Closed::by)
        .findFirst()
        .orElse("service");
  }

  /// Nobody is asked what is answered already, and nothing is taken back that was never said.
  private Connector asking(StoredAction action, Connector connector) {
    String target = action.target();
    if (!target.startsWith(Targets.REVIEW)) {
      return connector;
    }
    if (target.endsWith(Targets.CLOSED)) {
      return new Guarded(
          connector,
          _ ->
              action.parentReceipt().isPresent()
                  ? Optional.empty()
                  : Optional.of("nobody was told of the review"));
    }
    UUID review = UUID.fromString(target.substring(Targets.REVIEW.length()));
    return new Guarded(
        connector,
        _ ->
            reviews
                .find(review)
                .filter(found -> found.state() != ReviewState.OPEN)
                .map(found -> "the review is %s already".formatted(found.state())));
  }

  /// So that each platform has a circuit breaker of its own.
  private String platform(String subject) {
    return FlagConnector.flag(subject)
        .flatMap(target -> registry.find(target.name()))
        .map(found -> "flags-" + found.flag().platform())
        .orElse("flags");
  }

  private Connector guarded(StoredAction action, Connector connector) {
    return new Guarded(connector, order -> objection(action, order));
  }

  private Optional<String> objection(StoredAction action, Order order) {
    List<String> subjects =
        List.of(action.target(), ActionTarget.cluster(order.aggregate().cluster().id()).toString());
    return overrides.inForce(action.product()).stream()
        .filter(override -> override.covers(action.product(), subjects))
        .filter(override -> override.effect() == Effect.FORBID_MITIGATION || action.automatic())
        .findFirst()
        .map(Dispatch::words);
  }

  private static String words(HumanOverride override) {
    return "`%s` forbade it until %s: %s"
        .formatted(override.placedBy(), override.until(), override.reason());
  }

  /// A connector for what must not be carried out.
  private record Refusing(String why) implements Connector {
    @Override
    public RemoteState look(Order order) {
      return new RemoteState.Refused(why);
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) {
      throw new IllegalStateException("what is refused is not written");
    }
  }

  /// A connector for an order about what another action left.
  private record AboutConnector(Connector connector, Optional<Receipt> left) implements Connector {
    @Override
    public RemoteState look(Order order) throws DeliveryException {
      return connector.look(order.about(left));
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      return connector.write(order.about(left), before);
    }
  }

  /// A connector that something keeps from writing, for example a person's override.
  private record Guarded(Connector connector, Function<Order, Optional<String>> objection)
      implements Connector {
    @Override
    public RemoteState look(Order order) throws DeliveryException {
      RemoteState look = connector.look(order);
      if (look instanceof RemoteState.Open) {
        Optional<String> why = objection.apply(order);
        if (why.isPresent()) {
          return new RemoteState.Refused(why.get());
        }
      }
      return look;
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      return connector.write(order, before);
    }
  }
}
