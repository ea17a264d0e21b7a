package dev.ombud.record.decision;

import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.contract.ReceivedAggregate;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.texts.SealedText;
import java.util.List;

/// A validated aggregate on its way into the pipeline.
///
/// @param received what stands in the record, and the raw texts, which do not
/// @param texts the same texts, encrypted
/// @param masking how sure it is that masked they say nothing of who somebody is
/// @param caller name of the token that posted it
/// @param traceId W3C trace id of the request
public record Submission(
    ReceivedAggregate received,
    List<SealedText> texts,
    MaskingConfidence masking,
    String caller,
    String traceId) {
  public Submission {
    texts = List.copyOf(texts);
  }

  public Aggregate aggregate() {
    return received.aggregate();
  }

  /// About how much of a transaction it takes.
  int bytes() {
    int bytes = received.kept().length;
    for (SealedText text : texts) {
      bytes += text.sealed().length;
    }
    return bytes;
  }
}
