package dev.ombud.act.action;

/// How this instance gets on with a target.
///
/// @param shut whether it is left alone, because it failed or asked for it
/// @param busy how many attempts are under way
public record TargetState(String name, boolean shut, int busy) {}
