package dev.ombud.gate.feedback;

import dev.ombud.act.outcome.OutcomeStore;
import dev.ombud.decide.gate.Complaint;
import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.Tally;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.record.history.LatestStore;
import dev.ombud.record.history.LatestStore.Latest;
import dev.ombud.record.history.LatestStore.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What customers said about a product before the time that a gate listens to, by the time of the
/// evidence. Doubtful complaints, those that people found wrong, and the least severe ones are left
/// out, and so are drills and history. Thread-safe.
public final class EarlierStore {
  /// Decisions of each severity that are read, those of the latest windows.
  private static final int MAX_DECISIONS = 200;

  private final Database database;

  public EarlierStore(Database database) {
    this.database = database;
  }

  /// Whose words are asked for.
  ///
  /// @param surfaces none for all of the product
  /// @param from half-open, in the time of the evidence
  /// @param asOf as the record was then
  public record Span(
      String product, List<String> surfaces, Instant from, Instant to, Instant asOf) {}

  /// A theme of the past.
  ///
  /// @param releases that the complaints were about, as far as they name one
  /// @param lastAt the end of its last window
  public record Earlier(Feedback heard, NavigableSet<String> releases, Instant lastAt) {
    public Earlier {
      releases = new TreeSet<>(releases);
    }
  }

  private record Said(Complaint complaint, Optional<String> release) {
    static Said of(Latest latest) {
      return new Said(
          FeedbackStore.complaint(latest, latest.told(), false, Optional.empty()),
          latest.releaseVersion());
    }

    String theme() {
      return complaint.surface() + '\n' + complaint.cluster();
    }
  }

  /// @return the gravest first
  public List<Earlier> heard(Span span) {
    List<Said> said = new ArrayList<>();
    database.ask(handle -> {
      for (Severity severity : List.of(Severity.P1, Severity.P2, Severity.P3)) {
        said.addAll(read(handle, severity, span));
      }
      return said;
    });
    Map<String, NavigableSet<String>> releases = new TreeMap<>();
    Map<String, Instant> last = new TreeMap<>();
    for (Said each : said) {
      NavigableSet<String> named = releases.computeIfAbsent(each.theme(), _ -> new TreeSet<>());
      each.release().filter(name -> !name.isBlank()).ifPresent(named::add);
      last.merge(
          each.theme(), each.complaint().at(), (one, other) -> one.isAfter(other) ? one : other);
    }
    return Tally.of(said.stream().map(Said::complaint).toList(), _ -> false).stream()
        .map(heard -> {
          String theme = heard.surface() + '\n' + heard.cluster();
          return new Earlier(
              heard,
              releases.getOrDefault(theme, new TreeSet<>()),
              last.getOrDefault(theme, span.from()));
        })
        .sorted(Comparator.comparing(earlier -> earlier.heard().severity()))
        .toList();
  }

  private static List<Said> read(Handle handle, Severity severity, Span span) {
    Question question = new Question(span.product(), span.surfaces(), span.from(), span.to());
    return LatestStore.earlier(
            handle, question, severity, span.asOf(), MAX_DECISIONS, OutcomeStore.IS_WRONG)
        .stream()
        .map(Said::of)
        .filter(said -> said.complaint().isLive() && said.complaint().isComplaint())
        .filter(said -> !said.complaint().isDoubtful())
        .toList();
  }
}
