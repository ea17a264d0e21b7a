package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.act.brief.Brief;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// What of briefs is said on tickets: the words of the model, for those of the template are what
/// the ticket says already. Thread-safe.
public final class TicketWords {
  private final Function<UUID, Optional<Brief>> briefs;

  public TicketWords(Function<UUID, Optional<Brief>> briefs) {
    this.briefs = briefs;
  }

  /// Whether a brief is one that a ticket is better with.
  public boolean isForTickets(UUID id) {
    return briefs
        .apply(id)
        .filter(brief -> brief.origin() == Brief.Origin.MODEL)
        .filter(brief ->
            switch (brief.kind()) {
              case DECISION, REVIEW -> true;
              case GATE_VERDICT, RELEASE_NOTES, TICKET, DIGEST -> false;
            })
        .isPresent();
  }

  /// Headings and texts; nothing where a person rejected it.
  public Optional<List<Fact>> of(UUID id) {
    return briefs
        .apply(id)
        .flatMap(brief ->
            brief
                .verdict()
                .map(verdict ->
                    switch (verdict.opinion()) {
                      case ACCEPTED -> Optional.of(model(brief));
                      case EDITED ->
                          verdict
                              .text()
                              .map(text -> List.of(new Fact("In words, by " + verdict.by(), text)));
                      case REJECTED -> Optional.<List<Fact>>empty();
                    })
                .orElseGet(() -> Optional.of(model(brief))));
  }

  private static List<Fact> model(Brief brief) {
    List<Fact> said = new ArrayList<>();
    said.add(
        new Fact(
            "In words",
            "A language model wrote this from the decision and its evidence; ids, numbers and"
                + " names were checked, and nothing was decided by it."));
    brief
        .kind()
        .form()
        .sections()
        .forEach(
            section -> said.add(new Fact(section.heading(), brief.content().text(section.name()))));
    said.add(new Fact("Evidence", String.join(", ", brief.content().evidence())));
    return said;
  }
}
