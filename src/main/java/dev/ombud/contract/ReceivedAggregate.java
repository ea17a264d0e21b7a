package dev.ombud.contract;

import dev.ombud.domain.Aggregate;

/// An aggregate that keeps the contract, and what it is recognised by.
///
/// @param digest SHA-256 over the RFC 8785 form of the JSON as received: 32 bytes, not to be
///   changed
@SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual, never by equals
public record ReceivedAggregate(Aggregate aggregate, byte[] digest) {}
