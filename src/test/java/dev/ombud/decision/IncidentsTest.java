package dev.ombud.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decision.DecisionBatch.OvertakenException;
import dev.ombud.decision.Incidents.Applied;
import dev.ombud.decision.Incidents.Place;
import dev.ombud.domain.Context;
import dev.ombud.domain.Tier;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The life of an incident, told as windows in the order in which they arrive: the hour at which
/// each ended, `B` for a breach, `C` for a clear, `N` for neither, and `'` for each revision. The
/// policy ends an incident after two clears in a row. Expected is what stands after each of them:
/// breaches and clears of the open incident, or `x` where none is.
final class IncidentsTest {
  @Test
  void aQuietWindowOpensNothing() {
    check("1C 2N", "x x");
  }

  @Test
  void breachesCountInARow() {
    check("1B 2B 3B", "1/0 2/0 3/0");
  }

  @Test
  void twoClearsInARowEndIt() {
    check("1B 2C 3C", "1/0 0/1 x");
  }

  @Test
  void aBreachBetweenStartsTheClearsAnew() {
    check("1B 2C 3B 4C", "1/0 0/1 1/0 0/1");
  }

  @Test
  void aWindowBetweenClearAndTripClearsNothing() {
    check("1B 2N 3N 4N", "1/0 0/0 0/0 0/0");
  }

  @Test
  void theNextBreachAfterTheEndOpensAnotherOne() {
    Timeline timeline = check("1B 2C 3C 4B", "1/0 0/1 x 1/0");
    assertThat(timeline.incidents()).hasSize(2);
  }

  @Test
  void clearsThatComeLateEndNothingAndTheNextBreachIsOfTheSameIncident() {
    Timeline timeline = check("1B 4B 2C 3C 5B", "1/0 2/0 1/0 1/0 2/0");
    assertThat(timeline.incidents()).hasSize(1);
    assertThat(timeline.endings()).isEmpty();
  }

  @Test
  void clearsFromBeforeItBeganEndNothing() {
    check("5B 6B 1C 2C 3C 7B", "1/0 2/0 2/0 2/0 2/0 3/0");
  }

  @Test
  void clearsThatCameLateCountOnceAWindowInOrderFollows() {
    check("1B 3C 2N 4C", "1/0 0/1 0/1 x");
    check("1B 2B 4N 3C 5C", "1/0 2/0 0/0 0/0 0/1");
  }

  @Test
  void aBreachThatComesLateCountsBetweenOthers() {
    check("1B 3B 2B 4B", "1/0 2/0 3/0 4/0");
    check("1B 3C 2B 4C", "1/0 0/1 0/1 x");
  }

  @Test
  void aBreachThatComesLateBreaksARowOfClears() {
    Timeline timeline = check("1B 2C 4N 3B 5C", "1/0 0/1 0/0 0/0 0/1");
    assertThat(timeline.endings()).isEmpty();
  }

  @Test
  void aBreachFromBeforeTheEndReopensNothing() {
    Timeline timeline = check("1B 3C 4C 2B", "1/0 0/1 x x");
    assertThat(timeline.incidents()).hasSize(1);
    assertThat(timeline.incidentOf("2B")).isEqualTo(timeline.incidentOf("1B"));
    assertThat(check("1B 3C 4C 2B 5B", "1/0 0/1 x x 1/0").incidents()).hasSize(2);
  }

  @Test
  void aBreachFromBeforeItBeganBelongsToIt() {
    Timeline timeline = check("5B 2B 6B", "1/0 2/0 3/0");
    assertThat(timeline.incidents()).hasSize(1);
    assertThat(timeline.openedAt()).isEqualTo(Timeline.hour(2));
  }

  @Test
  void aBreachThatLaterWindowsSettledOpensNothing() {
    Timeline timeline = check("3C 4C 2B 5B", "x x x 1/0");
    assertThat(timeline.incidentOf("2B")).isNull();
    Timeline closed = check("1B 2C 3C 5C 6C 4B", "1/0 0/1 x x x x");
    assertThat(closed.incidents()).hasSize(1);
    assertThat(closed.incidentOf("4B")).isEqualTo(closed.incidentOf("1B"));
  }

  @Test
  void aBreachThatNothingSettledOpensAnIncidentWithWhatCameAfterIt() {
    Timeline timeline = check("3C 2B 4C", "x 0/1 x");
    assertThat(timeline.incidentOf("4C")).isEqualTo(timeline.incidentOf("2B"));
    assertThat(check("3N 2B 4B", "x 0/0 1/0").incidents()).hasSize(1);
  }

