package dev.ombud.act.words;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.Content;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a team reads above its daily digest: its day in words. Asks for them when the digest is
/// due, and waits for them so long and no longer; then the template's words stand. Thread-safe.
public final class DigestWords {
  /// How long a digest waits for its words.
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Briefing briefing;
  private final DigestMaterial days;
  private final InstantSource clock;

  public DigestWords(Briefing briefing, DigestMaterial days, InstantSource clock) {
    this.briefing = briefing;
    this.days = days;
    this.clock = clock;
  }

  /// Asks for what yesterday came to for all teams together.
  public void ask() {
    briefing.requestDigest(
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1), Optional.empty());
  }

  public Optional<List<String>> of(String team, LocalDate day) {
    Optional<BriefRequest> asked = briefing.digest(day, team);
    if (asked.isEmpty()) {
      if (template(team, day).text("pains").isEmpty()) {
        return Optional.of(List.of());
      }
      briefing.requestDigest(day, Optional.of(team));
      return Optional.empty();
    }
    Optional<Brief> brief = briefing.find(asked.get().id());
    if (brief.isPresent()) {
      return Optional.of(words(brief.get(), team, day));
    }
    return clock.instant().isBefore(asked.get().at().plus(PATIENCE))
        ? Optional.empty()
        : Optional.of(List.of(template(team, day).text("summary")));
  }

  /// What a person says of it counts more.
  private List<String> words(Brief brief, String team, LocalDate day) {
    Optional<Brief.Verdict> verdict = brief.verdict();
    if (verdict.flatMap(Brief.Verdict::text).isPresent()) {
      return List.of(verdict.flatMap(Brief.Verdict::text).get());
    }
    boolean isRejected =
        verdict.filter(each -> each.opinion() == Brief.Opinion.REJECTED).isPresent();
    if (isRejected || brief.origin() == Brief.Origin.TEMPLATE) {
      return List.of(
          isRejected ? template(team, day).text("summary") : brief.content().text("summary"));
    }
    List<String> words = new ArrayList<>();
    words.add(brief.content().text("summary"));
    List<String> steps = brief.content().sections().getOrDefault("nextSteps", List.of());
    if (!steps.isEmpty()) {
      words.add("Next: " + String.join(" ", steps));
    }
    words.add(
        "A language model wrote this from the decisions of the day; the numbers were checked.");
    return words;
  }

  private Content template(String team, LocalDate day) {
    return days.of(day, Optional.of(team)).template();
  }
}
