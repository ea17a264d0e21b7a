package dev.ombud.ground.code;

import java.util.EnumSet;
import java.util.Set;

/// Why a decision is as it is: a closed, documented list (`docs/reasons.md`). A code is never
/// renamed and never reused for something else.
public enum ReasonCode {
  SENTIMENT_SURGE("the negative share rose by more standard deviations than the policy allows"),
  VOLUME_SPIKE("there are far more complaints than the baseline"),
  CORE_FUNNEL("the complaints name a step that customers must pass to buy or to use the product"),
  RELEASE_PROXIMITY("the complaints began soon after a deployment"),
  CANARY_MATCH("the affected version is the current canary"),
  TELEMETRY_CONFIRMS("at least one fresh metric got worse together with the complaints"),
  TELEMETRY_FLAT("the fresh metrics stayed as they were"),
  TELEMETRY_MISSING("no health metric was sent"),
  TELEMETRY_UNDEFINED(
      "a health metric was sent that has no usable value, nothing to be compared with, or no row"),
  TELEMETRY_STALE("a health metric was observed too long ago"),
  TELEMETRY_BROKEN("the producer says that a health metric is wrong"),
  LOW_CONFIDENCE("the cluster is less certain than the policy asks for at these stakes"),
  REGIONS_DISAGREE("the same release does well in one region and badly in another"),
  CAMPAIGN_TRAFFIC("traffic rose while errors did not: an expectation, price or fulfilment matter"),
  LOW_TRUST_SOURCE("the source is not trusted"),
  INSUFFICIENT_SAMPLE("too few customers complained for a mitigation"),
  HIGH_VALUE_CUSTOMERS("customers or revenue of high value are affected"),
  HOLDOUT_PROTECTED("a holdout stays untouched by the mitigation"),
  COOLDOWN("a mitigation of the same incident ran a short while ago"),
  NOT_TRIPPED("too few windows in a row breached for a mitigation"),
  EVIDENCE_LATE("the evidence came too late to act on it: it is proposed at most"),
  EVIDENCE_HISTORIC("the evidence is history: it is decided in full and nothing of it is done"),
  EVIDENCE_OUT_OF_ORDER("later windows of the same incident were decided before this one"),
  TIMES_CONTRADICT("times of the aggregate contradict each other, so a person decides"),
  TELEMETRY_CONFLICTS("metrics contradict each other, so a person decides"),
  NOT_ACTIONABLE("the pipeline says that nothing can be done about it, so a person decides"),
  MASKING_UNSURE("a text may still say who somebody is, so a person decides before it leaves"),
  NOT_A_RELEASE_FAULT("no category of the cluster can be the fault of a release"),
  CONTROL_PROTECTED("the complaints come from the control of an experiment, which stays as it is"),
  SEVERITY_RULE("the row of the table `severity` that says how bad it is"),
  MITIGATION_RULE("the row of the table `mitigation` that says how far to go"),
  ACTION_RULE("the rows of the table `runbook` that say what to do"),
  UNMAPPED_CATEGORY("a category is not in the vocabulary, so only general rows apply to it"),
  UNKNOWN_PRODUCT("the product is not in the vocabulary, so only general rows apply to it"),
  UNKNOWN_SURFACE("the surface or step is not in the vocabulary, so only general rows apply to it"),
  UNKNOWN_CHANNEL("a channel is not in the vocabulary, so only general rows apply to it"),
  UNKNOWN_SEGMENT("the segment is not in the vocabulary, so only general rows apply to it"),
  UNKNOWN_METRIC("a metric has no row in `metrics`, so it says nothing"),
  UNKNOWN_CURRENCY("a currency has no rate in the vocabulary, so the amount is not known"),
  NOT_USED("something was sent that nothing decides on"),
  CROSS_FUNCTIONAL("the cluster belongs to several teams"),
  NOTHING_UNUSUAL("no threshold of the policy was reached"),
  NO_ROW("no row of a table matched, so a person decides"),
  TABLE_CONFLICT("rows of a table contradict each other, so a person decides");

  private static final Set<ReasonCode> WARNINGS = EnumSet.range(UNMAPPED_CATEGORY, NOT_USED);
  private static final Set<ReasonCode> TRENDS =
      EnumSet.of(SENTIMENT_SURGE, VOLUME_SPIKE, TELEMETRY_CONFIRMS, HIGH_VALUE_CUSTOMERS);
  private static final Set<ReasonCode> DOUBTS = EnumSet.of(LOW_CONFIDENCE, LOW_TRUST_SOURCE);

  private final String meaning;

  ReasonCode(String meaning) {
    this.meaning = meaning;
  }

  /// One clause that says what the code stands for, without numbers.
  public String meaning() {
    return meaning;
  }

  /// Whether it tells the caller of something sent that nothing could use, and explains no outcome.
  public boolean isWarning() {
    return WARNINGS.contains(this);
  }

  /// Whether it says that something is going on: what is of the least severity and has no such
  /// reason is praise, or what is always said.
  public boolean isTrend() {
    return TRENDS.contains(this);
  }

  /// Whether it says that a person should look before anybody relies on the evidence.
  public boolean isDoubt() {
    return DOUBTS.contains(this);
  }

  /// Whether it is an anomaly of sentiment, of which those are told by that name who ask for it.
  public boolean isSentimentAnomaly() {
    return this == SENTIMENT_SURGE;
  }
}
