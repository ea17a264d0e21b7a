package dev.ombud.door.recordpages;

import dev.ombud.act.outbox.Actions;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.recordpages.ReleaseCourse.Heard;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One release: what gates say, complaints against time with what was done, its decisions.
/// Thread-safe.
public final class ReleasePage {
  static final Set<Role> READERS = Role.EVERYBODY;

  private static final int SHOWN = 25;
  private static final int DRAWN = 500;
  private static final int MAX_FLAGS = 5;
  private static final int MAX_EVENTS = 20;

  private final DecisionSearch search;
  private final Actions actions;
  private final AuditLog audit;
  private final GateAnswers gates;
  private final NotesDesk notes;
  private final AggregateReader reader = new AggregateReader();

  ReleasePage(
      DecisionSearch search, Actions actions, AuditLog audit, GateAnswers gates, NotesDesk notes) {
    this.search = search;
    this.actions = actions;
    this.audit = audit;
    this.gates = gates;
    this.notes = notes;
  }

  /// @param product empty where all products of this version are shown
  /// @param products those of the decisions shown, to choose from
  /// @param plot address of the plot's data
  /// @param all address of the search for all its decisions
  /// @param notes drafts of release notes, one a product
  /// @param mayJudge whether the reader may accept, edit or reject one
  public record View(
      String version,
      String product,
      List<String> products,
      String plot,
      String all,
      List<GateAnswers.Answer> gates,
      List<Notes> notes,
      boolean mayJudge,
      List<Bucket> points,
      String step,
      List<Mark> marks,
      List<Line> lines) {}

  /// @param file address of the draft as Markdown
  /// @param form address of the form; empty where there is nothing to judge
  public record Notes(NotesDesk.Draft draft, String file, String form) {
    public String shown() {
      return draft.shown();
    }
  }

  public record Bucket(String from, String total, String p1, String p2, String p3, String p4) {}

  public record Mark(String at, String kind, String text) {}

  public record Line(
      String path, String severity, String title, String product, String done, String at) {}

  Response show(Visit visit) {
    return show(visit, visit.filled("product").stream().findFirst());
  }

