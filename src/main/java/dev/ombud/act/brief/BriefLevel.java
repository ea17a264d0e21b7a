package dev.ombud.act.brief;

import java.time.Duration;

/// How the queue of briefs and its budget stand at a moment, of all instances together. Immutable.
///
/// @param waiting requests that are not answered yet
/// @param oldest how long the oldest of them has waited
/// @param tokensThisHour that may still be spent; never less than 0, like the others
/// @param costThisDay in the currency of the prices
public record BriefLevel(
    long waiting, Duration oldest, long tokensThisHour, long tokensThisDay, double costThisDay) {}
