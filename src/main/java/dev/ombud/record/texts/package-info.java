/// The texts of evidence: masked on arrival, encrypted under a key of their own, opened to few,
/// forgotten when they must be.
///
/// The record has a salted hash of each text and no text. So a text can go, by age or because a
/// person asks for it, and the record still proves what it proved.
///
/// **Invariant:** nothing here writes a text, masked or raw, into the database in the clear, into a
/// log line, an event or an error; and no raw text is handed out before it is on record who asked
/// for it and why. What goes, goes with an event in the same transaction, and never from under a
/// hold. Nothing here decides, and nothing knows HTTP.
///
/// Start with [TextVault] (how a text is kept), [Masking] (what is taken out of it), [Openings]
/// (who may see it), [Erasures] and [Retention] (how it goes) and [Holds] (what keeps it);
/// `docs/privacy.md` says it for people.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.texts;
