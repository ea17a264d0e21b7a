/// The documents of a decision, packed: what explains it, its aggregate and its context as one
/// column, a fifteenth of their size. Whoever reads or writes rows of `records` does it with
/// [dev.ombud.record.document.DecisionDocuments].
///
/// **Invariant:** what comes out is byte for byte what went in, so that leaves, exports and replays
/// see the text that they always saw. A dictionary that was ever written with is never changed.
///
/// `docs/adr/0028-traces-in-a-dictionary.md` says why.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.document;
