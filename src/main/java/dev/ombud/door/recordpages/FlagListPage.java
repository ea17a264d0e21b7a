package dev.ombud.door.recordpages;

import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Overdue;
import dev.ombud.act.flag.RegisteredFlag;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.domain.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All flags, by key. Thread-safe.
public final class FlagListPage {
  private static final int PAGE = 100;

  private final Flags flags;

  FlagListPage(Flags flags) {
    this.flags = flags;
  }

  public record View(List<Line> lines, Optional<String> next) {}

  /// @param state whether automation moved anybody
  /// @param due what is overdue
  public record Line(
      String key,
      String path,
      String product,
      String owner,
      String safe,
      String criticality,
      String state,
      String style,
      String expires,
      List<String> due) {}

  Response show(Visit visit) {
    Page<RegisteredFlag> page = flags.list(visit.request().query("after").orElse(""), false, PAGE);
    Map<String, List<Overdue>> overdue =
        flags.overdue().stream().collect(Collectors.groupingBy(Overdue::key));
    return visit.page(
        Section.FLAGS,
        "Flags",
        "flag/list.jte",
        new View(
            page.items().stream()
                .map(flag -> line(flag, overdue.getOrDefault(flag.flag().key(), List.of())))
                .toList(),
            page.next().map(key -> "/flags?after=" + encoded(key))));
  }

  private static Line line(RegisteredFlag registered, List<Overdue> overdue) {
    List<FlagSwitch> switches =
        registered.environments().values().stream()
            .flatMap(environment -> environment.switches().stream())
            .toList();
    return new Line(
        registered.flag().key(),
        path(registered.flag().key()),
        registered.flag().product(),
        registered.flag().owner(),
        registered.flag().safeVariation(),
        PageWords.name(registered.flag().criticality()),
        state(switches),
        switches.isEmpty() ? "good" : "warn",
        registered.flag().expiresOn().toString(),
        overdue.stream().map(FlagListPage::words).toList());
  }

  private static String state(List<FlagSwitch> switches) {
    return switches.isEmpty()
        ? "as people set it"
        : PageWords.count(switches.size(), "cohort")
            + (switches.stream().allMatch(FlagSwitch::isWhole)
                ? " switched to safe"
                : " switched or reduced");
  }

  private static String words(Overdue each) {
    return "%s since %s (%s)"
        .formatted(PageWords.name(each.what()), each.since(), PageWords.count(each.days(), "day"));
  }

  static String path(String key) {
    return "/flags/" + encoded(key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
