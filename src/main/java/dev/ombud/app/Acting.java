package dev.ombud.app;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Actions;
import dev.ombud.action.Automation;
import dev.ombud.action.NewAction;
import dev.ombud.action.OpenedTicketStore;
import dev.ombud.action.Outbox;
import dev.ombud.action.RetirementStore;
import dev.ombud.action.ToldStore;
import dev.ombud.action.connector.Connectors;
import dev.ombud.action.connector.Digest;
import dev.ombud.api.ActionRoutes;
import dev.ombud.api.AutomationRoutes;
import dev.ombud.api.DrillRoutes;
import dev.ombud.api.EffectRoutes;
import dev.ombud.api.OutcomeRoutes;
import dev.ombud.api.ReviewRoutes;
import dev.ombud.api.SlackRoutes;
import dev.ombud.database.Database;
import dev.ombud.database.Pool;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.flag.Flags;
import dev.ombud.flag.LiveFlags;
import dev.ombud.flag.platform.Platforms;
import dev.ombud.identity.TokenStore;
import dev.ombud.inquiry.Search;
import dev.ombud.outbound.Destination;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.outbound.Outbound;
import dev.ombud.outbound.Secret;
import dev.ombud.response.Briefs;
import dev.ombud.response.DigestFeed;
import dev.ombud.response.Dispatch;
import dev.ombud.response.Drills;
import dev.ombud.response.Effects;
import dev.ombud.response.Endings;
import dev.ombud.response.FlagConnector;
import dev.ombud.response.Lifts;
import dev.ombud.response.LogFeed;
import dev.ombud.response.NextTier;
import dev.ombud.response.Orders;
import dev.ombud.response.ProgressStore;
import dev.ombud.response.ReleaseStore;
import dev.ombud.response.Responder;
import dev.ombud.response.ReviewNotice;
import dev.ombud.response.Sandbox;
import dev.ombud.response.TicketWords;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Overrides;
import dev.ombud.review.Reviews;
import dev.ombud.review.SlackClicks;
import dev.ombud.review.SlackSigning;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that acts on decisions, wired by hand: flags, connectors, the outbox, and the people who are
/// asked. Stopped in the opposite order.
final class Acting implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Acting.class);

  /// How long after a mitigation it is looked at whether it helped, besides the length of the
  /// window that its evidence is of.
  private static final Duration EFFECT_WINDOW = Duration.ofHours(6);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Settings settings;
  private final Database database;
  private final Database outbox;
  private final TimeIds ids;
  private final Clock clock;
  private final Meters meters;
  private final Supplier<LiveRuleset> live;
  private final HttpOutbound outside;
  private volatile Optional<Outbox> running = Optional.empty();
  private volatile Optional<Flagging> flagging = Optional.empty();

  /// @param live the ruleset that decides
  Acting(
      Settings settings,
      Database database,
      TimeIds ids,
      Clock clock,
      Meters meters,
      Supplier<LiveRuleset> live,
      HttpOutbound outside) {
    this.settings = settings;
    this.database = database;
    this.outbox = database.of(Pool.OUTBOX);
    this.ids = ids;
    this.clock = clock;
    this.meters = meters;
    this.live = live;
    this.outside = outside;
  }

  /// Something is due: told after its commit, so that nobody waits for the next look.
  void wake() {
    running.ifPresent(Outbox::wake);
  }

  /// Is told of every decision after its commit.
  void decided(Decision decision) {
    if (decision.judgement().actions().stream().anyMatch(Acting::isDue)) {
      wake();
    }
  }

  private static boolean isDue(Judgement.Action action) {
    return action.state() == ActionState.QUEUED && action.kind() != ActionKind.ADD_TO_DIGEST;
  }

  /// What decisions set off in their own transaction.
  Responder responder() {
    return new Responder(ids, settings.reviewing().patience(), this::obstacle);
  }

  private Optional<String> obstacle(NewAction action) {
    boolean isReached =
        action.environment().equals(Sandbox.ENVIRONMENT)
            || FlagConnector.takes(action.kind(), action.target())
            || settings.targets().reaches(action.target(), action.product(), action.kind());
    return isReached
        ? Optional.empty()
        : Optional.of(
            "no target is configured for `%s` on `%s`: name one in OMBUD_TARGETS, then retry"
                .formatted(action.kind(), action.target()));
  }

  /// Starts the workers.
  ///
  /// @param scenarios the aggregates of scenarios that can be rehearsed, by name
  /// @param days what a team's day comes to in words
  /// @param words what of briefs is said on tickets, where the policy wants that
  /// @return what people and pipelines can ask for
  List<Route> start(
      Access access,
      TokenStore tokens,
      Parts parts,
      Function<String, Optional<byte[]>> scenarios,
      Digest.Words days,
      TicketWords words) {
    Outbound outbound = outside.to(destinations());
    LiveFlags served = own(new LiveFlags(database.of(Pool.VITAL)));
    Flagging flags = new Flagging(settings, database, outbox, ids, clock, served, outbound);
    flagging = Optional.of(flags);
    meters.watchFlags(
        new Flags(database.of(Pool.VITAL), ids, clock, settings.switchDays())::overdueCount);
    meters.watchReviews(reviews(Pool.VITAL)::openCount);
    deliver(parts, flags, outbound, days, words);
    Reviews reviews = reviews(Pool.READING);
    Search search = new Search(database, parts.pipeline());
    Outcomes outcomes = new Outcomes(database, ids, new OpenedTicketStore(database)::incident);
    Orders orders = orders(parts, Pool.READING);
    List<Route> routes = new ArrayList<>(ActionRoutes.routes(access, actions()));
    routes.addAll(AutomationRoutes.routes(access, automation(Pool.READING)));
    routes.addAll(DrillRoutes.routes(access, drills(parts, scenarios, reviews, orders)));
    routes.addAll(
        EffectRoutes.routes(access, parts.pipeline(), effects(parts, orders, Pool.READING)));
    routes.addAll(flags.routes(access));
    ReviewRoutes.Parts asking =
        new ReviewRoutes.Parts(
            reviews,
            parts.corrections(),
            new Overrides(database, ids, settings.reviewing().longestOverride()),
            outcomes,
            parts.pipeline(),
            search,
            parts.texts()::texts);
    routes.addAll(askingRoutes(access, asking, outbound, tokens));
    return routes;
  }

  /// Starts all that is done while nobody waits, by connections of its own.
  private void deliver(
      Parts parts, Flagging flags, Outbound outbound, Digest.Words days, TicketWords words) {
    Reviews reviews = reviews(Pool.OUTBOX);
    Orders orders = orders(parts, Pool.OUTBOX);
    Connectors connectors =
        new Connectors(
            settings.targets(),
            outbound,
            outbox,
            clock,
            new ReviewNotice(reviews, settings.address()));
    start(dispatch(flags, connectors, reviews, orders, words), orders);
    DigestFeed digest =
        new DigestFeed(
            new ActionStore(outbox),
            connectors,
            new Digest(outbox, connectors, clock),
            orders,
            days);
    chores(flags, effects(parts, orders, Pool.OUTBOX), digest);
    follow(parts.decisions(Pool.OUTBOX), orders, reviews, words);
  }

  private List<Route> askingRoutes(
      Access access, ReviewRoutes.Parts asking, Outbound outbound, TokenStore tokens) {
    List<Route> routes = new ArrayList<>(ReviewRoutes.routes(access, asking));
    routes.addAll(OutcomeRoutes.routes(access, asking.outcomes()));
    routes.addAll(slackRoutes(asking.reviews(), outbound, tokens));
    return routes;
  }

  private Dispatch dispatch(
      Flagging flags, Connectors connectors, Reviews reviews, Orders orders, TicketWords words) {
    FlagConnector connector = flags.connector();
    Lifts lifts =
        new Lifts(outbox, connector, orders, ids, settings.reviewing().patience(), this::obstacle);
    return new Dispatch(
        connector,
        flags.worked(),
        connectors,
        new Overrides(outbox, ids, settings.reviewing().longestOverride()),
        reviews,
        new Sandbox(),
        orders,
        new ActionStore(outbox),
        words,
        new ToldStore(outbox),
        lifts);
  }

  /// Tells others of what the log says, from now on.
  private void follow(Decisions decisions, Orders orders, Reviews reviews, TicketWords words) {
    LogFeed feed =
        new LogFeed(
            outbox,
            decisions,
            orders,
            reviews,
            settings.targets(),
            settings.briefing().inTickets() ? Optional.of(words) : Optional.empty(),
            clock,
            this::wake);
    own(new Chores()).every(1, "log feed", feed::follow);
  }

  private Orders orders(Parts parts, Pool pool) {
    return new Orders(
        parts.decisions(pool)::find,
        parts.texts(pool)::texts,
        parts.corrections(pool)::of,
        new Briefs(settings.address()));
  }

  private Reviews reviews(Pool pool) {
    return new Reviews(
        database.of(pool),
        ids,
        settings.reviewing().patience(),
        new ReleaseStore(ids, clock, this::wake));
  }

  private Drills drills(
      Parts parts, Function<String, Optional<byte[]>> scenarios, Reviews reviews, Orders orders) {
    return new Drills(
        parts.pipeline(),
        parts.intake(),
        scenarios,
        new ActionStore(database),
        reviews,
        new ProgressStore(database),
        orders,
        clock);
  }

  private List<Route> slackRoutes(Reviews reviews, Outbound outbound, TokenStore tokens) {
    return settings
        .reviewing()
        .slack()
        .map(slack ->
            SlackRoutes.routes(
                new SlackSigning(new Secret(slack.signingSecret()), clock),
                own(new SlackClicks(reviews, outbound, slack.people(), tokens::roles))))
        .orElse(List.of());
  }

  private Automation automation(Pool pool) {
    return new Automation(database.of(pool), ids, clock, settings.automaticActionsPerHour());
  }

  private void start(Dispatch dispatch, Orders orders) {
    Outbox workers =
        own(
            new Outbox(
                    outbox,
                    automation(Pool.OUTBOX),
                    dispatch::target,
                    orders::of,
                    ids,
                    clock,
                    Outbox.Config.USUAL)
                .start());
    running = Optional.of(workers);
    own(new Chores()).every(5, "outbox meters", () -> meters.watchOutbox(workers, clock.instant()));
  }

  /// What people look up, try anew and close.
  Actions actions() {
    return new Actions(database, ids, clock, this::wake, new Endings(ids)::retried);
  }

  private Effects effects(Parts parts, Orders orders, Pool pool) {
    Database chosen = database.of(pool);
    Decisions decisions = parts.decisions(pool);
    return new Effects(
        chosen,
        orders,
        decisions,
        new Search(chosen, decisions),
        live,
        new NextTier(
            new ActionStore(chosen),
            new ToldStore(chosen),
            ids,
            settings.reviewing().patience(),
            this::obstacle),
        ids,
        EFFECT_WINDOW,
        this::wake);
  }

  private void chores(Flagging flags, Effects effects, DigestFeed digest) {
    Reviews reviews = reviews(Pool.UPKEEP);
    RetirementStore retirement = new RetirementStore(database.of(Pool.UPKEEP));
    own(new Chores())
        .every(5, "effects", () -> effects.look(clock.instant()))
        .every(5, "reviews", () -> reviews.expire(clock.instant()))
        .every(3600, "old actions", retirement::retire)
        .every(60, "digest", () -> digest.send(clock.instant(), flags.overdue()));
  }

  /// Every place that anything may be sent to.
  private List<Destination> destinations() {
    List<Destination> all = new ArrayList<>(settings.targets().destinations());
    all.addAll(Platforms.destinations(settings.flagPlatforms()));
    settings
        .reviewing()
        .slack()
        .ifPresent(_ -> all.add(Destination.of(URI.create("https://hooks.slack.com/"), false)));
    return all;
  }

  /// What there is of flags once it is started.
  Flagging flags() {
    return flagging.orElseThrow();
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        log.error("a part did not stop in order", e);
      }
    }
  }
}
