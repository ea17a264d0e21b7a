package dev.ombud.door.casepages;

import dev.ombud.act.outbox.Automation;
import dev.ombud.act.outbox.AutomationState;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.Waiting;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.record.search.OpenIncident;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What needs a person now, and how things go. Thread-safe.
public final class NowPage {
  static final Set<Role> SWITCHERS = EnumSet.of(Role.REVIEWER, Role.OPERATOR);
  private static final Set<Role> AUTOMATION_READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);
  private static final Set<Role> REVIEW_READERS = EnumSet.of(Role.REVIEWER, Role.AUDITOR);
  private static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Pulse pulse;
  private final Health health;
  private final Automation automation;
  private final Clock clock;

  NowPage(Pulse pulse, Health health, Automation automation, Clock clock) {
    this.pulse = pulse;
    this.health = health;
    this.automation = automation;
    this.clock = clock;
  }

  /// @param automation nothing for those who may not see it
  /// @param isFresh whether nothing was ever decided
  public record View(
      String at,
      Optional<List<LaneView>> lanes,
      List<Incident> incidents,
      Optional<Switch> automation,
      List<Health.Line> health,
      List<String> severities,
      List<Row> minutes,
      String total,
      List<Cluster> clusters,
      boolean isFresh,
      boolean mayLoad) {}

  public record LaneView(String name, String path, String count, String detail) {}

  public record Incident(
      String path,
      String severity,
      String subject,
      String where,
      String owner,
      String tier,
      String age) {}

  /// The stop switch.
  ///
  /// @param shown names how it was switched last, for the form
  public record Switch(
      boolean stopped,
      String word,
      String detail,
      List<String> freezes,
      boolean maySwitch,
      String shown) {}

  /// Of a table behind a plot.
  public record Row(String label, List<String> cells) {}

  public record Cluster(String title, String path, List<Row> rows) {}

  Response show(Visit visit) {
    Pulse.Seen seen = pulse.seen();
    Instant now = clock.instant();
    long total =
        seen.minutes().stream()
            .flatMap(minute -> minute.decisions().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    View view =
        new View(
            PageWords.time(seen.at()),
            visit.may(REVIEW_READERS) ? Optional.of(lanes(seen, now)) : Optional.empty(),
            seen.incidents().stream().map(incident -> incident(incident, now)).toList(),
            visit.may(AUTOMATION_READERS)
                ? Optional.of(switchView(automation.state(), visit.may(SWITCHERS)))
                : Optional.empty(),
            health.lines(),
            Arrays.stream(Severity.values()).map(Enum::name).toList(),
            seen.minutes().reversed().stream().map(NowPage::row).toList(),
            "%s in %d min".formatted(PageWords.count(total, "decision"), Pulse.MINUTES),
            seen.trends().stream().map(NowPage::cluster).toList(),
            total == 0 && seen.isEmpty(),
            visit.may(CALLERS));
    return visit.page(Section.NOW, "Now", "now/now.jte", view, "chart.js", "now.js");
  }

  private static List<LaneView> lanes(Pulse.Seen seen, Instant now) {
    List<LaneView> lanes = new ArrayList<>();
    for (ReviewLane lane : ReviewLane.values()) {
      Optional<Waiting> waiting =
          seen.lanes().stream().filter(each -> each.lane() == lane).findFirst();
      lanes.add(
          new LaneView(
              PageWords.name(lane),
              "/reviews?lane=" + lane,
              PageWords.count(waiting.map(Waiting::count).orElse(0L), "review"),
              waiting
                  .map(each ->
                      "the oldest waits for %s; %s"
                          .formatted(
                              PageWords.age(each.oldest(), now),
                              each.nextDue().isAfter(now)
                                  ? "the next is due in " + PageWords.age(now, each.nextDue())
                                  : "one is overdue"))
                  .orElse("nothing waits, " + ReviewListPage.meaning(lane))));
    }
    return lanes;
  }

  private static Incident incident(OpenIncident incident, Instant now) {
    return new Incident(
        "/decisions/" + incident.lastDecisionId(),
        incident.severity(),
        incident.subject(),
        incident.product() + ", " + incident.cohort(),
        incident.owner(),
        incident.tier().equals(Tier.NONE.name())
            ? "no mitigation"
            : PageWords.name(Tier.valueOf(incident.tier())),
        PageWords.age(incident.openedAt(), now));
  }

  private static Switch switchView(AutomationState state, boolean maySwitch) {
    String last =
        state
            .last()
            .map(each ->
                "%s by %s at %s: %s"
                    .formatted(
                        each.stopped() ? "stopped" : "resumed",
                        each.actor(),
                        PageWords.time(each.at()),
                        each.reason()))
            .orElse("nobody ever stopped it");
    return new Switch(
        state.stopped(),
        state.stopped() ? "Stopped" : "Runs",
        "%d of %s used within the last hour; %s"
            .formatted(state.used(), PageWords.count(state.budget(), "automatic action"), last),
        state.freezes().stream()
            .map(freeze ->
                "%s frozen from %s to %s by %s: %s"
                    .formatted(
                        freeze.product().orElse("Everything"),
                        PageWords.time(freeze.from()),
                        PageWords.time(freeze.to()),
                        freeze.placedBy(),
                        freeze.reason()))
            .toList(),
        maySwitch,
        shown(state));
  }

  private static String shown(AutomationState state) {
    return state.last().map(each -> each.at().toString()).orElse("never");
  }

  private static Row row(Pulse.Minute minute) {
    return new Row(
        MINUTE.format(minute.from()),
        Arrays.stream(Severity.values())
            .map(severity -> PageWords.number(minute.decisions().getOrDefault(severity, 0L)))
            .toList());
  }

  private static Cluster cluster(Pulse.Trend trend) {
    return new Cluster(
        trend.title(),
        "/decisions?product=%s&cluster=%s"
            .formatted(encoded(trend.product()), encoded(trend.cluster())),
        trend.points().stream()
            .map(point ->
                new Row(
                    PageWords.time(point.at()),
                    List.of(
                        PageWords.decimal(point.complaints()),
                        number(point.usual(), 1, ""),
                        number(point.negativeShare(), 100, " %"),
                        number(point.usualShare(), 100, " %"))))
            .toList());
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String number(double number, double times, String unit) {
    return Double.isNaN(number) ? "not known" : PageWords.decimal(number * times) + unit;
  }

  /// What the plots draw.
  Response data(Visit visit) {
    Pulse.Seen seen = pulse.seen();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("minutes", seen.minutes().stream().map(each -> MINUTE.format(each.from())).toList());
    Map<String, Object> decisions = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      decisions.put(
          severity.name(),
          seen.minutes().stream()
              .map(each -> each.decisions().getOrDefault(severity, 0L))
              .toList());
    }
    view.put("decisions", decisions);
    view.put("clusters", seen.trends().stream().map(NowPage::series).toList());
    return Visit.json(view);
  }

  private static Map<String, Object> series(Pulse.Trend trend) {
    Map<String, Object> series = new LinkedHashMap<>();
    series.put("title", trend.title());
    series.put("at", trend.points().stream().map(point -> MINUTE.format(point.at())).toList());
    series.put("complaints", known(trend.points().stream().map(Pulse.Point::complaints).toList()));
    series.put("usual", known(trend.points().stream().map(Pulse.Point::usual).toList()));
    series.put(
        "negativeShare", known(trend.points().stream().map(Pulse.Point::negativeShare).toList()));
    series.put("usualShare", known(trend.points().stream().map(Pulse.Point::usualShare).toList()));
    return series;
  }

  private static List<@Nullable Double> known(List<Double> numbers) {
    List<@Nullable Double> known = new ArrayList<>();
    numbers.forEach(number -> known.add(number.isNaN() ? null : number));
    return known;
  }

  Response stop(Visit visit, Fields fields) {
    AutomationState.Switch last =
        automation.stop(visit.caller().name(), reason(fields)).last().orElseThrow();
    return visit.redirect(
        "/",
        last.actor().equals(visit.caller().name())
            ? "Automation is stopped, on every instance."
            : "Automation was stopped already, by %s: %s".formatted(last.actor(), last.reason()));
  }

  Response resume(Visit visit, Fields fields) {
    // Stopping is safe at any time; only what was read is let go again.
    fields.requireShown(shown(automation.state()), "automation was switched");
    automation.resume(visit.caller().name(), reason(fields));
    return visit.redirect("/", "Automation runs again. What was held stays held.");
  }

  private static String reason(Fields fields) {
    return fields.require("reason", "Reason", Fields.MAX_REASON_CHARS);
  }
}
