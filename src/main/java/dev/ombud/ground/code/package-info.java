/// The closed lists: words that stand in records, in tables and in the contract, each with its
/// meaning.
///
/// **Invariant:** a word that was ever stored keeps its spelling and its meaning; new ones are
/// added. Only the JDK is imported.
///
/// Start with `ReasonCode`: why a decision is as it is.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.code;
