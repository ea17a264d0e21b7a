package dev.ombud.door.casepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.record.texts.OpenedText;
import dev.ombud.record.texts.Openings;
import java.util.List;
import java.util.UUID;

/// Shows raw texts for a reason, which is on record before anything is decrypted. The answer is the
/// page itself: loading it again asks for a reason again. Thread-safe.
public final class TextOpenForm {
  private final Openings openings;

  TextOpenForm(Openings openings) {
    this.openings = openings;
  }

  public record View(String decision, String reason, List<Raw> texts) {}

  public record Raw(String id, String text) {
    static Raw of(OpenedText text) {
      return new Raw(
          text.shown().evidenceId().orElse(text.shown().path()),
          text.raw().orElse("It was erased, or cannot be read."));
    }
  }

  Response take(Visit visit, Fields fields) {
    UUID id = Paths.id(visit.request(), "decision");
    String reason = fields.require("reason", "Reason", Fields.MAX_REASON_CHARS);
    List<OpenedText> texts =
        openings
            .open(id, visit.caller().name(), reason)
            .orElseThrow(() -> Paths.missing("decision", id));
    return visit.page(
        Section.DECISIONS,
        "Raw texts",
        "decision/texts.jte",
        new View("/decisions/" + id, reason, texts.stream().map(Raw::of).toList()));
  }
}
