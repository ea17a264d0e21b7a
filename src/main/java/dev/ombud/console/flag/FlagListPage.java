package dev.ombud.console.flag;

import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.flag.Flags;
import dev.ombud.flag.Overdue;
import dev.ombud.flag.RegisteredFlag;
import dev.ombud.web.Response;
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
      Optional<String> due) {}

  Response show(Visit visit) {
    List<RegisteredFlag> found =
        flags.list(visit.request().query("after").orElse(""), false, PAGE + 1);
    List<RegisteredFlag> page = found.size() > PAGE ? found.subList(0, PAGE) : found;
    Map<String, Overdue> overdue =
        flags.overdue().stream().collect(Collectors.toMap(Overdue::key, each -> each));
    return visit.page(
        Section.FLAGS,
        "Flags",
        "flag/list.jte",
        new View(
            page.stream()
                .map(flag -> line(flag, Optional.ofNullable(overdue.get(flag.flag().key()))))
                .toList(),
            found.size() > PAGE
                ? Optional.of("/flags?after=" + encoded(page.getLast().flag().key()))
                : Optional.empty()));
  }

  private static Line line(RegisteredFlag registered, Optional<Overdue> overdue) {
    long switches =
        registered.environments().values().stream()
            .mapToLong(environment -> environment.switches().size())
            .sum();
    return new Line(
        registered.flag().key(),
        path(registered.flag().key()),
        registered.flag().product(),
        registered.flag().owner(),
        registered.flag().safeVariation(),
        Words.name(registered.flag().criticality()),
        switches == 0 ? "as people set it" : Words.count(switches, "cohort") + " switched to safe",
        switches == 0 ? "good" : "warn",
        registered.flag().expiresOn().toString(),
        overdue.map(each ->
            "%s since %s (%s)"
                .formatted(
                    Words.name(each.what()), each.since(), Words.count(each.days(), "day"))));
  }

  static String path(String key) {
    return "/flags/" + encoded(key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
