package dev.ombud.door.tablepages;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.RefusedUploads;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.Uploads;
import dev.ombud.record.search.FacetCount;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One table, of a draft or of a version. The page has the rows as a plain table; the module puts
/// the grid in its place. Thread-safe.
public final class TablePage {
  /// Of the plain table; the grid and the workbook have all.
  private static final int ROWS_SHOWN = 300;

  private static final int HIT_DAYS = 30;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;
  private final RefusedUploads refused;
  private final FacetCount counts;
  private final Clock clock;

  TablePage(
      Drafts drafts,
      Rulesets rulesets,
      TableShelf shelf,
      RefusedUploads refused,
      FacetCount counts,
      Clock clock) {
    this.refused = refused;
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.shelf = shelf;
    this.counts = counts;
    this.clock = clock;
  }

  /// @param home the address of the draft or of all tables, and its name
  /// @param address of this page, under which the grid's data is
  /// @param notice what there is to know before anything else, in a sentence
  /// @param marked the address of the workbook of theirs that was refused, with its cells marked
  /// @param omitted how many rows the plain table leaves out, in a sentence; empty where none
  /// @param draftId empty for a version
  public record View(
      String home,
      String homeName,
      String name,
      String hitPolicy,
      String meaning,
      String address,
      boolean isEditable,
      boolean mayStart,
      long version,
      String draftId,
      String tag,
      String notice,
      Optional<String> marked,
      List<Link> tables,
      List<String> labels,
      List<String> fields,
      List<Row> rows,
      String omitted,
      List<String> findings) {}

  public record Link(String name, String path, boolean isHere) {}

  /// @param hits how often it counted in the last 30 days, in words
  public record Row(String id, List<String> cells, String hits) {}

  /// What to look at.
  ///
  /// @param findings all that is said about the draft
  private record Looked(
      DecisionTable table,
      SortedMap<String, DecisionTable> tables,
      Optional<DecisionTable> active,
      List<Finding> findings) {}

  Response showDraft(Visit visit) {
    Draft draft = draft(visit);
    String name = visit.request().parameter("name");
    Published active = rulesets.active();
    Looked looked = look(draft, active, name);
    String home = "/tables/drafts/" + draft.id();
    boolean isEditable = draft.isOpen() && visit.may(TablesRoutes.OWNERS);
    String notice =
        draft.isOpen()
            ? isEditable ? "" : "You may look at this draft; owners change it."
            : "This draft is "
                + PageWords.name(draft.state()).toLowerCase(Locale.ROOT)
                + ": its tables can no longer be changed.";
    return visit.page(
        Section.TABLES,
        name + " · " + draft.title(),
        "tables/table.jte",
        view(
            looked,
            home,
            draft.title(),
            home + "/tables/",
            isEditable,
            false,
            draft.basedOn(),
            draft.id().toString(),
            draft.tag(),
            notice,
            refused.has(draft.id(), Uploads.tablePath(name), visit.caller().name())
                ? Optional.of(home + "/tables/" + name + "/findings")
                : Optional.empty()),
        "tabulator.js",
        "grid.js");
  }

  Response showVersion(Visit visit) {
    Published published = TablesPage.published(rulesets, visit.request().parameter("version"));
    String name = visit.request().parameter("name");
    Looked looked = look(published, name);
    String notice =
        published.isActive()
            ? "This is what decides now. To change it, make a draft: nothing changes before it is activated."
            : "This version does not decide now.";
    return visit.page(
        Section.TABLES,
        name + " · ruleset " + published.version(),
        "tables/table.jte",
        view(
            looked,
            "/tables",
            "Ruleset " + published.version(),
            "/tables/versions/" + visit.request().parameter("version") + "/",
            false,
            visit.may(TablesRoutes.OWNERS),
            published.version(),
            "",
            "",
            notice,
            Optional.empty()),
        "tabulator.js",
        "grid.js");
  }

