package dev.ombud.act.action;

import dev.ombud.ground.code.ActionKind;
import java.time.Instant;

/// How many actions of a kind are in a state that is neither final nor waits for the digest.
///
/// @param target what stands before the colon of their targets, for example `flag`
/// @param oldest when the oldest of them was decided
public record QueueLevel(
    ActionKind kind, String target, LiveState state, long count, Instant oldest) {}
