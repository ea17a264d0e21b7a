package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Context;
import dev.ombud.record.decision.DecisionBatch.OvertakenException;
import java.util.ArrayList;
import java.util.List;
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
  void theOldestWindowThatIsKeptCanBeRevised() {
    Timeline timeline = new Timeline();
    int hours = Windows.KEPT + 4;
    for (int hour = 1; hour <= hours; hour++) {
      timeline.post(hour + "B", Tier.NONE);
    }
    timeline.post("5C'", Tier.NONE);
    assertThat(timeline.state()).isEqualTo((hours - 5) + "/0");
    timeline.post("5B''", Tier.NONE);
    assertThat(timeline.state()).isEqualTo(hours + "/0");
    timeline.post("4C'", Tier.NONE);
    assertThat(timeline.state()).as("it is not kept any more").isEqualTo(hours + "/0");
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
