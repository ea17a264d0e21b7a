package dev.ombud.web;

import java.time.Instant;
import java.util.Optional;

/// Somebody who signed in with a browser. Immutable.
///
/// @param who as they were when they signed in
/// @param tokenDigest of the token that they signed in with, which must still be good; nothing
///   where an identity provider vouched for them
public record Session(Caller who, Optional<byte[]> tokenDigest, Instant expiresAt) {}
