package dev.ombud.decide.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.gate.evaluation.Told;
import dev.ombud.ground.code.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// None of what customers say counts twice, and nothing is left out that is not said by another
/// window.
final class TallyTest {
  private static Complaint said(int from, int to, long count) {
    return new Told(from, to, count).complaint();
  }

  private static List<Feedback> tally(Complaint... complaints) {
    return Tally.of(Arrays.asList(complaints), _ -> false);
  }

  private static void check(String expected, Complaint... complaints) {
    assertThat(tally(complaints))
        .extracting(each -> each.complaints() + " in " + each.windows())
        .containsExactly(expected);
  }

  @Test
  void addsWindowsThatFollowEachOther() {
    check("5 in 2", said(0, 1, 2), said(1, 2, 3));
    check("5 in 2", said(0, 1, 2), said(7, 8, 3));
  }

  @Test
  void countsWhatSlidesOnceAndAsMuchAsIsCertain() {
    check("9 in 1", said(0, 6, 9), said(1, 7, 8), said(2, 8, 4));
    check("8 in 1", said(0, 6, 3), said(3, 9, 8), said(6, 12, 4));
    check("9 in 2", said(0, 6, 5), said(3, 9, 8), said(6, 12, 4));
    check("30 in 1", said(0, 24, 30), said(23, 24, 9), said(22, 23, 9));
  }

  @Test
  void countsADayThatIsToldEverySixHoursAsOneDay() {
    Complaint[] sliding = new Complaint[8];
    Arrays.setAll(sliding, step -> said(6 * step, 6 * step + 24, 4));
    check("8 in 2", sliding);
  }

  @Test
  void neverCountsMoreThanThereAreInWhateverOrderItIsTold() {
    Random random = new Random(11);
    for (int run = 0; run < 200; run++) {
      int[] hours = random.ints(48, 0, 4).toArray();
      Complaint[] windows = new Complaint[1 + random.nextInt(30)];
      Arrays.setAll(
          windows,
          _ -> {
            int from = random.nextInt(47);
            int to = from + 1 + random.nextInt(48 - from);
            return said(from, to, Arrays.stream(hours, from, Math.min(to, 48)).sum());
          });
      long complaints = tally(windows).getFirst().complaints();
      assertThat(complaints).isLessThanOrEqualTo(Arrays.stream(hours).sum());
      assertThat(complaints)
          .isGreaterThanOrEqualTo(
              Arrays.stream(windows).mapToLong(Complaint::count).max().orElseThrow());
      Collections.shuffle(Arrays.asList(windows), random);
      assertThat(tally(windows).getFirst().complaints()).isEqualTo(complaints);
    }
  }

  @Test
  void countsWhatOverlapsAsTheGravestSays() {
    List<Feedback> heard =
        tally(
            new Told(0, 6, 5).with(Severity.P2).complaint(),
            new Told(1, 7, 90).with(Severity.P3).complaint(),
            new Told(7, 8, 3).with(Severity.P3).complaint());
    assertThat(heard)
        .extracting(each -> each.severity() + " " + each.complaints())
        .containsExactly("P2 5", "P3 3");
  }

  @Test
  void countsACohortAmongEveryoneInTheSameWindow() {
    assertThat(
            tally(
                said(0, 6, 10),
                new Told(0, 6, 6).of("platform=ios").complaint(),
                new Told(1, 5, 3).of("platform=android").complaint()))
        .extracting(Feedback::complaints)
        .containsExactly(10L);
    check("10 in 1", said(0, 6, 10), new Told(0, 6, 6).of("platform=ios").complaint());
    // Where the cohorts say more than everyone, they count.
    assertThat(
            tally(
                    said(0, 1, 2),
                    new Told(0, 6, 6).of("platform=ios").complaint(),
                    new Told(0, 6, 3).of("platform=android").complaint())
                .stream()
                .mapToLong(Feedback::complaints)
                .sum())
        .isEqualTo(9);
    // Windows that do not overlap say nothing of each other.
    assertThat(
            tally(said(0, 6, 4), new Told(6, 12, 4).of("platform=ios").complaint()).stream()
                .mapToLong(Feedback::complaints)
                .sum())
        .isEqualTo(8);
  }

  @Test
  void keepsTheNewestDecisionsAndSomeEvidence() {
    Complaint[] many = new Complaint[9];
    Arrays.setAll(many, hour -> said(hour, hour + 1, 1));
    Feedback heard = tally(many).getFirst();
    assertThat(heard.complaints()).isEqualTo(9);
    assertThat(heard.decisions())
        .containsExactly(many[8].decision(), many[7].decision(), many[6].decision());
    assertThat(heard.evidence()).hasSize(5);
  }
}
