package dev.ombud.record.log;

import java.time.Instant;

/// A checkpoint as it stands in `checkpoints`. Immutable by custom.
///
/// @param at when it was signed, by the clock of whoever did
/// @param note byte for byte as it was handed out
public record CheckpointRow(Instant at, long size, byte[] root, String keyId, String note) {}
