package dev.ombud.decide.engine;

import java.util.List;

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

  /// The words of the organisation. A ruleset of before there were any has none, and then neither
  /// of the two that follow.
  public static final String VOCABULARY = "vocabulary";

  /// How each metric is read.
  public static final String METRICS = "metrics";

  /// The place in the queue.
  public static final String PRIORITY = "priority";

  /// The tables that a ruleset of before may lack, so that a draft of it may add them.
  public static final List<String> ADDABLE = List.of(GATE, VOCABULARY, METRICS, PRIORITY);

  /// The tables that no session holds: they are looked up, or added up.
  static final List<String> UNASKED = List.of(VOCABULARY, METRICS, PRIORITY);

  /// The entry points that rules in `rules/` may name.
  public static final String SIGNALS = "signals";

  public static final String GUARDRAILS = "guardrails";

  /// What follows from who owns it; rulesets of before had no rules there.
  public static final String OWNERSHIP = "ownership";

  public static final String ARBITRATION = "arbitration";

  private Stages() {}
}
