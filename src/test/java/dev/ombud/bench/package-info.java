/// Benchmarks: what the service promises about speed, measured on the machine at hand.
///
/// `make bench` runs [Bench], which runs sections, each with a server and a service of its own, and
/// prints one table. What a figure means and how it is judged stands in `docs/benchmarks.md`.
///
/// **Invariant:** no time fails a run, since a machine may be slow; an answer that is an error and
/// a decision that is not on record do. No process and no folder outlives the section that made it,
/// and nothing leaves the loopback interface.
///
/// Start with [Bench], then [SingleSection].
@org.jspecify.annotations.NullMarked
package dev.ombud.bench;
