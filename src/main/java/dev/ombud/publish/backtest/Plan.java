package dev.ombud.publish.backtest;

import dev.ombud.decide.engine.RulesetParts;
import java.time.Instant;
import java.util.UUID;

/// What is to be replayed through what: the decisions decided at or after `from` and before `to`.
///
/// @param candidate the draft as it stands
/// @param againstVersion the version that decides now
/// @param against its parts
/// @param sample over 0 and up to 1: which share of the decisions, by their identity; the same
///   share of the same decisions at every run
/// @param caller who asks
public record Plan(
    UUID draftId,
    RulesetParts candidate,
    long againstVersion,
    RulesetParts against,
    Instant from,
    Instant to,
    double sample,
    String caller) {}