  @Test
  void aLateWindowBelongsToTheIncidentOfItsTime() {
    Timeline timeline = check("1B 3C 4C 6B 8B 2C 7C", "1/0 0/1 x 1/0 2/0 2/0 1/0");
    assertThat(timeline.incidentOf("2C")).isEqualTo(timeline.incidentOf("1B"));
    assertThat(timeline.incidentOf("7C")).isEqualTo(timeline.incidentOf("6B"));
    assertThat(timeline.incidents()).hasSize(2);
  }

  @Test
  void aRevisionTakesThePlaceOfItsWindow() {
    check("1B 2B 2B'", "1/0 2/0 2/0");
    check("1B 2B 3B 2C'", "1/0 2/0 3/0 1/0");
    check("1B 2C 3B 2B'", "1/0 0/1 1/0 3/0");
  }

  @Test
  void twoRevisionsEndNothingThatALaterWindowKeepsOpen() {
    Timeline timeline = check("1B 2B 3B 1C' 2C' 4B", "1/0 2/0 3/0 2/0 1/0 2/0");
    assertThat(timeline.incidents()).hasSize(1);
    assertThat(timeline.endings()).isEmpty();
  }

  @Test
  void aRevisionOfTheNewestWindowMayEndItAndReopenIt() {
    Timeline ended = check("1B 2C 3B 3C'", "1/0 0/1 1/0 x");
    assertThat(ended.endings()).containsExactly("3C'");
    Timeline reopened = check("1B 2C 3C 3B' 4B", "1/0 0/1 x 1/0 2/0");
    assertThat(reopened.incidents()).hasSize(1);
    assertThat(check("1B 2C 3C 3N' 4C 5C", "1/0 0/1 x 0/0 0/1 x").incidents()).hasSize(1);
    assertThat(check("1B 2C 3C 3C' 4B", "1/0 0/1 x x 1/0").incidents()).hasSize(2);
  }

  @Test
  void aRevisionOfWhatEndedItReopensNothingOnceALaterWindowCame() {
    Timeline timeline = check("1B 2C 3C 4N 3B'", "1/0 0/1 x x x");
    assertThat(timeline.incidents()).hasSize(1);
    assertThat(check("1B 2C 3C 4B 3B'", "1/0 0/1 x 1/0 1/0").incidents()).hasSize(2);
  }

  @Test
  void aRevisionOfTheOnlyBreachIsOneClear() {
    check("1B 1C' 2C", "1/0 0/1 x");
    check("1B 1N' 2N", "1/0 0/0 0/0");
  }

  @Test
  void aWindowIsJudgedByWhatCameBeforeIt() {
    Timeline timeline = check("1B 2B 4C 5B", "1/0 2/0 0/1 1/0");
    assertThat(timeline.context(3)).isEqualTo(new Context(timeline.incident(2, 0), 2));
    assertThat(timeline.context(6)).isEqualTo(new Context(timeline.incident(1, 0), 0));
    assertThat(timeline.context(0)).isEqualTo(new Context(null, 4));
    assertThat(timeline.contextOfRevision("2B")).isEqualTo(new Context(timeline.incident(1, 0), 2));
    assertThat(timeline.contextOfRevision("5B")).isEqualTo(new Context(timeline.incident(0, 1), 0));
  }

  @Test
  void whatComesLateIntoQuietTimesKnowsOfLaterWindows() {
    assertThat(check("2C 3C", "x x").context(1)).isEqualTo(new Context(null, 2));
  }

  @Test
  void windowsOfTheSameTimeComeInOrder() {
    Timeline timeline = check("1B 2.2B 2.1B 2.3B", "1/0 2/0 3/0 4/0");
    assertThat(timeline.place("2.0N").context().laterWindows()).isZero();
    assertThat(timeline.place("1.5N").context().laterWindows()).isEqualTo(3);
    check("1B 2.2C 2.1C", "1/0 0/1 x");
    check("1B 2C 3.2C 3.1N", "1/0 0/1 x 0/1");
  }

  @Test
  void aBreachOfTheTimeOfTheEndReopensIt() {
    assertThat(check("1B 2C 3.2C 3.1B 4B", "1/0 0/1 x 0/1 1/0").incidents()).hasSize(1);
    assertThat(check("1B 2C 3.1C 3.2B 4B", "1/0 0/1 x 1/0 2/0").incidents()).hasSize(1);
    Timeline closed = check("1B 2C 3.1C 3.2C 4B", "1/0 0/1 x x 1/0");
    assertThat(closed.endings()).containsExactly("3.1C");
    assertThat(closed.incidents()).hasSize(2);
  }

