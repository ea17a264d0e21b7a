/// The vocabulary: records, enumerations and the declared fields that all other packages speak.
///
/// **Invariant:** nothing here knows JSON, SQL, HTTP, Drools or a workbook; only the JDK is
/// imported (and the annotations that mark null).
///
/// Start with [dev.ombud.ground.domain.Aggregate] (what comes in),
/// [dev.ombud.ground.domain.Decision] (what goes out) and [dev.ombud.ground.field.Vocabulary] (the
/// fields that tables may name).
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.domain;
