package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.Tier;
import dev.ombud.record.decision.Incidents.Applied;
import dev.ombud.record.decision.Incidents.Place;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: what is counted follows from the windows and not from the order in which they came.
/// Method: windows by chance in orders by chance, against the definition.
@Tag("property")
final class WindowsTest {
  private static final List<Tier> TIERS = List.of(Tier.values());

  /// In whatever order windows arrive, as long as the newest is the last: an open incident has the
  /// counts that it would have had in order, and what is newest and a breach leaves one open.
  @Test
  void theOrderOfArrivalChangesNoCount() {
    Property.forAll(
        WindowsTest::arrivals,
        arrivals -> {
          Timeline timeline = new Timeline();
          arrivals.forEach(each -> timeline.post(each, Tier.NONE));
          String inOrder = inOrder(arrivals);
          assertThat(timeline.state()).isIn("x", inOrder);
          if (arrivals.getLast().endsWith("B")) {
            assertThat(timeline.state()).isEqualTo(inOrder);
          }
        });
  }

  /// What comes out of order ends nothing, reopens nothing, and opens an incident only where none
  /// of the later windows belongs to one.
  @Test
  void whatComesOutOfOrderSettlesNothing() {
    Property.forAll(
        WindowsTest::arrivals,
        arrivals -> {
          List<String> shuffled = new ArrayList<>(arrivals);
          Collections.shuffle(shuffled, new Random(arrivals.hashCode()));
          Timeline timeline = new Timeline();
          for (String each : shuffled) {
            boolean wasOpen = timeline.isOpen();
            UUID before = timeline.incidentNow();
            List<UUID> known = List.copyOf(timeline.incidents());
            Place place = timeline.place(each);
            UUID next = place.rest().next(place.index());
            Applied applied = timeline.post(each, Tier.NONE);
            if (!place.isInOrder()) {
              assertThat(applied.isEnding()).isFalse();
              boolean isOpened = timeline.isOpen() && !wasOpen;
              assertThat(isOpened).isEqualTo(timeline.incidents().size() > known.size());
              assertThat(isOpened && (next != null || known.contains(timeline.incidentNow())))
                  .isFalse();
              if (!isOpened) {
                assertThat(timeline.isOpen()).isEqualTo(wasOpen);
                assertThat(timeline.incidentNow()).isEqualTo(before);
              }
            }
          }
        });
  }

  /// A revision is as if its window had come so at first, and the earlier ones never.
  @Test
  void revisionsCountAsIfTheyHadComeAtFirst() {
    Property.forAll(
        (random, size) -> {
          int hours = 1 + random.nextInt(Windows.KEPT - 1);
          List<String> posts = new ArrayList<>();
          for (int hour = 1; hour <= hours; hour++) {
            posts.add(hour + "B");
          }
          for (int i = 0; i < size; i++) {
            posts.add((1 + random.nextInt(hours)) + verdict(random) + "'".repeat(i + 1));
          }
          posts.add(hours + "B" + "'".repeat(size + 1));
          return posts;
        },
        posts -> {
          Timeline timeline = new Timeline();
          posts.forEach(each -> timeline.post(each, Tier.NONE));
          List<String> last = new ArrayList<>();
          for (Window window : timeline.windows().kept()) {
            last.add(Timeline.hourOf(window.end()) + window.verdict().name().substring(0, 1));
          }
          assertThat(timeline.state()).isEqualTo(inOrder(last));
        });
  }

  @Test
  void windowsAreReadAsTheyWereWritten() {
    Property.forAll(
        WindowsTest::arrivals,
        arrivals -> {
          Timeline timeline = new Timeline();
          for (int day = 0; day < 2; day++) {
            for (String each : arrivals) {
              timeline.post(
                  day * 24 + place(each) + each.substring(each.length() - 1),
                  TIERS.get(Timeline.hourOf(each) % TIERS.size()));
              Windows windows = timeline.windows();
              assertThat(WindowsText.read(WindowsText.write(windows))).isEqualTo(windows);
            }
          }
        });
  }

  /// As many windows as are kept at most, some of the same hour, the newest last, the others in any
  /// order.
  private static List<String> arrivals(Random random, int size) {
    int windows = 1 + random.nextInt(Math.min(size, Windows.KEPT));
    List<String> arrivals = new ArrayList<>();
    int hour = 1;
    for (int i = 10; i < 10 + windows; i++) {
      arrivals.add(hour + "." + i + verdict(random));
      hour += random.nextInt(4) == 0 ? 0 : 1;
    }
    String newest = arrivals.removeLast();
    Collections.shuffle(arrivals, random);
    arrivals.add(newest);
    return arrivals;
  }

  private static String verdict(Random random) {
    return List.of("B", "C", "N").get(random.nextInt(3));
  }

  /// What an incident would count if all had come in order: the definition, not the code.
  private static String inOrder(List<String> windows) {
    List<String> ordered = new ArrayList<>(windows);
    ordered.sort(Comparator.comparingDouble(WindowsTest::place));
    boolean isOpen = false;
    int breaches = 0;
    int clears = 0;
    for (String window : ordered) {
      if (window.endsWith("B")) {
        isOpen = true;
        breaches++;
        clears = 0;
      } else {
        breaches = 0;
        clears = window.endsWith("C") ? clears + 1 : 0;
        isOpen = isOpen && clears < 2;
        clears = isOpen ? clears : 0;
      }
    }
    return isOpen ? breaches + "/" + clears : "x";
  }

  private static double place(String window) {
    return Double.parseDouble(window.replaceAll("[^0-9.]", ""));
  }
}
