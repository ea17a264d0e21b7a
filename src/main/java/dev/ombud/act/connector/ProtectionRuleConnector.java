package dev.ombud.act.connector;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.GitHubApp;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.text.MarkdownText;
import dev.ombud.ground.text.PlainText;
import java.util.Map;
import java.util.Optional;

/// Freezes a rollout that waits at a custom deployment protection rule of GitHub: rejects it, with
/// the reason. The run is the aggregate's `release.deploymentId`, looked for in the configured
/// repository only. As an action it never approves: automation only moves towards the safe state.
/// What a gate says that was asked is handed over by [#answer]. Thread-safe.
final class ProtectionRuleConnector implements Connector {
  private static final int MAX_COMMENT_CHARS = 1000;
  private static final String RUN_ID = "\\d{1,19}";

  private final TargetConfig target;
  private final Api api;
  private final GitHubApp app;

  ProtectionRuleConnector(TargetConfig target, Api api, GitHubApp app) {
    this.target = target;
    this.api = api;
    this.app = app;
  }

  @Override
  public RemoteState look(Order order) throws DeliveryException {
    String run = run(order);
    if (!run.matches(RUN_ID)) {
      return new RemoteState.Refused(
          "the aggregate names no run of GitHub Actions in `release.deploymentId`");
    }
    Optional<Tree> found = api.find(signed("GET", path(run, "")));
    if (found.isEmpty()) {
      return new RemoteState.Refused(
          "`%s` has no run %s".formatted(target.option("repository"), run));
    }
    String conclusion = found.get().at("conclusion").text();
    String status = found.get().at("status").text();
    Receipt receipt =
        receipt(run, found.get(), status + (conclusion.isEmpty() ? "" : ", " + conclusion));
    if (status.equals("completed")) {
      return conclusion.equals("success")
          ? new RemoteState.Refused(
              "run %s is through already: roll it back instead".formatted(run))
          : new RemoteState.Done(receipt);
    }
    return waits(run, environment(order))
        ? new RemoteState.Open(status, "")
        : new RemoteState.Pending(receipt);
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
    String run = run(order);
    String comment =
        "%s. %s. Decision %s: %s"
            .formatted(
                MarkdownText.of(order.brief().title()),
                MarkdownText.ofCustomers(order.brief().severityReason()),
                order.brief().decisionId(),
                order.brief().link());
    answer(run, environment(order), "rejected", comment);
    return receipt(run, new Tree(null), "rejected");
  }

  /// Whether a run waits for us at the rule of an environment.
  boolean waits(String run, String environment) throws DeliveryException {
    return api.read(signed("GET", path(run, "/pending_deployments"))).items().stream()
        .anyMatch(each -> each.at("environment", "name").text().equals(environment));
  }

  /// Answers the rule.
  ///
  /// @param state `approved` or `rejected`
  /// @param comment Markdown, on one line
  void answer(String run, String environment, String state, String comment)
      throws DeliveryException {
    Map<String, Object> body =
        Map.of(
            "environment_name", environment,
            "state", state,
            "comment", PlainText.cut(comment.replaceAll("\\s+", " "), MAX_COMMENT_CHARS));
    Call call =
        api.call("POST", path(run, "/deployment_protection_rule"), body)
            .with("Authorization", app.authorization());
    api.answer(call, Kind.UNKNOWN);
  }

  private static String run(Order order) {
    Aggregate.Release release = order.aggregate().release();
    return release == null ? "" : String.valueOf(release.deploymentId());
  }

  private String environment(Order order) {
    return target.option("environment", order.environment());
  }

  private String path(String run, String rest) {
    return "/repos/" + target.option("repository") + "/actions/runs/" + run + rest;
  }

  private Call signed(String method, String path) throws DeliveryException {
    return api.call(method, path).with("Authorization", app.authorization());
  }

  private static Receipt receipt(String run, Tree found, String state) {
    return new Receipt(run, found.at("html_url").text(), state);
  }
}
