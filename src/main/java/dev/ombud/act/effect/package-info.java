/// Whether a mitigation helped: what was seen after it against before it, and against those whom it
/// left alone. Apache Commons Statistics is at home here.
///
/// **Invariant:** too little to compare is said, and never counts as help.
///
/// Start with `Effects`, then `Comparison`.
@org.jspecify.annotations.NullMarked
package dev.ombud.act.effect;
