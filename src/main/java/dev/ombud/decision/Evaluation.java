package dev.ombud.decision;

import dev.ombud.domain.Decision.RulesetRef;
import dev.ombud.domain.Judgement;
import java.time.Instant;

/// STAND-IN.
public record Evaluation(Judgement judgement, RulesetRef ruleset, Instant at) {}
