package dev.ombud.decision;

import dev.ombud.contract.AggregateReader;
import dev.ombud.contract.ReceivedAggregate;
import dev.ombud.contract.SourceText;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.SealedText;
import java.util.List;
import java.util.function.Function;

/// Makes submissions of what callers sent: reads and checks the aggregate, masks what the record
/// may show, and encrypts the texts that it may not have. Thread-safe.
public final class Intake {
  private final AggregateReader reader = new AggregateReader();
  private final Masking masking;
  private final Function<List<SourceText>, List<SealedText>> sealing;

  /// @param sealing what encrypts texts: a [dev.ombud.evidence.TextVault]
  public Intake(Masking masking, Function<List<SourceText>, List<SealedText>> sealing) {
    this.masking = masking;
    this.sealing = sealing;
  }

  /// @param json one aggregate, in UTF-8
  /// @param caller name of the token that sent it
  /// @param traceId W3C trace id of the request
  /// @throws dev.ombud.domain.ServiceException MALFORMED_JSON or INVALID_AGGREGATE
  public Submission read(byte[] json, String caller, String traceId) {
    ReceivedAggregate received = reader.read(json, text -> masking.mask(text).text());
    return new Submission(received, sealing.apply(received.texts()), caller, traceId);
  }
}
