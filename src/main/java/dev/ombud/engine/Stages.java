package dev.ombud.engine;

/// The names of a ruleset's parts, in the order in which a case meets them.
public final class Stages {
  /// The tables that a ruleset must have.
  public static final String EVIDENCE = "evidence";

  public static final String SEVERITY = "severity";
  public static final String MITIGATION = "mitigation";
  public static final String RUNBOOK = "runbook";
  public static final String AUTOMATION = "automation";
  public static final String ROUTING = "routing";

  /// The table of release gates. A ruleset of before there were gates has none.
  public static final String GATE = "gate";

  /// The entry points that rules in `rules/` may name.
  public static final String SIGNALS = "signals";

  public static final String GUARDRAILS = "guardrails";
  public static final String ARBITRATION = "arbitration";

  private Stages() {}
}
