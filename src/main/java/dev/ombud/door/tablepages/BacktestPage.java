package dev.ombud.door.tablepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.publish.backtest.Backtest;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.backtest.Plan;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A backtest: how far it is, and what it found out, as pictures, as tables and as decisions to
/// open. Thread-safe.
public final class BacktestPage {
  private static final Instant EVER = Instant.parse("5999-12-31T00:00:00Z");

  /// What is drawn, from the gravest to the mildest.
  private record Drawn(String field, String title, List<String> order) {}

  private static final List<Drawn> DRAWN =
      List.of(
          new Drawn("severity", "Severity", List.of("P1", "P2", "P3", "P4")),
          new Drawn(
              "mitigation.tier", "Mitigation tier", List.of("TIER_3", "TIER_2", "TIER_1", "NONE")),
          new Drawn(
              "mitigation.mode",
              "Mitigation mode",
              List.of("AUTOMATIC", "APPROVAL", "RECOMMENDATION")));

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Backtests backtests;

  BacktestPage(Drafts drafts, Rulesets rulesets, Backtests backtests) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.backtests = backtests;
  }

  /// @param range which decisions, in words
  /// @param failure why it failed, in a sentence; empty where it did not
  /// @param report empty while there is none
  public record View(
      String home,
      String title,
      String path,
      String state,
      boolean isRunning,
      boolean isOutdated,
      boolean mayCancel,
      String range,
      String started,
      long judged,
      Optional<Long> total,
      String failure,
      Optional<Report> report) {}

  /// @param summary in a sentence
  /// @param other changes that are not drawn
  public record Report(
      String summary,
      String diverged,
      List<Flow> flows,
      List<BacktestReport.Change> other,
      List<BacktestReport.RowChange> rows,
      List<BacktestReport.Automatic> automatic,
      List<Money> money,
      List<Example> examples) {}

  public record Money(String currency, String before, String after, String both, String neither) {}

  public record Example(String path, String id, String severity, String changes, String rows) {}

  private static final Money WITHHELD =
      new Money(
          Withholding.WORD, Withholding.WORD, Withholding.WORD, Withholding.WORD, Withholding.WORD);

  Response show(Visit visit) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    Backtest backtest = load(visit, draft);
    String home = "/tables/drafts/" + draft.id();
    boolean isRunning = backtest.state() == Backtest.State.RUNNING;
    View view =
        new View(
            home,
            draft.title(),
            home + "/backtests/" + backtest.id(),
            PageWords.name(backtest.state()),
            isRunning,
            !backtest.draftDigest().equals(draft.digestText()),
            isRunning && backtest.cancelledBy().isEmpty() && visit.may(TablesRoutes.OWNERS),
            range(backtest),
            "%s by %s, against ruleset %d"
                .formatted(
                    PageWords.time(backtest.startedAt()),
                    backtest.caller(),
                    backtest.againstVersion()),
            backtest.judged(),
            backtest.total().isPresent()
                ? Optional.of(backtest.total().getAsLong())
                : Optional.empty(),
            backtest
                .failure()
                .map(PageWords::sentence)
                .or(() -> backtest.cancelledBy().map(who -> "Cancelled by " + who + "."))
                .orElse(""),
            backtest.report().map(json -> report(visit, BacktestReport.read(json))));
    return visit.page(
        Section.TABLES, "Backtest · " + draft.title(), "tables/backtest.jte", view, "backtest.js");
  }

  /// How far it is, for the module.
  Response progress(Visit visit) {
    Backtest backtest = load(visit, drafts.load(Paths.id(visit.request(), "id", "draft")));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("isRunning", backtest.state() == Backtest.State.RUNNING);
    view.put("judged", backtest.judged());
    backtest.total().ifPresent(total -> view.put("total", total));
    return Visit.json(view);
  }

  Response start(Visit visit, Fields fields) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    Published active = rulesets.active();
    Backtest backtest =
        backtests.start(
            new Plan(
                draft.id(),
                drafts.parts(draft.id()),
                active.version(),
                rulesets.parts(active.version()),
                day(fields, "from", "From").orElse(Instant.EPOCH),
                day(fields, "to", "To").map(instant -> instant.plusSeconds(86_400)).orElse(EVER),
                share(fields),
                visit.caller().name()));
    return visit.redirect("/tables/drafts/%s/backtests/%s".formatted(draft.id(), backtest.id()));
  }

  Response cancel(Visit visit, Fields fields) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    Backtest backtest = load(visit, draft);
    backtests.cancel(backtest.id(), visit.caller().name());
    return visit.redirect(
        "/tables/drafts/%s/backtests/%s".formatted(draft.id(), backtest.id()),
        "It ends within about a second.");
  }

  private Backtest load(Visit visit, Draft draft) {
    return backtests
        .find(Paths.id(visit.request(), "backtest", "backtest"))
        .filter(backtest -> backtest.draftId().equals(draft.id()))
        .orElseThrow(() -> Paths.missing("backtest", visit.request().parameter("backtest")));
  }

  private static Optional<Instant> day(Fields fields, String name, String label) {
    try {
      return fields
          .find(name)
          .map(BacktestPage::fourDigits)
          .map(text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      throw Fields.refusal(name, "`" + label + "` is no day: write one such as 2026-01-31");
    }
  }

  private static String fourDigits(String day) {
    if (!day.matches("\\d{4}-\\d{2}-\\d{2}")) {
      throw new DateTimeParseException("no day of four digits a year", day, 0);
    }
    return day;
  }

  private static double share(Fields fields) {
    try {
      double percent = fields.find("sample").map(Double::parseDouble).orElse(100.0);
      if (!(percent > 0 && percent <= 100)) {
        throw Fields.refusal("sample", "`Sample` is not over 0 and up to 100: write per cent");
      }
      return percent / 100;
    } catch (NumberFormatException e) {
      throw Fields.refusal("sample", "`Sample` is no number: write per cent such as 10");
    }
  }

  private static String range(Backtest backtest) {
    boolean isAll = backtest.from().equals(Instant.EPOCH) && backtest.to().equals(EVER);
    String decisions =
        isAll
            ? "All decisions on record"
            : "Decisions from %s to %s"
                .formatted(
                    backtest.from().equals(Instant.EPOCH)
                        ? "the first one"
                        : PageWords.time(backtest.from()),
                    backtest.to().equals(EVER) ? "the last one" : PageWords.time(backtest.to()));
    return backtest.sample() < 1
        ? decisions + ", a sample of " + PageWords.share(backtest.sample())
        : decisions;
  }

  private static Report report(Visit visit, BacktestReport report) {
    List<Flow> flows = new ArrayList<>();
    List<BacktestReport.Change> other = new ArrayList<>(report.changes());
    for (Drawn drawn : DRAWN) {
      List<BacktestReport.Change> changes =
          report.changes().stream().filter(each -> each.field().equals(drawn.field())).toList();
      other.removeAll(changes);
      if (!changes.isEmpty()) {
        flows.add(Flow.of(drawn.title(), drawn.order(), changes));
      }
    }
    return new Report(
        report.judged() == 0
            ? "There was no decision to judge."
            : "%s of %s would have been otherwise."
                .formatted(
                    PageWords.number(report.changed()),
                    PageWords.count(report.judged(), "decision")),
        report.diverged() == 0
            ? ""
            : PageWords.count(report.diverged(), "decision")
                + " came out otherwise under their own ruleset: tell an engineer.",
        flows,
        other,
        report.rows(),
        report.automatic(),
        Withholding.isFor(visit.caller().roles()) && !report.revenue().isEmpty()
            ? List.of(WITHHELD)
            : report.revenue().stream().map(BacktestPage::money).toList(),
        report.examples().stream().map(BacktestPage::example).toList());
  }

  private static Money money(BacktestReport.Revenue revenue) {
    return new Money(
        revenue.currency(),
        PageWords.decimal(revenue.before()),
        PageWords.decimal(revenue.after()),
        PageWords.decimal(revenue.both()),
        PageWords.decimal(revenue.neither()));
  }

  private static Example example(BacktestReport.Example example) {
    return new Example(
        "/decisions/" + example.decisionId(),
        example.decisionId(),
        example.severity(),
        example.changes().stream()
            .map(change ->
                "%s: %s to %s".formatted(change.field(), shown(change.from()), shown(change.to())))
            .collect(Collectors.joining(", ")),
        String.join(", ", example.rows()));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : value;
  }
}
