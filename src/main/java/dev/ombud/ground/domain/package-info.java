/// What is spoken of everywhere: the aggregate, the decision, the judgement, the incident, the
/// question of a gate. Records and sealed types.
///
/// **Invariant:** nothing here knows JSON, SQL, HTTP, Drools or a workbook; only the JDK is
/// imported (and the annotations that mark null).
///
/// Start with [Aggregate] (what comes in) and [Decision] (what goes out).
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.domain;
