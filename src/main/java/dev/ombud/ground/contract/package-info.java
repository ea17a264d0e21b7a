/// The contract: what callers send and get. It reads aggregates and refuses what breaks the
/// contract, naming every violation; it writes decisions, and the small JSON documents that stand
/// in database columns. The served `openapi.yaml` says the same to callers, and a test holds the
/// two together.
///
/// **Invariant:** no domain type carries an annotation for JSON. Nothing here knows HTTP, SQL or a
/// clock.
///
/// Start with [AggregateReader] (in) and [DecisionWriter] (out).
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.contract;
