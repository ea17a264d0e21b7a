package dev.ombud.door.tablepages;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
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
        PageWords.count(table.rows().size(), "row"),
        "%s, %s"
            .formatted(
                PageWords.count(table.inputs().size(), "input"),
                PageWords.count(table.outputs().size(), "output")),
        PageWords.name(table.hitPolicy()));
  }

  private static DraftLine line(Draft draft) {
    return new DraftLine(
        draft.id().toString(),
        draft.title(),
        PageWords.name(draft.state()),
        draft.basedOn(),
        draft.createdBy(),
        PageWords.time(draft.changedAt()));
  }

  private static Version version(Published published) {
    return new Version(
        published.version(),
        published.isActive(),
        PageWords.time(published.publishedAt()),
        published.publishedBy(),
        published.activatedAt().map(PageWords::time).orElse("never"),
        published.activatedAt().isPresent());
  }

  private static Activation activation(Published.Activation activation) {
    return new Activation(
        PageWords.time(activation.at()),
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
