package dev.ombud.engine;

/// Asks for the rows of one slot on behalf of a case.
public record Probe(String slot, Case subject) {}
