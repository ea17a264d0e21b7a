package dev.ombud.act.outcome;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.DecisionLabels;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which labels of a decision a person says are wrong, and what is right; those that it leaves out
/// stay. Immutable.
///
/// @param categories all of them from then on, 1 to 16
/// @param owner a team
public record LabelChange(
    Optional<List<String>> categories, Optional<Severity> severity, Optional<String> owner) {
  public static final int MAX_CATEGORIES = 16;
  public static final int MAX_CATEGORY_CHARS = 64;
  public static final int MAX_OWNER_CHARS = 100;

  private static final Pattern CATEGORY = Pattern.compile("[a-z][a-z0-9_]*");

  /// @throws ServiceException INVALID_REQUEST where it names no label, or one that none can be
  public LabelChange {
    if (categories.isEmpty() && severity.isEmpty() && owner.isEmpty()) {
      throw ServiceException.invalid(
          "`labels` corrects nothing: name `categories`, `severity` or `owner`");
    }
    categories = categories.map(List::copyOf);
    categories.ifPresent(LabelChange::requireCategories);
    owner.ifPresent(LabelChange::requireOwner);
  }

  private static void requireCategories(List<String> words) {
    if (words.isEmpty() || words.size() > MAX_CATEGORIES) {
      throw ServiceException.invalid(
          "`categories` has %d words: name 1 to %d".formatted(words.size(), MAX_CATEGORIES));
    }
    if (new HashSet<>(words).size() < words.size()) {
      throw ServiceException.invalid("`categories` names one twice: name each once");
    }
    words.stream()
        .filter(word -> word.length() > MAX_CATEGORY_CHARS || !CATEGORY.matcher(word).matches())
        .findFirst()
        .ifPresent(word -> {
          throw ServiceException.invalid(
              "`categories` has a word that is no category: write small letters, digits and `_`,"
                  + " %d at most, such as `payment_failure`".formatted(MAX_CATEGORY_CHARS));
        });
  }

  private static void requireOwner(String team) {
    boolean isGood =
        !team.isBlank()
            && team.strip().equals(team)
            && team.codePointCount(0, team.length()) <= MAX_OWNER_CHARS
            && team.chars().noneMatch(Character::isISOControl);
    if (!isGood) {
      throw ServiceException.invalid(
          "`owner` needs the name of a team, 1 to %d characters: correct it"
              .formatted(MAX_OWNER_CHARS));
    }
  }

  /// The labels once this is corrected.
  ///
  /// @throws ServiceException INVALID_REQUEST where they say so already
  DecisionLabels upon(DecisionLabels before) {
    DecisionLabels after =
        new DecisionLabels(
            categories.orElse(before.categories()),
            severity.orElse(before.severity()),
            owner.orElse(before.owner()));
    if (after.unlike(before).isEmpty()) {
      throw ServiceException.invalid(
          "the labels say so already, `%s`, %s, team `%s`: leave out what is right"
              .formatted(
                  String.join("`, `", before.categories()), before.severity(), before.owner()));
    }
    return after;
  }
}
