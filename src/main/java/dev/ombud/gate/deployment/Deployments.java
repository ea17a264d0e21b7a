package dev.ombud.gate.deployment;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.connector.ProtectionRules;
import dev.ombud.act.connector.ProtectionRules.Rule;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.contract.GateRequestReader.Received;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.text.MarkdownText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers GitHub's deployment protection rules: keeps each deployment that waits, asks its gate,
/// and tells GitHub what the gate says. What is INSUFFICIENT waits for an hour, and is rejected
/// then. Any number of instances share the work. Thread-safe.
///
/// What a pipeline sent for the release within a day counts; without it, GitHub says nothing that a
/// gate could go by, and the verdict is INSUFFICIENT.
public final class Deployments {
  private static final Logger log = LoggerFactory.getLogger(Deployments.class);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /// Longer than a look takes at most.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final int MAX_TAKEN = 20;
  private static final int MAX_TEXT_CHARS = 500;
  private static final String CALLER = "github";
  private static final Pattern CALLBACK =
      Pattern.compile("/repos/([^/]+/[^/]+)/actions/runs/(\\d{1,19})/deployment_protection_rule");

  private final DeploymentStore store;
  private final Gates gates;
  private final ProtectionRules rules;
  private final TimeIds ids;
  private final ServiceAddress service;

  public Deployments(
      Database database, Gates gates, ProtectionRules rules, TimeIds ids, ServiceAddress service) {
    this.store = new DeploymentStore(database);
    this.gates = gates;
    this.rules = rules;
    this.ids = ids;
    this.service = service;
  }

  /// Keeps what GitHub says in a `deployment_protection_rule` event.
  ///
  /// @param body whose signature was found good
  /// @return false where it asks for nothing that a gate is configured for
  /// @throws ServiceException MALFORMED_JSON or INVALID_REQUEST
  public boolean take(byte[] body, String traceId) {
    Object event = Json.read(body);
    String environment = text(event, "environment");
    // Only the run is taken from it: where the answer goes stands in the configuration.
    Matcher callback = CALLBACK.matcher(text(event, "deployment_callback_url"));
    if (!callback.find() || environment.isEmpty()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "`environment` or `deployment_callback_url` is missing: send a `deployment_protection_rule`"
              + " event");
    }
    String repository = callback.group(1);
    String ref = text(event, "deployment", "ref");
    String release =
        (ref.isEmpty() ? text(event, "deployment", "sha") : ref)
            .replaceFirst("^refs/(tags|heads)/", "");
    if (!text(event, "action").equals("requested")
        || rules.find(repository, environment).isEmpty()
        || release.isEmpty()) {
      return false;
    }
    UUID id = ids.next();
    Instant now = moment(id);
    store.insert(
        new Deployment(
            id,
            repository,
            environment,
            callback.group(2),
            release,
            traceId,
            now,
            now.plus(PATIENCE)));
    return true;
  }

  /// Looks at those that wait. Called again and again.
  public void look() {
    Instant now = moment(ids.next());
    for (Deployment deployment : store.take(now, LEASE, MAX_TAKEN)) {
      try {
        look(deployment, now);
      } catch (ServiceException e) {
        store.putOff(deployment.id(), now.plus(BETWEEN_LOOKS), e.detail());
      }
    }
  }

  private void look(Deployment deployment, Instant now) {
    Optional<Rule> rule = rules.find(deployment.repository(), deployment.environment());
    if (rule.isEmpty()) {
      store.close(
          deployment,
          Deployment.State.GONE,
          Optional.empty(),
          "no target is configured for it any more",
          now);
      return;
    }
    Received received = question(rule.get(), deployment);
    if (now.isBefore(deployment.dueAt()) && !gates.isSettled(received.request())) {
      store.putOff(deployment.id(), now.plus(BETWEEN_LOOKS), "INSUFFICIENT");
      return;
    }
    answer(deployment, rule.get(), gates.evaluate(received, CALLER, deployment.traceId()), now);
  }

  private Received question(Rule rule, Deployment deployment) {
    return gates
        .remembered(rule.gate(), rule.product(), deployment.release())
        .orElseGet(() -> {
          Map<String, Object> bare = new LinkedHashMap<>();
          bare.put("product", rule.product());
          bare.put("release", deployment.release());
          bare.put("stage", rule.stage());
          bare.put("surfaces", rule.surfaces());
          return gates.read(rule.gate(), Json.write(bare));
        });
  }

  private void answer(Deployment deployment, Rule rule, GateEvaluation evaluation, Instant now) {
    try {
      boolean isTaken =
          rules.answer(rule, deployment.run(), evaluation.isSafe(), comment(evaluation));
      Deployment.State state =
          evaluation.isSafe() ? Deployment.State.APPROVED : Deployment.State.REJECTED;
      store.close(
          deployment,
          isTaken ? state : Deployment.State.GONE,
          Optional.of(evaluation.id()),
          isTaken ? evaluation.verdict().name() : "it waits no more",
          now);
    } catch (DeliveryException e) {
      String why = String.valueOf(e.getMessage());
      boolean isOver =
          e.kind() == DeliveryException.Kind.NEVER
              || now.isAfter(deployment.dueAt().plus(PATIENCE));
      log.warn("the gate's answer did not reach GitHub: {}", why);
      if (isOver) {
        store.close(deployment, Deployment.State.DEAD, Optional.of(evaluation.id()), why, now);
      } else {
        store.putOff(deployment.id(), now.plus(e.after().orElse(BETWEEN_LOOKS)), why);
      }
    }
  }

  private String comment(GateEvaluation evaluation) {
    StringBuilder comment = new StringBuilder("Gate `" + evaluation.gate() + "`: ");
    comment.append(evaluation.verdict());
    evaluation
        .override()
        .ifPresent(each -> comment.append(", overridden by ").append(each.approvedBy()));
    if (evaluation.verdict() != GateVerdict.PASS) {
      evaluation
          .reasons()
          .forEach(each -> comment.append("\n- ").append(MarkdownText.of(each.toString())));
    }
    return comment
        .append("\n")
        .append(service.release(evaluation.product(), evaluation.release()))
        .toString();
  }

  private static String text(@Nullable Object event, String... path) {
    Object found = event;
    for (String name : path) {
      found = found instanceof Map<?, ?> members ? members.get(name) : null;
    }
    return found instanceof String text
            && text.length() <= MAX_TEXT_CHARS
            && text.indexOf('\0') < 0
            && Json.isWritable(text)
        ? text
        : "";
  }

  private static Instant moment(UUID id) {
    return Instant.ofEpochMilli(TimeIds.millisOf(id));
  }
}
