package dev.ombud.engine;

import dev.ombud.domain.Decision.RulesetRef;

/// A compiled ruleset together with the name under which decisions quote it. Thread-safe.
public record LiveRuleset(CompiledRuleset compiled, RulesetRef ref) {}
