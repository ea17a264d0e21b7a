package dev.ombud.ground.contract;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.text.SourceText;
import java.util.List;

/// An aggregate that keeps the contract, taken apart: what may stand in the record for ever, and
/// the texts, which may not.
///
/// @param kept the aggregate's canonical JSON (RFC 8785) without the texts of its evidence, and
///   with all else masked that people may have written; not to be changed
/// @param digest SHA-256 over it: 32 bytes, not to be changed
/// @param texts the texts of its evidence, and those others in which something was masked
@SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual, never by equals
public record ReceivedAggregate(
    Aggregate aggregate, byte[] kept, byte[] digest, List<SourceText> texts) {
  public ReceivedAggregate {
    texts = List.copyOf(texts);
  }
}
