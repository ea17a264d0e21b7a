package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each part is written as `path=content`; the active ruleset is the same with digests.
class PublishPlanTest {
  @Test
  void plansNothingWhereNothingDiffers() {
    check(
        List.of("rules/a.drl=1", "decision-tables/b.xlsx=2"),
        List.of("rules/a.drl=1", "decision-tables/b.xlsx=2"));
  }

  @Test
  void uploadsWhatDiffersAndRulesFirst() {
    check(
        List.of(
            "decision-tables/b.xlsx=2",
            "decision-tables/c.xlsx=3",
            "decision-tables/scenarios.ndjson=4",
            "rules/a.drl=1"),
        List.of(
            "decision-tables/b.xlsx=x",
            "decision-tables/c.xlsx=3",
            "decision-tables/scenarios.ndjson=x",
            "rules/a.drl=x"),
        "rules/a.drl text/plain; charset=utf-8",
        "tables/b application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "scenarios application/x-ndjson");
  }

  @Test
  void saysWhatIsNew() {
    check(
        List.of("rules/a b+ü/%.drl=1", "decision-tables/b.xlsx=2"),
        List.of("decision-tables/b.xlsx=2"),
        "rules/a%20b%2B%C3%BC%2F%25.drl text/plain; charset=utf-8 new");
  }

  @Test
  void refusesWhatNoUploadCanBringAbout() {
    check(
        List.of("decision-tables/more.ndjson=1", "rules/b.xlsx=2"),
        List.of("rules/z.drl=1", "decision-tables/y.xlsx=1"),
        "decision-tables/more.ndjson cannot be uploaded: tables and decision-tables/scenarios.ndjson"
            + " belong into decision-tables/, rules into rules/",
        "rules/b.xlsx cannot be uploaded: tables and decision-tables/scenarios.ndjson"
            + " belong into decision-tables/, rules into rules/",
        "decision-tables/y.xlsx is in the active ruleset and not in the folder, and a draft cannot"
            + " lose a part: put it back",
        "rules/z.drl is in the active ruleset and not in the folder, and a draft cannot lose a part:"
            + " put it back");
  }

  private static void check(List<String> folder, List<String> active, String... expected) {
    Map<String, String> digests = new HashMap<>();
    parts(active).forEach((path, content) -> digests.put(path, Sha256.text(Sha256.of(content))));
    PublishPlan plan = PublishPlan.of(RulesetParts.of(parts(folder)), digests);
    List<String> actual =
        plan.obstacles().isEmpty()
            ? plan.uploads().stream()
                .map(each -> each.resource() + " " + each.type() + (each.isNew() ? " new" : ""))
                .toList()
            : plan.obstacles();
    assertThat(actual).isEqualTo(Arrays.asList(expected));
  }

  private static Map<String, byte[]> parts(List<String> lines) {
    Map<String, byte[]> parts = new HashMap<>();
    for (String line : lines) {
      int mark = line.indexOf('=');
      parts.put(line.substring(0, mark), line.substring(mark + 1).getBytes(StandardCharsets.UTF_8));
    }
    return parts;
  }
}
