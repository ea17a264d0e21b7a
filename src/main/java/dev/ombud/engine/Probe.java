package dev.ombud.engine;

/// Asks for the rows of one slot on behalf of some facts.
public record Probe(String slot, Matching subject) {}
