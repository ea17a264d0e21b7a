package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Text;
import dev.ombud.act.target.DigestLine;
import dev.ombud.act.target.DigestStore;
import dev.ombud.act.target.IncidentText;
import dev.ombud.act.target.Marker;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Sends each team once a day what waited: whatever needed nobody at once, and lines that the
/// caller adds, such as overdue flags. A day is one of UTC. Thread-safe.
public final class Digest {
  private final DigestStore store;
  private final Connectors connectors;
  private final InstantSource clock;

  public Digest(Database database, Connectors connectors, InstantSource clock) {
    this.store = new DigestStore(database);
    this.connectors = connectors;
    this.clock = clock;
  }

  /// What a team's day comes to in words.
  @FunctionalInterface
  public interface Words {
    /// @param day in UTC
    /// @return sentences, none where there is nothing to say; nothing at all while somebody still
    ///   writes them: then the digest waits, so whoever says that must stop saying it
    Optional<List<String>> of(String team, LocalDate day);
  }

  /// Sends what came in before today, to every team that has a route for `ADD_TO_DIGEST` on its
  /// `team:` name. A second call on the same day sends nothing twice: the day's digest of a team
  /// has one key. Lines of a team without a route stay where they are.
  ///
  /// @param more further lines, by team
  /// @param words of the day before, which stand above the lines
  /// @return what went wrong, by team; the next call tries those again
  public Map<String, String> send(Map<String, List<String>> more, Words words) {
    Map<String, String> failures = new TreeMap<>();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Instant midnight = today.atStartOfDay(ZoneOffset.UTC).toInstant();
    TreeSet<String> teams = new TreeSet<>(store.waiting(midnight));
    teams.addAll(more.keySet());
    for (String team : teams) {
      try {
        send(team, today, midnight, more.getOrDefault(team, List.of()), words);
      } catch (DeliveryException e) {
        failures.put(team, String.valueOf(e.getMessage()));
      }
    }
    return failures;
  }

  private void send(String team, LocalDate today, Instant midnight, List<String> more, Words words)
      throws DeliveryException {
    Optional<MessageConnector> channel =
        connectors.messages("team:" + team, ActionKind.ADD_TO_DIGEST);
    List<DigestLine> lines = store.lines(team, midnight);
    if (channel.isEmpty() || (lines.isEmpty() && more.isEmpty())) {
      return;
    }
    Message bare = message(team, today, midnight, List.of(), lines, more);
    if (!(channel.get().look(bare) instanceof RemoteState.Done)) {
      Optional<List<String>> said = words.of(team, today.minusDays(1));
      if (said.isEmpty()) {
        return;
      }
      channel.get().write(message(team, today, midnight, said.get(), lines, more));
    }
    store.sent(lines, clock.instant());
  }

  private static Message message(
      String team,
      LocalDate day,
      Instant at,
      List<String> words,
      List<DigestLine> lines,
      List<String> more) {
    String key = Marker.digits("digest " + team + " " + day);
    return new Message(
        key,
        Marker.uuid(key),
        key,
        Optional.empty(),
        "team:" + team,
        Severity.P4,
        at,
        team,
        "Daily digest for %s, %s".formatted(team, day),
        text(words, lines, more),
        Optional.empty(),
        Optional.empty(),
        Map.of(
            "team",
            team,
            "day",
            day.toString(),
            "words",
            words,
            "lines",
            lines.stream()
                .map(line ->
                    Map.of(
                        "severity", line.severity(),
                        "title", line.title(),
                        "why", line.why(),
                        "link", line.link()))
                .toList(),
            "more",
            more),
        Optional.empty());
  }

  /// What a team reads.
  static List<Block> text(List<String> words, List<DigestLine> lines, List<String> more) {
    List<Block> blocks = new ArrayList<>();
    words.forEach(sentence -> blocks.add(new Text(sentence)));
    blocks.add(
        new Text(
            lines.size() == 1
                ? "One case waited for today. It needed nobody at once."
                : lines.size() + " cases waited for today. None needed anybody at once."));
    if (!lines.isEmpty()) {
      blocks.add(
          new Items(
              lines.stream()
                  .map(line ->
                      new Item(
                          line.severity(),
                          "%s (%s, %s)"
                              .formatted(line.title(), line.why(), IncidentText.moment(line.at())),
                          IncidentText.link("the decision", line.link())))
                  .toList()));
    }
    if (!more.isEmpty()) {
      blocks.add(new Heading("Also due"));
      blocks.add(new Items(more.stream().map(line -> new Item("", line)).toList()));
    }
    return blocks;
  }
}
