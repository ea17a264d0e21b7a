package dev.ombud.contract;

import dev.ombud.domain.Aggregate;

/// STAND-IN.
public record ReceivedAggregate(Aggregate aggregate, byte[] digest) {}
