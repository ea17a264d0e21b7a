package dev.ombud.record.texts;

import dev.ombud.ground.domain.Aggregate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text of evidence as anybody may see it.
///
/// @param ordinal its place among the texts of its decision, the first being 1
/// @param path where it stood in the aggregate, a JSON Pointer
/// @param masked what kinds of things were masked in it
/// @param erasedAt when it was erased or retired, if it was
/// @param text masked; empty where it was erased, or cannot be decrypted any more because its row
///   was tampered with or this instance lacks the key
public record MaskedText(
    UUID decisionId,
    int ordinal,
    String path,
    Optional<String> evidenceId,
    List<String> masked,
    Optional<Instant> erasedAt,
    Optional<String> text) {
  private static final Pattern OF_EVIDENCE = Pattern.compile("/evidence/([0-9]{1,4})/text");

  /// The piece of evidence that it is the text of: the one in its place, or else the first of its
  /// id, since ids need not be unique. Nothing for any other text.
  ///
  /// @param aggregate the one that the text came with
  public Optional<Aggregate.Evidence> piece(Aggregate aggregate) {
    List<Aggregate.Evidence> own =
        aggregate.evidence().stream()
            .filter(each -> evidenceId.equals(Optional.of(each.id())))
            .toList();
    return Optional.of(OF_EVIDENCE.matcher(path))
        .filter(Matcher::matches)
        .map(found -> Integer.parseInt(found.group(1)))
        .filter(index -> index < aggregate.evidence().size())
        .map(index -> aggregate.evidence().get(index))
        .filter(own::contains)
        .or(() -> own.stream().findFirst());
  }
}
