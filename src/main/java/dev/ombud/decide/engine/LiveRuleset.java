package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Decision.RulesetRef;

/// A compiled ruleset together with the name under which decisions quote it. Thread-safe.
public record LiveRuleset(CompiledRuleset compiled, RulesetRef ref) {}
