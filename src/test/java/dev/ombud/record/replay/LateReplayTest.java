package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.History;
import dev.ombud.testing.Hour;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what came late, was revised or is long past comes out as it is on record. Method: windows
/// of one incident, today's and last week's, in no order.
final class LateReplayTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void theContextOnRecordIsTheOneOfTheJudgement() {
    List<History.Decided> decided = History.decide(POSTGRES.database(), windows());
    assertThat(decided).anyMatch(each -> each.context().laterWindows() > 0);
    assertThat(decided).anyMatch(each -> each.context().incident() != null);
    try (ReplayParts parts = new ReplayParts(POSTGRES.database())) {
      for (History.Decided each : decided) {
        ReplayReport report = parts.replays.replay(each.decision().decisionId(), "nina");
        assertThat(report.problems()).isEmpty();
        assertThat(report.differences()).isEmpty();
        assertThat(report.isIdentical()).isTrue();
      }
    }
  }

  private static List<String> windows() {
    Instant now = Instant.now();
    List<String> windows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double ago = (i % 2 == 0 ? 1 : 170) + i * 7 % 20;
      Hour hour = i % 5 < 3 ? Hour.breach(now, "late", ago) : Hour.quiet(now, "late", ago);
      windows.add((i < 40 ? hour : hour.revised()).json());
    }
    return windows;
  }
}
