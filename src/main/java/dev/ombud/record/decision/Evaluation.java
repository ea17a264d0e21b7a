package dev.ombud.record.decision;

import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import java.time.Instant;

/// A judgement that nobody stored: "try it".
public record Evaluation(Judgement judgement, RulesetRef ruleset, Instant at) {}
