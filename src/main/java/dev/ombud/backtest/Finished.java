package dev.ombud.backtest;

import java.util.UUID;

/// A backtest that came to its end with a report.
///
/// @param digest of the draft that was replayed, `sha256:` and 64 hexadecimal digits
/// @param judged how many decisions were judged
/// @param changed how many of them would have been otherwise
public record Finished(UUID draftId, String digest, UUID backtestId, long judged, long changed) {}
