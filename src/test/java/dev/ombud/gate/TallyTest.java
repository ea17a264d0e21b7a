package dev.ombud.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// None of what customers say counts twice.
final class TallyTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static long decisions;

  /// A window in hours, with so many complaints of the same cluster.
  private static Complaint said(int from, int to, long count) {
    return new Complaint(
        new UUID(++decisions, 0),
        "checkout",
        "card",
        "everyone",
        Severity.P2,
        false,
        false,
        Optional.empty(),
        START.plusSeconds(3600L * from),
        START.plusSeconds(3600L * to),
        count,
        List.of("payment_failure"),
        List.of("rv-" + decisions));
  }

  private static void check(String expected, Complaint... complaints) {
    assertThat(Tally.of(Arrays.asList(complaints)))
        .extracting(each -> each.complaints() + " in " + each.windows())
        .containsExactly(expected);
  }

  @Test
  void addsWindowsThatFollowEachOther() {
    check("5 in 2", said(0, 1, 2), said(1, 2, 3));
    check("5 in 2", said(0, 1, 2), said(7, 8, 3));
  }

  @Test
  void countsWhatSlidesOnceAndTheLatestOfIt() {
    check("4 in 1", said(0, 6, 9), said(1, 7, 8), said(2, 8, 4));
    check("7 in 2", said(0, 6, 3), said(3, 9, 8), said(6, 12, 4));
  }

  @Test
  void countsARevisionInThePlaceOfWhatItRevises() {
    check("2 in 1", said(0, 6, 9), said(0, 6, 2));
  }

  @Test
  void keepsTheNewestDecisionsAndSomeEvidence() {
    Complaint[] many = new Complaint[9];
    Arrays.setAll(many, hour -> said(hour, hour + 1, 1));
    Heard heard = Tally.of(Arrays.asList(many)).getFirst();
    assertThat(heard.complaints()).isEqualTo(9);
    assertThat(heard.decisions())
        .containsExactly(many[8].decision(), many[7].decision(), many[6].decision());
    assertThat(heard.evidence()).hasSize(5);
  }
}
