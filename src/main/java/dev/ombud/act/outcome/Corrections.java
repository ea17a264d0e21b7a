package dev.ombud.act.outcome;

import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.DecisionLabels;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.WordList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// What people say is wrong about the labels of decisions. The decision never changes, nor what was
/// proposed on it: a correction is a row and an event of the log beside it. It moves no action to
/// another target, since an answer is bound to the targets that were read. Thread-safe.
public final class Corrections {
  private final CorrectionStore store;
  private final TimeIds ids;
  private final Function<UUID, Optional<Decided>> decided;
  private final LabelWords words;

  /// The labels of a decision as it was made.
  ///
  /// @param source the pipeline that sent the aggregate, where it said its name
  public record Decided(DecisionLabels labels, Optional<String> source) {
    public static Decided of(Aggregate aggregate, Judgement judgement) {
      return new Decided(
          DecisionLabels.of(aggregate, judgement),
          Optional.ofNullable(aggregate.source()).map(Aggregate.Source::pipeline));
    }
  }

  /// Which words may be labels. The one place that is asked.
  @FunctionalInterface
  public interface LabelWords {
    /// Every word of the right form.
    LabelWords ANY = _ -> Optional.empty();

    /// Why these labels cannot be; nothing where they can.
    Optional<String> objection(LabelChange change);

    /// The words of the ruleset that decides now.
    static LabelWords of(Supplier<Lexicon> lexicon) {
      return change -> {
        Lexicon words = lexicon.get();
        return stray(words, WordList.CATEGORY, change.categories().orElse(List.of()))
            .or(() -> stray(words, WordList.TEAM, change.owner().stream().toList()));
      };
    }

    private static Optional<String> stray(Lexicon lexicon, WordList list, List<String> names) {
      return lexicon.strays(list, names).stream()
          .findFirst()
          .map(name ->
              "`%s` is no %s of the vocabulary: %s"
                  .formatted(
                      name,
                      list.text(),
                      lexicon
                          .nearest(list, name)
                          .map(near -> "write `" + near + "`")
                          .orElse("write another, or add it to `vocabulary` first")));
    }
  }

  /// @param decided nothing where the decision is archived
  public Corrections(
      Database database, TimeIds ids, Function<UUID, Optional<Decided>> decided, LabelWords words) {
    this.store = new CorrectionStore(database);
    this.ids = ids;
    this.decided = decided;
    this.words = words;
  }

  /// The corrections of a decision, the oldest first.
  public List<LabelCorrection> of(UUID decisionId) {
    return store.of(decisionId);
  }

  /// The labels of a decision as they stand by now; nothing where it is archived.
  public Optional<DecisionLabels> labels(UUID decisionId) {
    List<LabelCorrection> corrections = of(decisionId);
    return corrections.isEmpty()
        ? decided.apply(decisionId).map(Decided::labels)
        : Optional.of(corrections.getLast().to());
  }

  /// What to record beside an answer to a review, in its transaction
  /// ([Reviews#answer][dev.ombud.act.review.Reviews#answer],
  /// [Reviews#correct][dev.ombud.act.review.Reviews#correct]). When it is recorded, INVALID_REQUEST
  /// says that nothing is wrong.
  ///
  /// @throws ServiceException INVALID_REQUEST for a word that is no label, WRONG_STATE where the
  ///   decision is archived
  public ReviewStore.Beside beside(Review review, LabelChange change, String actor, String reason) {
    words
        .objection(change)
        .ifPresent(why -> {
          throw ServiceException.invalid(why);
        });
    UUID decisionId = review.proposal().decisionId();
    Decided before =
        decided
            .apply(decisionId)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.WRONG_STATE,
                    "decision `%s` is archived: its labels stay as they are"
                        .formatted(decisionId)));
    return (handle, locked) ->
        CorrectionStore.record(handle, locked, before, change, actor, reason, ids);
  }
}
