/// Tests of the engine on small rulesets and on the shipped one.
///
/// **Invariant:** every expectation about a table is computed a second way, or stands in the test.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.engine;
