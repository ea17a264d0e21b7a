package dev.ombud.door.casepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.record.replay.ReplayReport;
import dev.ombud.record.replay.Replays;
import dev.ombud.record.replay.Uninformed;
import java.util.List;
import java.util.UUID;

/// Judges a decision again from its record. Thread-safe.
public final class ReplayForm {
  private final Replays replays;

  ReplayForm(Replays replays) {
    this.replays = replays;
  }

  public record View(
      String decision,
      boolean identical,
      String recordedEngine,
      String engine,
      String ruleset,
      List<String> problems,
      List<Line> differences) {}

  public record Line(String field, String recorded, String recomputed) {}

  Response take(Visit visit, Fields fields) {
    UUID id = Paths.id(visit.request(), "decision");
    ReplayReport full = replays.replay(id, visit.caller().name());
    ReplayReport report =
        Withholding.isFor(visit.caller().roles()) ? Uninformed.replay(full) : full;
    View view =
        new View(
            "/decisions/" + id,
            report.isIdentical(),
            report.recordedEngine(),
            report.engine(),
            "version " + report.ruleset().version(),
            report.problems().stream().map(PageWords::sentence).toList(),
            report.differences().stream()
                .map(difference ->
                    new Line(
                        difference.field() + difference.at().orElse(""),
                        String.valueOf(difference.stored()),
                        String.valueOf(difference.recomputed())))
                .toList());
    return visit.page(Section.DECISIONS, "Replay", "decision/replay.jte", view);
  }
}
