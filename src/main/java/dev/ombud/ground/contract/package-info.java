/// The contract: what callers send and get, byte for byte. It reads aggregates and refuses what
/// breaks the contract, naming every violation; it makes the canonical form that digests are taken
/// of; it writes decisions and problems, and the small JSON documents that stand in database
/// columns. The served `openapi.yaml` says the same to callers, and a test holds the two together.
///
/// **Invariant:** JSON is read and written here and nowhere else: Jackson is imported by this
/// package only, and no domain type carries an annotation for it. Nothing here knows HTTP, SQL or a
/// clock.
///
/// Start with [AggregateReader] (in) and [DecisionWriter] (out);
/// [AggregateLimits][dev.ombud.ground.json.AggregateLimits] has every limit.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.contract;
