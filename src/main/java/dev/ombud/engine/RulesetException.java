package dev.ombud.engine;

import java.util.List;

/// A ruleset cannot be used. Carries every finding, each a line that says where and what to do.
public final class RulesetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> findings;

  public RulesetException(List<String> findings) {
    super(String.join(System.lineSeparator(), findings));
    this.findings = List.copyOf(findings);
  }

  public List<String> findings() {
    return findings;
  }
}
