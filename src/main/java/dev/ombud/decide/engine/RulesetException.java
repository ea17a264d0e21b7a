package dev.ombud.decide.engine;

import dev.ombud.ground.base.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// A ruleset cannot be used. Carries every finding.
public final class RulesetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  public RulesetException(List<Finding> findings) {
    super(findings.stream().map(Finding::line).collect(Collectors.joining(System.lineSeparator())));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
