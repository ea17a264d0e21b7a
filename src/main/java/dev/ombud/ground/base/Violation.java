package dev.ombud.ground.base;

/// One thing that is wrong with an input, and where.
///
/// @param pointer RFC 6901 JSON pointer to the value, or to its parent where it is missing
/// @param detail one sentence for people: starts in lower case, ends without a full stop
public record Violation(String pointer, ViolationCode code, String detail) {}
