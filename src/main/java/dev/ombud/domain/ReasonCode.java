package dev.ombud.domain;

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
  TELEMETRY_UNDEFINED("a health metric was sent without a usable value"),
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
  UNMAPPED_CATEGORY("a category is not in the vocabulary, so only general rows apply to it"),
  CROSS_FUNCTIONAL("the cluster belongs to several teams"),
  NOTHING_UNUSUAL("no threshold of the policy was reached"),
  NO_ROW("no row of a table matched, so a person decides"),
  TABLE_CONFLICT("rows of a table contradict each other, so a person decides");

  private final String meaning;

  ReasonCode(String meaning) {
    this.meaning = meaning;
  }

  /// One clause that says what the code stands for, without numbers.
  public String meaning() {
    return meaning;
  }
}