  @Test
  void aBreachOpensAnIncidentWithQuietWindowsOfItsTime() {
    check("1.2C 1.1B 2C", "x 0/1 x");
    check("1.1C 1.2B 2C", "x 1/0 0/1");
  }

  @Test
  void theWidestTierIsThatOfItsWindows() {
    Timeline timeline = new Timeline();
    timeline.post("1B", Tier.TIER_1);
    timeline.post("2B", Tier.TIER_3);
    timeline.post("3B", Tier.NONE);
    assertThat(timeline.incident(3, 0).tierReached()).isEqualTo(Tier.TIER_3);
    timeline.post("2B'", Tier.TIER_2);
    assertThat(timeline.incident(3, 0).tierReached()).isEqualTo(Tier.TIER_2);
  }

  @Test
  void countsGoOnBeyondTheWindowsThatAreKept() {
    Timeline timeline = new Timeline();
    for (int hour = 1; hour <= 3 * Windows.KEPT; hour++) {
      timeline.post(hour + "B", hour == 2 ? Tier.TIER_2 : Tier.NONE);
      assertThat(timeline.state()).isEqualTo(hour + "/0");
    }
    assertThat(timeline.windows().kept()).hasSize(Windows.KEPT);
    assertThat(timeline.tierReached()).isEqualTo(Tier.TIER_2);
    timeline.post("3C", Tier.TIER_3);
    assertThat(timeline.state()).as("older than all that is kept").isEqualTo("48/0");
    assertThat(timeline.tierReached()).isEqualTo(Tier.TIER_2);
    assertThat(timeline.context(3).laterWindows()).isEqualTo(Windows.KEPT);
  }

  @Test
  void aBreachOlderThanAllThatIsKeptOpensNothing() {
    Timeline timeline = new Timeline();
    for (int hour = 10; hour < 40; hour++) {
      timeline.post(hour + "N", Tier.NONE);
    }
    timeline.post("1B", Tier.NONE);
    assertThat(timeline.state()).isEqualTo("x");
    assertThat(timeline.incidentOf("1B")).isNull();
  }

  @Test
  void anEarlierRevisionThatOtherInstancesOvertookIsDecidedAnew() {
    Timeline timeline = check("1B 2B''", "1/0 2/0");
    assertThatThrownBy(() -> timeline.place("2B'")).hasCauseInstanceOf(OvertakenException.class);
    assertThatThrownBy(() -> timeline.place("2B''")).hasCauseInstanceOf(OvertakenException.class);
  }

  @Test
  void whatARevisionPutsToAnotherKeyIsCountedNoMore() {
    Timeline timeline = check("1B 2B 3B", "1/0 2/0 3/0");
    timeline.leave("2B");
    assertThat(timeline.state()).isEqualTo("2/0");
    timeline.leave("3B");
    timeline.leave("1B");
    assertThat(timeline.state()).isEqualTo("0/0");
  }

  /// In whatever order windows arrive, as long as the newest is the last: an open incident has the
  /// counts that it would have had in order, and what is newest and a breach leaves one open.
  @Test
  void theOrderOfArrivalChangesNoCount() {
    Property.forAll(
        IncidentsTest::arrivals,
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
        IncidentsTest::arrivals,
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
            posts.add(
                (1 + random.nextInt(hours)) + verdict(random) + "'".repeat(i + 1));
          }
          posts.add(hours + "B" + "'".repeat(size + 1));
          return posts;
        },
        posts -> {
          Timeline timeline = new Timeline();
          posts.forEach(each -> timeline.post(each, Tier.NONE));
          List<String> last = new ArrayList<>();
          for (Window window : timeline.windows().kept()) {
            last.add(
                Timeline.hourOf(window.end()) + window.verdict().name().substring(0, 1));
          }
          assertThat(timeline.state()).isEqualTo(inOrder(last));
        });
  }

  @Test
  void windowsAreReadAsTheyWereWritten() {
    Property.forAll(
        IncidentsTest::arrivals,
        arrivals -> {
          Timeline timeline = new Timeline();
          for (int day = 0; day < 2; day++) {
            for (String each : arrivals) {
              timeline.post(
                  day * 24 + place(each) + each.substring(each.length() - 1),
                  Tier.values()[Timeline.hourOf(each) % 4]);
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
    ordered.sort(Comparator.comparingDouble(IncidentsTest::place));
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

  private static Timeline check(String windows, String expected) {
    Timeline timeline = new Timeline();
    List<String> actual = new ArrayList<>();
    for (String each : windows.split(" ")) {
      timeline.post(each, Tier.NONE);
      actual.add(timeline.state());
    }
    assertThat(String.join(" ", actual)).isEqualTo(expected);
    return timeline;
  }
}
