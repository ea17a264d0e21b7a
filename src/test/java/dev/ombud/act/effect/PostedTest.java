package dev.ombud.act.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: no complaint counts twice, whatever windows a pipeline sends.
@Tag("property")
class PostedTest {
  private static final Instant NOON = Instant.parse("2026-05-05T12:00:00Z");
  private static final Aggregate SURGE = Aggregates.read(Aggregates.surge());

  /// From so many hours after noon to so many.
  static Posted posted(int start, int end) {
    return posted(start, end, UUID.randomUUID());
  }

  private static Posted posted(int start, int end, UUID id) {
    return new Posted(
        id, NOON.plus(Duration.ofHours(start)), NOON.plus(Duration.ofHours(end)), SURGE);
  }

  private static String spans(List<Posted> all) {
    StringBuilder text = new StringBuilder();
    for (Posted each : all) {
      text.append(Duration.between(NOON, each.start()).toHours())
          .append('-')
          .append(Duration.between(NOON, each.end()).toHours())
          .append(' ');
    }
    return text.toString().trim();
  }

  private static void check(String chosen, Posted... all) {
    assertThat(spans(Posted.disjoint(List.of(all)))).isEqualTo(chosen);
  }

  @Test
  void keepsWindowsThatFollowEachOther() {
    check("0-1 1-2 2-3", posted(2, 3), posted(0, 1), posted(1, 2));
  }

  @Test
  void countsADayThatSlidesBySixHoursOnce() {
    check(
        "0-24 24-48", posted(0, 24), posted(6, 30), posted(12, 36), posted(18, 42), posted(24, 48));
    check("18-42", posted(6, 30), posted(12, 36), posted(18, 42));
  }

  @Test
  void takesTheLongestOfWindowsThatGrow() {
    check("0-3", posted(0, 1), posted(0, 2), posted(0, 3));
    check("0-3 3-5", posted(0, 1), posted(3, 5), posted(0, 3), posted(3, 4));
  }

  @Test
  void coversAsMuchTimeAsItCan() {
    check("0-2 2-9", posted(0, 2), posted(1, 4), posted(2, 9), posted(4, 6));
  }

  @Test
  void leavesOutWhatHasCountedForNoTime() {
    check("0-1", posted(0, 1), posted(3, 3), posted(5, 4));
    check("");
  }

  @Test
  void takesTheLastThatWasPostedOfOneSpan() {
    Posted first = posted(0, 1, new UUID(1, 0));
    Posted last = posted(0, 1, new UUID(2, 0));
    assertThat(Posted.disjoint(List.of(last, first))).containsExactly(last);
    assertThat(Posted.disjoint(List.of(first, last))).containsExactly(last);
  }

  @Test
  void neverOverlapsAndNeverDependsOnTheOrder() {
    Property.forAll(
        PostedTest::some,
        all -> {
          List<Posted> chosen = Posted.disjoint(all);
          for (int i = 1; i < chosen.size(); i++) {
            assertThat(chosen.get(i).start()).isAfterOrEqualTo(chosen.get(i - 1).end());
          }
          List<Posted> shuffled = new ArrayList<>(all);
          Collections.shuffle(shuffled, new Random(1));
          assertThat(Posted.disjoint(shuffled)).isEqualTo(chosen);
          assertThat(hours(chosen)).isEqualTo(most(all, 0, -1_000));
        });
  }

  private static List<Posted> some(Random random, int size) {
    List<Posted> all = new ArrayList<>();
    for (int i = 0; i < Math.min(size, 8); i++) {
      int start = random.nextInt(12);
      all.add(posted(start, start + random.nextInt(6)));
    }
    return all;
  }

  private static long hours(List<Posted> all) {
    return all.stream().mapToLong(each -> each.length().toHours()).sum();
  }

  /// By trying every choice.
  private static long most(List<Posted> all, int from, int end) {
    List<Posted> sorted = all.stream().sorted(Comparator.comparing(Posted::start)).toList();
    long most = 0;
    for (int i = from; i < sorted.size(); i++) {
      Posted each = sorted.get(i);
      if (each.length().isPositive() && !each.start().isBefore(NOON.plus(Duration.ofHours(end)))) {
        int ends = (int) Duration.between(NOON, each.end()).toHours();
        most = Math.max(most, each.length().toHours() + most(all, i + 1, ends));
      }
    }
    return most;
  }

  @Test
  void countsOnlyTheLastRevision() {
    Posted first = new Posted(new UUID(1, 0), NOON, NOON.plusSeconds(60), revision(1));
    Posted second = new Posted(new UUID(2, 0), NOON, NOON.plusSeconds(60), revision(2));
    Posted other = posted(0, 1);
    assertThat(Posted.newest(List.of(first, second))).containsExactly(second);
    assertThat(Posted.newest(List.of(second, first))).containsExactly(second);
    assertThat(Posted.newest(List.of(other))).containsExactly(other);
  }

  private static Aggregate revision(int revision) {
    String json = Aggregates.surge();
    return Aggregates.read(json.replaceFirst("\\{", "{\"revision\": " + revision + ", "));
  }

  @Test
  void countsAWindowThatStillRunsForWhatHasPassed() {
    assertThat(Measured.of(List.of(posted(0, 1))).hours()).isEqualTo(1);
  }
}
