package dev.ombud.decision;

import dev.ombud.domain.Decision.RulesetRef;
import dev.ombud.domain.Judgement;
import java.time.Instant;

/// A judgement that nobody stored: "try it".
public record Evaluation(Judgement judgement, RulesetRef ruleset, Instant at) {}