  /// The same for the grid.
  Response dataOfDraft(Visit visit) {
    Looked looked = look(draft(visit), rulesets.active(), visit.request().parameter("name"));
    return data(looked, looked.active(), about(looked));
  }

  Response dataOfVersion(Visit visit) {
    Published published = TablesPage.published(rulesets, visit.request().parameter("version"));
    Looked looked = look(published, visit.request().parameter("name"));
    return data(looked, Optional.empty(), List.of());
  }

  private Response data(Looked looked, Optional<DecisionTable> active, List<Finding> findings) {
    Map<String, Long> hits = hits(looked.table());
    return HeavyWork.run(
        "the writing of the table",
        () -> Visit.json(GridData.of(looked.table(), active, hits, findings)));
  }

  private Draft draft(Visit visit) {
    return drafts.load(Paths.id(visit.request(), "id", "draft"));
  }

  private Looked look(Draft draft, Published active, String name) {
    SortedMap<String, DecisionTable> tables = shelf.tables(draft);
    return new Looked(
        TableShelf.named(tables, name),
        tables,
        Optional.ofNullable(shelf.tables(active).get(name)),
        shelf.findings(draft, active));
  }

  private Looked look(Published published, String name) {
    SortedMap<String, DecisionTable> tables = shelf.tables(published);
    return new Looked(TableShelf.named(tables, name), tables, Optional.empty(), List.of());
  }

  private static List<Finding> about(Looked looked) {
    return looked.findings().stream()
        .filter(finding -> finding.file().equals(looked.table().file()))
        .toList();
  }

  private Map<String, Long> hits(DecisionTable table) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return counts.rows(table.name(), today.minusDays(HIT_DAYS - 1), today.plusDays(1));
  }

  private View view(
      Looked looked,
      String home,
      String homeName,
      String tables,
      boolean isEditable,
      boolean mayStart,
      long version,
      String draftId,
      String tag,
      String notice,
      Optional<String> marked) {
    DecisionTable table = looked.table();
    Map<String, Long> hits = hits(table);
    int omitted = Math.max(0, table.rows().size() - ROWS_SHOWN);
    List<Row> rows =
        GridData.cells(table.first(ROWS_SHOWN)).stream()
            .map(row ->
                new Row(
                    row.getFirst(),
                    row.subList(1, row.size()),
                    hits.containsKey(row.getFirst())
                        ? PageWords.number(hits.get(row.getFirst()))
                        : "never"))
            .toList();
    List<String> labels = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    table.inputs().forEach(column -> add(labels, fields, column));
    table.outputs().forEach(column -> add(labels, fields, column));
    return new View(
        home,
        homeName,
        table.name(),
        PageWords.name(table.hitPolicy()),
        meaning(table.hitPolicy()),
        tables + table.name(),
        isEditable,
        mayStart,
        version,
        draftId,
        tag,
        notice,
        marked,
        looked.tables().keySet().stream()
            .map(name -> new Link(name, tables + name, name.equals(table.name())))
            .toList(),
        labels,
        fields,
        rows,
        omitted == 0
            ? ""
            : PageWords.count(omitted, "more row") + ": the workbook has all of them.",
        about(looked).stream().map(Finding::line).toList());
  }

  private static void add(List<String> labels, List<String> fields, DecisionTable.Column column) {
    labels.add(column.label());
    String unit = column.field().unit();
    fields.add(column.field().name() + (unit.isEmpty() ? "" : " [" + unit + "]"));
  }

  private static String meaning(DecisionTable.HitPolicy policy) {
    return switch (policy) {
      case UNIQUE -> "the one row that holds counts";
      case FIRST -> "the topmost row that holds counts";
      case PRIORITY -> "the row that holds and concludes the gravest word counts";
      case ANY -> "rows that hold must conclude the same";
      case COLLECT -> "all rows that hold count";
      case COLLECT_SUM -> "all rows that hold are added up";
      case RULE_ORDER -> "all rows that hold count, from top to bottom";
    };
  }
}
