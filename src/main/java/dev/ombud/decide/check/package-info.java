/// The analysis of decision tables: one class, one test and one page in `docs/checks` for each
/// thing that can be wrong with a table that can be read. Exact on intervals, words, flags and sets
/// of words; the words for what is found are those of the DMN analysis of Drools.
///
/// **Invariant:** looks at the table alone: at no decision, no clock and no other table but the one
/// that it replaces.
///
/// Start with [dev.ombud.decide.check.TableChecks]; the package `space` below is the geometry.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.check;
