package dev.ombud.decide.engine;

/// Asks for the rows of one slot on behalf of some facts.
public record SlotProbe(String slot, Matching subject) {}
