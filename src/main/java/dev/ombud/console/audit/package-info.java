/// The page for auditors: the newest checkpoint, what people and the service did, who read raw
/// texts, exports and verifications.
///
/// An export goes straight to whoever asked, so no instance holds a file that another one has not;
/// how far it is stands in the database, like the progress of a verification.
///
/// **Invariant:** an export made here is the same as one of the API, with its manifest in the log.
/// What was broken off never reads as complete, here or in the browser's own list.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.audit;
