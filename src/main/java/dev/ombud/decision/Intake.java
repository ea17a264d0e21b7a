package dev.ombud.decision;

import dev.ombud.contract.AggregateReader;
import dev.ombud.contract.ReceivedAggregate;
import dev.ombud.contract.SourceText;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Violation;
import dev.ombud.domain.ViolationCode;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.SealedText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Makes submissions of what callers sent: reads and checks the aggregate, masks what the record
/// may show, and encrypts the texts that it may not have. Thread-safe.
public final class Intake {
  private static final Violation RESERVED =
      new Violation(
          "/exposure/environment",
          ViolationCode.RESERVED_WORD,
          "`%s` is kept for drills: name the environment that it is about, or rehearse it with POST /v1/drills"
              .formatted(IncidentKey.DRILL));

  private final AggregateReader reader = new AggregateReader();
  private final Masking masking;
  private final Function<List<SourceText>, List<SealedText>> sealing;

  /// @param sealing what encrypts texts: a [dev.ombud.evidence.TextVault]
  public Intake(Masking masking, Function<List<SourceText>, List<SealedText>> sealing) {
    this.masking = masking;
    this.sealing = sealing;
  }

  /// What is real. The environment of drills is kept for drills: by that word a stranger could make
  /// a real incident invisible.
  ///
  /// @param json one aggregate, in UTF-8
  /// @param caller name of the token that sent it
  /// @param traceId W3C trace id of the request
  /// @throws ServiceException MALFORMED_JSON or INVALID_AGGREGATE
  public Submission read(byte[] json, String caller, String traceId) {
    Submission submission = take(json, caller, traceId);
    if (IncidentKey.of(submission.aggregate()).isDrill()) {
      throw new ServiceException(
          ErrorCode.INVALID_AGGREGATE,
          "1 violation, the first at `" + RESERVED.pointer() + "`: " + RESERVED.detail(),
          Map.of(),
          List.of(RESERVED));
    }
    return submission;
  }

  /// The same of a drill.
  ///
  /// @throws ServiceException MALFORMED_JSON or INVALID_AGGREGATE
  public Submission rehearse(byte[] json, String caller, String traceId) {
    Submission submission = take(json, caller, traceId);
    if (!IncidentKey.of(submission.aggregate()).isDrill()) {
      throw new IllegalStateException("a drill is in the environment of drills");
    }
    return submission;
  }

  private Submission take(byte[] json, String caller, String traceId) {
    ReceivedAggregate received = reader.read(json, text -> masking.mask(text).text());
    return new Submission(received, sealing.apply(received.texts()), caller, traceId);
  }
}
