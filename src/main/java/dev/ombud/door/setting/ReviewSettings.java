package dev.ombud.door.setting;

import dev.ombud.act.review.Patience;
import dev.ombud.act.review.ReviewExpiry;
import dev.ombud.act.review.ReviewLane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Reads the settings of what people are asked. Problems go where those of all settings do, and
/// none quotes the secret. Belongs to one thread.
final class ReviewSettings {
  private static final int MAX_MINUTES = 43_200;

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;
  private final SecretStrength strength;

  /// @param text what is set, or what holds where nothing is
  ReviewSettings(
      Function<Setting, String> text,
      BiConsumer<Setting, String> problem,
      SecretStrength strength) {
    this.text = text;
    this.problem = problem;
    this.strength = strength;
  }

  Settings.Reviewing read() {
    return new Settings.Reviewing(patience(), Duration.ofDays(days()), slack());
  }

  private Patience patience() {
    Map<ReviewLane, Patience.Limit> limits = new EnumMap<>(ReviewLane.class);
    Iterator<String> minutes = parts(Setting.REVIEW_MINUTES).iterator();
    Iterator<String> endings = parts(Setting.REVIEW_ENDING).iterator();
    for (ReviewLane lane : ReviewLane.values()) {
      Duration within = Duration.ofMinutes(minutes(minutes.next()));
      limits.put(lane, new Patience.Limit(within, ending(endings.next())));
    }
    return new Patience(limits);
  }

  /// One for each lane; those of the fallback where they are not so many.
  private List<String> parts(Setting setting) {
    List<String> parts = List.of(text.apply(setting).split("\\s*,\\s*", -1));
    if (parts.size() == ReviewLane.values().length) {
      return parts;
    }
    problem.accept(
        setting,
        "has %d values: write three, with commas between, or unset it for %s"
            .formatted(parts.size(), setting.fallback()));
    return List.of(setting.fallback().split(",", -1));
  }

  private int minutes(String given) {
    if (given.matches("[1-9][0-9]{0,4}") && Integer.parseInt(given) <= MAX_MINUTES) {
      return Integer.parseInt(given);
    }
    problem.accept(
        Setting.REVIEW_MINUTES,
        "`%s` is no whole number from 1 to %d: write one".formatted(given, MAX_MINUTES));
    return 1;
  }

  private ReviewExpiry ending(String given) {
    for (ReviewExpiry ending : ReviewExpiry.values()) {
      if (ending.name().equals(given)) {
        return ending;
      }
    }
    problem.accept(Setting.REVIEW_ENDING, "`" + given + "` is neither: write HOLD or LAPSE");
    return ReviewExpiry.HOLD;
  }

  private int days() {
    String given = text.apply(Setting.OVERRIDE_DAYS);
    if (given.matches("[1-9]|[1-8][0-9]|90")) {
      return Integer.parseInt(given);
    }
    problem.accept(
        Setting.OVERRIDE_DAYS, "`" + given + "` is no whole number from 1 to 90: write one");
    return 1;
  }

  private Optional<Settings.Slack> slack() {
    String secret = text.apply(Setting.SLACK_SIGNING_SECRET).strip();
    String people = text.apply(Setting.SLACK_PEOPLE);
    if (secret.isEmpty() != people.isEmpty()) {
      problem.accept(
          secret.isEmpty() ? Setting.SLACK_SIGNING_SECRET : Setting.SLACK_PEOPLE,
          "is missing: buttons need the secret and the people: set both or neither");
      return Optional.empty();
    }
    return strength
        .read(Setting.SLACK_SIGNING_SECRET, text)
        .map(signing ->
            new Settings.Slack(
                signing.reveal(),
                PeopleSetting.read(
                    Setting.SLACK_PEOPLE,
                    text,
                    problem,
                    "[TE][A-Z0-9]+/[UW][A-Z0-9]+ \\S+",
                    "a workspace, a slash, a user, a space and the name of a token")));
  }
}
