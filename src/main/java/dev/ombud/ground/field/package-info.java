/// The fields that tables, rules and gates may name: how each is spelled, what kind it is, what it
/// may hold, and the facts that a case puts there.
///
/// **Invariant:** a field is declared once; reader, tables, documents and search all ask here. Only
/// the JDK is imported.
///
/// Start with `Vocabulary`, then `Field` and `Facts`.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.field;
