/// The page for auditors: the newest checkpoint, what people and the service did, who read raw
/// texts, and exports.
///
/// **Invariant:** an export made here is the same as one of the API, with its manifest in the log.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.audit;
