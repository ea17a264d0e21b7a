package dev.ombud.record.decision;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.ReceivedAggregate;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.texts.Masking;
import dev.ombud.record.texts.SealedText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes submissions of what callers sent: reads and checks the aggregate, masks what the record
/// may show, and encrypts the texts that it may not have. Thread-safe.
public final class Intake {
  private static final Violation RESERVED =
      new Violation(
          "/exposure/environment",
          ViolationCode.RESERVED_WORD,
          "`%s` is kept for drills: name the environment that it is about, or rehearse it with POST /v1/drills"
              .formatted(IncidentKey.DRILL));

  /// From so many bytes on, masking may take longer than a blink.
  private static final int LARGE_BYTES = 16_000;

  private final AggregateReader reader = new AggregateReader();
  private final Masking masking;
  private final Function<List<SourceText>, List<SealedText>> sealing;

  /// @param sealing what encrypts texts: a [dev.ombud.record.texts.TextVault]
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
  /// @throws ServiceException MALFORMED_JSON, INVALID_AGGREGATE, or OVERLOADED where it is large
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
  /// @throws ServiceException MALFORMED_JSON, INVALID_AGGREGATE, or OVERLOADED where it is large
  public Submission rehearse(byte[] json, String caller, String traceId) {
    Submission submission = take(json, caller, traceId);
    if (!IncidentKey.of(submission.aggregate()).isDrill()) {
      throw new IllegalStateException("a drill is in the environment of drills");
    }
    return submission;
  }

  /// What is judged and not stored, as it would be judged if it were posted.
  ///
  /// @throws ServiceException MALFORMED_JSON, INVALID_AGGREGATE, or OVERLOADED where it is large
  public Tried tried(byte[] json) {
    return apart(json, () -> tried(json, new Watched(masking)));
  }

  private Tried tried(byte[] json, Watched watched) {
    ReceivedAggregate received = reader.read(json, watched::mask);
    received.texts().stream()
        .filter(text -> text.mask() == null)
        .forEach(text -> watched.mask(text.text()));
    return new Tried(received.aggregate(), watched.confidence);
  }

  /// @param masking how sure it is that its masked texts say nothing of who somebody is
  public record Tried(Aggregate aggregate, MaskingConfidence masking) {}

  private Submission take(byte[] json, String caller, String traceId) {
    return apart(json, () -> taken(json, caller, traceId));
  }

  private static <T> T apart(byte[] json, Supplier<T> reading) {
    return json.length < LARGE_BYTES
        ? reading.get()
        : HeavyWork.read("the masking of the texts", reading::get);
  }

  private Submission taken(byte[] json, String caller, String traceId) {
    Watched watched = new Watched(masking);
    ReceivedAggregate received = reader.read(json, watched::mask);
    List<SealedText> texts = sealing.apply(received.texts());
    texts.forEach(text -> watched.note(text.confidence()));
    return new Submission(received, texts, watched.confidence, caller, traceId);
  }

  /// Masks, and keeps in mind how sure that was. Belongs to one aggregate.
  private static final class Watched {
    private final Masking masking;
    private MaskingConfidence confidence = MaskingConfidence.HIGH;

    Watched(Masking masking) {
      this.masking = masking;
    }

    String mask(String text) {
      Masking.Masked masked = masking.mask(text);
      note(masked.confidence());
      return masked.text();
    }

    void note(MaskingConfidence one) {
      confidence = confidence.and(one);
    }
  }
}