  Response show(Visit visit, Optional<String> product) {
    String version = visit.request().parameter("version");
    List<StoredDecision> found = find(version, product, SHOWN);
    List<Heard> heard = heard(found);
    // A candidate of which nobody complained yet has an answer of a gate at most.
    List<String> products =
        found.isEmpty()
            ? product.filter(each -> !gates.about(each, version).isEmpty()).stream().toList()
            : heard.stream().map(each -> each.aggregate().product()).distinct().sorted().toList();
    if (products.isEmpty()) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "no decision is about release `%s`: look for it among the releases".formatted(version));
    }
    ReleaseCourse course = course(found, heard);
    String query = product.map(each -> "?product=" + encoded(each)).orElse("");
    View view =
        new View(
            version,
            product.orElse(products.size() == 1 ? products.getFirst() : ""),
            products,
            "/releases/" + encoded(version) + "/course" + query,
            "/decisions?release="
                + encoded(version)
                + product.map(each -> "&product=" + encoded(each)).orElse(""),
            products.stream().flatMap(each -> gates.about(each, version).stream()).toList(),
            products.stream().flatMap(each -> notes(visit, each, version).stream()).toList(),
            visit.may(NotesForm.JUDGES),
            course.points().stream().map(ReleasePage::bucket).toList(),
            PageWords.age(course.step()),
            course.marks().stream()
                .map(mark -> new Mark(PageWords.time(mark.at()), mark.kind(), mark.text()))
                .toList(),
            lines(found, heard));
    return visit.page(
        Section.RELEASES,
        "Release " + version,
        "releases/release.jte",
        view,
        "chart.js",
        "release.js");
  }

  /// The course over more decisions than the page shows, for the plot.
  Response course(Visit visit) {
    List<StoredDecision> found =
        find(visit.request().parameter("version"), visit.request().query("product"), DRAWN);
    ReleaseCourse course = course(found, heard(found));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("stepMillis", course.step().toMillis());
    view.put("points", course.points().stream().map(ReleasePage::plain).toList());
    view.put(
        "marks",
        course.marks().stream()
            .map(mark ->
                Map.of(
                    "at", mark.at().toEpochMilli(),
                    "time", PageWords.time(mark.at()),
                    "kind", mark.kind(),
                    "text", mark.text()))
            .toList());
    return Visit.json(view);
  }

  private Optional<Notes> notes(Visit visit, String product, String version) {
    String path = "/releases/" + encoded(version) + "/notes";
    return notes
        .about(product, version, Withholding.isFor(visit.caller().roles()))
        .map(draft ->
            new Notes(
                draft,
                path + "?product=" + encoded(product),
                draft.id().map(id -> path + "/" + id).orElse("")));
  }

  private static Map<String, Object> plain(ReleaseCourse.Point point) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", point.from().toEpochMilli());
    view.put("time", PageWords.time(point.from()));
    for (Severity severity : Severity.values()) {
      view.put(severity.name(), point.complaints().getOrDefault(severity, 0L));
    }
    return view;
  }

  private List<StoredDecision> find(String version, Optional<String> product, int most) {
    DecisionFilter filter =
        DecisionFilter.read(name ->
            switch (name) {
              case "release" -> List.of(version);
              case "product" -> product.map(List::of).orElse(List.of());
              default -> List.of();
            });
    return search
        .findStored(new DecisionQuery(filter, DecisionOrder.NEWEST, most, Optional.empty()))
        .items();
  }

  private List<Heard> heard(List<StoredDecision> found) {
    return found.stream()
        .map(stored ->
            new Heard(
                reader.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8)),
                stored.decision().judgement().severity()))
        .toList();
  }

  private ReleaseCourse course(List<StoredDecision> found, List<Heard> heard) {
    List<EventRow> events = new ArrayList<>();
    heard.stream()
        .map(each -> each.aggregate().exposure())
        .flatMap(exposure ->
            exposure == null ? List.<Aggregate.Flag>of().stream() : exposure.flags().stream())
        .map(Aggregate.Flag::key)
        .distinct()
        .limit(MAX_FLAGS)
        .forEach(flag -> events.addAll(audit.find(about(flag)).items()));
    return ReleaseCourse.of(
        heard,
        actions.ofDecisions(found.stream().map(each -> each.decision().decisionId()).toList()),
        events);
  }

  private static EventQuery about(String flag) {
    return new EventQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(ActionTarget.flag(flag).toString()),
        Instant.EPOCH,
        TimeIds.EVER,
        MAX_EVENTS,
        Optional.empty());
  }

  private static Bucket bucket(ReleaseCourse.Point point) {
    return new Bucket(
        PageWords.time(point.from()),
        PageWords.number(point.total()),
        number(point, Severity.P1),
        number(point, Severity.P2),
        number(point, Severity.P3),
        number(point, Severity.P4));
  }

  private static String number(ReleaseCourse.Point point, Severity severity) {
    return PageWords.number(point.complaints().getOrDefault(severity, 0L));
  }

  private static List<Line> lines(List<StoredDecision> found, List<Heard> heard) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      var decision = found.get(i).decision();
      Aggregate aggregate = heard.get(i).aggregate();
      String summary = aggregate.cluster().summary();
      lines.add(
          new Line(
              "/decisions/" + decision.decisionId(),
              decision.judgement().severity().name(),
              summary == null ? aggregate.cluster().id() : summary,
              aggregate.product() + ", " + aggregate.surface(),
              PageWords.name(decision.judgement().disposition())
                  + ", "
                  + PageWords.name(decision.judgement().mitigation().tier()),
              PageWords.time(decision.decidedAt())));
    }
    return lines;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
