package dev.ombud.console.tables;

import dev.ombud.console.Paths;
import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.ruleset.Draft;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.Published;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.table.DecisionTable;
import dev.ombud.web.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What decides now, what is about to, and what once did. Thread-safe.
public final class TablesPage {
  private static final int VERSIONS = 20;
  private static final int CLOSED = 10;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;

  TablesPage(Drafts drafts, Rulesets rulesets, TableShelf shelf) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.shelf = shelf;
  }

  /// @param open drafts that are not published
  /// @param closed the latest that are
  public record View(
      Version active,
      List<Table> tables,
      List<DraftLine> open,
      List<DraftLine> closed,
      List<Version> versions,
      List<Activation> activations,
      boolean mayEdit,
      boolean mayGoBack) {}

  /// @param since when it last became the active one; nothing where it never was
  public record Version(
      long number,
      boolean isActive,
      String publishedAt,
      String publishedBy,
      String since,
      boolean wasActive) {}

  public record Table(String name, String rows, String columns, String hitPolicy) {}

  public record DraftLine(
      String id, String title, String state, long basedOn, String by, String changed) {}

  public record Activation(String at, long version, String previous, String who, String why) {}

  Response show(Visit visit) {
    Published active = rulesets.active();
    List<DraftLine> open =
        drafts.list().stream()
            .filter(draft -> draft.published().isEmpty())
            .map(TablesPage::line)
            .toList();
    List<DraftLine> closed =
        drafts.list().stream()
            .filter(draft -> draft.published().isPresent())
            .limit(CLOSED)
            .map(TablesPage::line)
            .toList();
    View view =
        new View(
            version(active),
            tables(shelf.tables(active)),
            open,
            closed,
            rulesets.list().stream().limit(VERSIONS).map(TablesPage::version).toList(),
            rulesets.activations().stream().limit(VERSIONS).map(TablesPage::activation).toList(),
            visit.may(TablesRoutes.OWNERS),
            visit.may(TablesRoutes.RESTORERS));
    return visit.page(Section.TABLES, "Tables", "tables/tables.jte", view);
  }

  static List<Table> tables(SortedMap<String, DecisionTable> tables) {
    return tables.entrySet().stream().map(TablesPage::table).toList();
  }

  private static Table table(Map.Entry<String, DecisionTable> entry) {
    DecisionTable table = entry.getValue();
    return new Table(
        entry.getKey(),
        Words.count(table.rows().size(), "row"),
        "%s, %s"
            .formatted(
                Words.count(table.inputs().size(), "input"),
                Words.count(table.outputs().size(), "output")),
        Words.name(table.hitPolicy()));
  }

  private static DraftLine line(Draft draft) {
    return new DraftLine(
        draft.id().toString(),
        draft.title(),
        Words.name(draft.state()),
        draft.basedOn(),
        draft.createdBy(),
        Words.time(draft.changedAt()));
  }

  private static Version version(Published published) {
    return new Version(
        published.version(),
        published.isActive(),
        Words.time(published.publishedAt()),
        published.publishedBy(),
        published.activatedAt().map(Words::time).orElse("never"),
        published.activatedAt().isPresent());
  }

  private static Activation activation(Published.Activation activation) {
    return new Activation(
        Words.time(activation.at()),
        activation.version(),
        activation.previous().map(String::valueOf).orElse("none"),
        activation.actor(),
        activation.reason());
  }

  /// Where a version of a ruleset is asked for: by its number, or `active`.
  static Published published(Rulesets rulesets, String text) {
    if (text.equals("active")) {
      return rulesets.active();
    }
    return Optional.of(text)
        .filter(each -> each.matches("[1-9][0-9]{0,17}"))
        .map(each -> rulesets.load(Long.parseLong(each)))
        .orElseThrow(() -> Paths.missing("ruleset", text));
  }
}
