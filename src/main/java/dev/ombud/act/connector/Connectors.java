package dev.ombud.act.connector;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.News;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.DigestStore;
import dev.ombud.act.target.GitHubApp;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.outbound.Outbound;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the connector for an action: the first route that fits names the target, and what is
/// milder than the route wants goes to the daily digest. Thread-safe.
public final class Connectors {
  private static final String EVERY_PRODUCT = "*";

  private final Targets targets;
  private final Outbound outbound;
  private final InstantSource clock;
  private final SlackView view;
  private final TicketStore tickets;
  private final DeliveryStore deliveries;
  private final DigestStore digest;
  private final Map<TargetRoute, Connector> made = new ConcurrentHashMap<>();

  /// @param view what Slack shows in place of the usual message
  public Connectors(
      Targets targets, Outbound outbound, Database database, InstantSource clock, SlackView view) {
    this.view = view;
    this.targets = targets;
    this.outbound = outbound;
    this.clock = clock;
    this.tickets = new TicketStore(database);
    this.deliveries = new DeliveryStore(database);
    this.digest = new DigestStore(database);
  }

  /// @param subject as the action has it: `team:payments`, `#payments`, `release:2.1->2.0`,
  ///   `event:decision-made`
  /// @return nothing where no route fits
  public Optional<Connector> forTarget(
      String subject, String product, ActionKind kind, Severity severity) {
    if (kind == ActionKind.ADD_TO_DIGEST) {
      return Optional.of(new DigestConnector(digest, clock, "needs nobody at once"));
    }
    Optional<TargetRoute> route = targets.route(subject, product, kind);
    if (route.filter(found -> found.isTooMild(severity)).isPresent()) {
      String why = "milder than %s".formatted(route.get().least());
      return Optional.of(new DigestConnector(digest, clock, why));
    }
    return route.map(found -> made.computeIfAbsent(found, this::connector));
  }

  /// The target's name, for a breaker a target: a dead one slows no other.
  public Optional<String> targetName(String subject, String product, ActionKind kind) {
    return targets.route(subject, product, kind).map(TargetRoute::target);
  }

  /// What says something on a ticket that was opened for a subject.
  ///
  /// @return nothing where no tracker is configured for it
  public Optional<Connector> onTicket(
      String subject, String product, Severity severity, List<PublicBrief.Fact> said) {
    return targets
        .route(subject, product, ActionKind.OPEN_TICKET)
        .filter(route -> !route.isTooMild(severity))
        .map(route -> made.computeIfAbsent(route, this::connector))
        .filter(TicketConnector.class::isInstance)
        .map(connector -> ((TicketConnector) connector).saying(said));
  }

  /// What says something to those whom an action told something: on the ticket, to the pager, under
  /// the message.
  ///
  /// @param subject the target of that action
  /// @return nothing where no route fits any more
  public Optional<Connector> telling(String subject, String product, News news) {
    return targets
        .route(subject, product, news.told())
        .filter(route -> !route.isTooMild(news.severity()))
        .map(route -> made.computeIfAbsent(route, this::connector))
        .flatMap(connector ->
            switch (connector) {
              case TicketConnector tickets -> Optional.of(tickets.saying(news.said()));
              case MessageConnector messages -> Optional.of(messages.saying(news));
              default -> Optional.empty();
            });
  }

  /// The deployments that gates are asked about.
  public ProtectionRules protectionRules() {
    return new ProtectionRules(targets, this::protectionRule);
  }

  /// The channel that a digest goes by.
  Optional<MessageConnector> messages(String subject, ActionKind kind) {
    return targets
        .route(subject, EVERY_PRODUCT, kind)
        .map(found -> made.computeIfAbsent(found, this::connector))
        .filter(MessageConnector.class::isInstance)
        .map(MessageConnector.class::cast);
  }

  private Connector connector(TargetRoute route) {
    TargetConfig target = targets.target(route);
    return switch (target.kind()) {
      case JIRA -> ticket(target, new Jira(target, api(target, Jira.headers(target))));
      case SERVICENOW ->
          ticket(target, new ServiceNow(target, api(target, ServiceNow.headers(target))));
      case AZURE_DEVOPS ->
          ticket(target, new AzureDevOps(target, api(target, AzureDevOps.headers(target))));
      case GITHUB_ISSUES ->
          ticket(target, new GitHubIssues(target, api(target, GitHubIssues.headers(target))));
      case LINEAR -> ticket(target, new Linear(target, api(target, Linear.headers(target))));
      case REDMINE -> ticket(target, new Redmine(target, api(target, Redmine.headers(target))));
      case PAGERDUTY -> message(target, new PagerDuty(target, api(target, Map.of())));
      case SLACK ->
          message(
              target,
              new Slack(
                  target,
                  api(target, Map.of("Authorization", Api.bearer(target.requiredSecret()))),
                  view));
      case TEAMS -> message(target, new Teams(api(target, Map.of())));
      case WEBHOOK -> message(target, new SignedWebhook(target, api(target, Map.of()), clock));
      case CLOUDEVENTS -> message(target, new CloudEvents(api(target, bearer(target))));
      case GITHUB_DEPLOYMENTS -> protectionRule(target);
    };
  }

  private static Map<String, String> bearer(TargetConfig target) {
    return target
        .secret()
        .map(secret -> Map.of("Authorization", Api.bearer(secret)))
        .orElse(Map.of());
  }

  private ProtectionRuleConnector protectionRule(TargetConfig target) {
    Api api =
        api(
            target,
            Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28"));
    return new ProtectionRuleConnector(target, api, new GitHubApp(target, api, clock));
  }

  private Api api(TargetConfig target, Map<String, String> headers) {
    return new Api(outbound, target, headers, clock);
  }

  private Connector ticket(TargetConfig target, Tracker tracker) {
    return new TicketConnector(tracker, target, tickets, digest, clock);
  }

  private Connector message(TargetConfig target, Messenger messenger) {
    return new MessageConnector(messenger, target, deliveries, clock);
  }
}
