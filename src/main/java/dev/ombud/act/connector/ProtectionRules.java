package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The deployment protection rules of GitHub that a gate answers: targets of the kind
/// `github-deployments` with the option `gate`. Thread-safe.
public final class ProtectionRules {
  private final Targets targets;
  private final Function<TargetConfig, ProtectionRuleConnector> connector;
  private final Map<String, ProtectionRuleConnector> made = new ConcurrentHashMap<>();

  ProtectionRules(Targets targets, Function<TargetConfig, ProtectionRuleConnector> connector) {
    this.targets = targets;
    this.connector = connector;
  }

  /// What a gate is asked about deployments to an environment of a repository.
  ///
  /// @param surfaces none for all of the product
  public record Rule(
      String target,
      String environment,
      String gate,
      String product,
      String stage,
      List<String> surfaces) {
    public Rule {
      surfaces = List.copyOf(surfaces);
    }
  }

  /// @param repository for example `acme/shop`
  public Optional<Rule> find(String repository, String environment) {
    return targets.byName().values().stream()
        .filter(target -> target.kind() == TargetKind.GITHUB_DEPLOYMENTS)
        .filter(target -> target.option("gate", "").matches("[a-z0-9][a-z0-9._-]{0,63}"))
        .filter(target -> target.option("repository", "").equalsIgnoreCase(repository))
        .filter(target -> target.option("environment", "production").equals(environment))
        .findFirst()
        .map(target ->
            new Rule(
                target.name(),
                environment,
                target.option("gate"),
                target.option("product", repository.substring(repository.indexOf('/') + 1)),
                target.option("stage", "PRODUCTION"),
                surfaces(target.option("surfaces", ""))));
  }

  private static List<String> surfaces(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /// Lets a run through, or not. An answer that got lost is given again.
  ///
  /// @param run the id of the run
  /// @return false where it waits no more
  public boolean answer(Rule rule, String run, boolean isApproved, String comment)
      throws DeliveryException {
    TargetConfig target = targets.byName().get(rule.target());
    if (target == null) {
      return false;
    }
    ProtectionRuleConnector rules =
        made.computeIfAbsent(rule.target(), _ -> connector.apply(target));
    if (!rules.waits(run, rule.environment())) {
      return false;
    }
    rules.answer(run, rule.environment(), isApproved ? "approved" : "rejected", comment);
    return true;
  }
}
