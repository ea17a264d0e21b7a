/// The pages for reviewers: what waits, in its lanes, and one review with evidence and proposal
/// side by side.
///
/// **Invariant:** an answer carries the binding hash of the page that was read, so nobody agrees to
/// anything else than what they saw.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.review;
