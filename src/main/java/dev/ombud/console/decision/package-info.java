/// The pages about decisions: finding them, and why one is as it is.
///
/// Everything stands in the address, so that a search is kept, sent and bookmarked as a link.
///
/// **Invariant:** what is shown of a decision comes from its record; texts of evidence are masked
/// unless somebody gave a reason to open them, and that is on record.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.decision;
