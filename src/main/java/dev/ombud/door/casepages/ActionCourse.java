package dev.ombud.door.casepages;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.Actions;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.door.casepages.Timeline.Moment;
import dev.ombud.door.console.PageWords;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What became of an action, step by step, in words: from the moment it was planned to the last
/// thing that was done about it. Belongs to one thread.
final class ActionCourse {
  private final StoredAction action;
  private final List<Moment> moments = new ArrayList<>();

  private ActionCourse(StoredAction action) {
    this.action = action;
  }

  /// @param planned what its decision said of it; nothing for what was added afterwards
  static List<Moment> of(Actions.Told told, Optional<ActionState> planned) {
    ActionCourse course = new ActionCourse(told.action());
    course.add(told.action().createdAt(), planned(planned));
    told.steps().forEach(course::add);
    course.close(told.steps());
    return course.moments;
  }

  private static String planned(Optional<ActionState> planned) {
    return planned
        .map(state ->
            switch (state) {
              case QUEUED -> "planned, to be carried out by itself";
              case AWAITING_APPROVAL -> "planned, waits for a person who agrees";
              case RECOMMENDED -> "recommended; nothing happens by itself";
              case SUPPRESSED -> "suppressed: the evidence is historic";
            })
        .orElse("planned");
  }

  private void add(Instant at, String words) {
    add(at, words, Optional.empty());
  }

  private void add(Instant at, String words, Optional<String> link) {
    moments.add(new Moment(at, subject(), words, link));
  }

  private String subject() {
    if (action.target().startsWith(ToldStore.LIFT)) {
      return "Look whether anything is still switched";
    }
    return News.About.of(action.target())
        .map(about ->
            "Tell %s %s"
                .formatted(
                    about.subject(),
                    switch (about.what()) {
                      case ENDED -> "that it is over";
                      case REOPENED -> "that it goes on";
                      case ANSWERED -> "of the answer";
                    }))
        .orElseGet(() -> PageWords.name(action.kind()) + " " + action.target());
  }

  private void add(Step step) {
    Map<?, ?> detail = Json.readMembers(step.detail().getBytes(StandardCharsets.UTF_8));
    switch (step.kind()) {
      case INTENT -> add(step.at(), "try " + text(detail, "try").orElse("1") + " begins");
      case LOOK -> look(step, detail);
      case WRITE -> add(step.at(), "written");
      case READ_BACK ->
          add(
              step.at(),
              isFound(detail)
                  ? "confirmed by reading it back" + reference(detail)
                  : "reading back does not find it",
              link(detail));
      case RESULT -> result(step, detail);
      case PERSON ->
          add(
              step.at(),
              "%s by %s%s"
                  .formatted(
                      text(detail, "state").filter("DROPPED"::equals).isPresent()
                          ? "dropped"
                          : "put back to be retried",
                      text(detail, "actor").orElse("a person"),
                      because(detail, "reason")));
    }
  }

  /// What is still open is written next, what is refused ends the attempt: that says enough.
  private void look(Step step, Map<?, ?> detail) {
    String found = text(detail, "found").orElse("");
    switch (found) {
      case "done" -> add(step.at(), "found done already" + reference(detail), link(detail));
      case "pending" ->
          add(step.at(), "waits for people of the other system" + reference(detail), link(detail));
      default -> {
        // `open`, `refused`, and whatever a later version may find.
      }
    }
  }

  private void result(Step step, Map<?, ?> detail) {
    Optional<String> state = text(detail, "state");
    String why = because(detail, "why");
    if (state.isEmpty()) {
      return;
    }
    String words =
        switch (LiveState.valueOf(state.get())) {
          case QUEUED ->
              "failed"
                  + why
                  + text(detail, "again")
                      .map(again -> "; is retried at " + PageWords.time(Instant.parse(again)))
                      .orElse("");
          case DEAD -> "dead letter" + why;
          case HELD -> "held" + why;
          case WAITING -> "waits for people of the other system" + why;
          case DONE -> "done" + reference(detail);
          case REFUSED -> "refused" + why;
          case DROPPED -> "dropped" + why;
          case EXPIRED -> "expired" + why;
          case AWAITING_APPROVAL, RECOMMENDED, DIGEST, RUNNING, SUPPRESSED ->
              PageWords.name(LiveState.valueOf(state.get())).toLowerCase(Locale.ROOT) + why;
        };
    add(step.at(), words, link(detail));
  }

  /// Some ends are no step: nobody agreed in time, somebody did, it joined the digest.
  private void close(List<Step> steps) {
    boolean wasChanged = action.changedAt().isAfter(action.createdAt());
    boolean isTold = !steps.isEmpty() && !steps.getLast().at().isBefore(action.changedAt());
    if (isTold || !wasChanged) {
      return;
    }
    String why = action.why().map(text -> ": " + text).orElse("");
    String words =
        switch (action.state()) {
          case QUEUED -> "released, to be carried out";
          case EXPIRED -> "expired: nobody agreed in time";
          case DROPPED -> "dropped" + why;
          case AWAITING_APPROVAL -> "waits for a person who agrees";
          case RECOMMENDED, DIGEST, RUNNING, WAITING, DONE, REFUSED, HELD, DEAD, SUPPRESSED ->
              PageWords.name(action.state()).toLowerCase(Locale.ROOT) + why;
        };
    add(action.changedAt(), words);
  }

  private static boolean isFound(Map<?, ?> detail) {
    return text(detail, "found").filter(found -> !found.equals("open")).isPresent();
  }

  private static Optional<String> text(Map<?, ?> detail, String name) {
    return Optional.ofNullable(detail.get(name))
        .map(String::valueOf)
        .filter(text -> !text.isBlank());
  }

  private static String because(Map<?, ?> detail, String name) {
    return text(detail, name).map(why -> ": " + why).orElse("");
  }

  private static String reference(Map<?, ?> detail) {
    return text(detail, "reference").map(reference -> ", " + reference).orElse("");
  }

  /// Anything but HTTP came from another system, and would be more than a link.
  private static Optional<String> link(Map<?, ?> detail) {
    return text(detail, "address")
        .filter(address -> {
          String lower = address.toLowerCase(Locale.ROOT);
          return lower.startsWith("https://") || lower.startsWith("http://");
        });
  }
}
