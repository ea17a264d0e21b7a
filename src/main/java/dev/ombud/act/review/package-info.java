/// What people are asked before something is done, what they answered, and what they forbid for a
/// while; the buttons in Slack.
///
/// A decision that needs somebody proposes a review in its own transaction. An answer is bound to a
/// hash of exactly what will be done and on what evidence: newer evidence of the same incident
/// voids the review and says so. Whoever does not answer in time has not rejected anything: the
/// review ends as the policy of its lane says.
///
/// **Invariant:** nothing here carries anything out. What an answer sets off is somebody else's,
/// who is called in the transaction of the answer ([ReviewStore.AnswerEffects]). No answer ever
/// widens what was proposed, and none is recorded as a person's that no person gave.
///
/// Start with [Proposal] and [ReviewLane] (what is asked, and where it waits), [Reviews] (how it is
/// answered), [Overrides], and [SlackClicks] for the buttons; `docs/reviews.md` says it for people.
@NullMarked
package dev.ombud.act.review;

import org.jspecify.annotations.NullMarked;
