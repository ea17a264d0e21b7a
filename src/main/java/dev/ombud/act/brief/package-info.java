/// Puts decisions, reviews, gate verdicts and releases into words for people: a worker asks a
/// language model (Azure OpenAI), checks that the answer says nothing but what it was given, and
/// falls back to a template that was made from the numbers alone.
///
/// What is briefed is a `Material`: facts, names, masked excerpts and the template's own words.
/// Whoever has something to be briefed makes one; here nobody knows a decision or a gate. Start
/// with `BriefWriter`, then `Grounding`, then `BriefWorker`.
///
/// **Invariant:** a brief changes nothing: no decision, no action and no gate ever reads one.
///
/// **Invariant:** what leaves the service is the input of a material and a prompt from a file, and
/// nothing that is not grounded in that input is ever shown as the model's.
@NullMarked
package dev.ombud.act.brief;

import org.jspecify.annotations.NullMarked;
