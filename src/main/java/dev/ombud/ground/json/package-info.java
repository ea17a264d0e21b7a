/// JSON, byte for byte: reading within limits, writing, and the canonical form that digests are
/// taken of.
///
/// Reading and the canonical form are written by hand because both must be exact: every violation
/// has its place, and a digest must come out the same for ever (RFC 8785). Jackson's streaming
/// parser and generator are at home here and in `contract`.
///
/// **Invariant:** knows no HTTP, no SQL and no clock.
///
/// Start with `Json`, then `CanonicalJson`.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.json;
