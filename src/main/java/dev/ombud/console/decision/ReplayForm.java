package dev.ombud.console.decision;

import dev.ombud.console.Fields;
import dev.ombud.console.Paths;
import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.contract.Withholding;
import dev.ombud.inquiry.ReplayReport;
import dev.ombud.inquiry.Replays;
import dev.ombud.inquiry.Uninformed;
import dev.ombud.web.Response;
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
            report.problems().stream().map(Words::sentence).toList(),
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
