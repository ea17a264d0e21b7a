package dev.ombud.door.tablepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.tablepages.BacktestReport.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The picture of what a backtest found.
class FlowTest {
  private static final List<String> ORDER = List.of("P1", "P2", "P3", "P4");

  private static Flow flow(Change... changes) {
    return Flow.of("Severity", ORDER, List.of(changes));
  }

  private static Change change(String from, String to, long count) {
    return new Change("severity", from, to, count);
  }

  @Test
  void hasABarForEachValueOnEitherSide() {
    Flow flow = flow(change("P2", "P1", 40), change("P3", "P1", 20), change("P2", "P4", 3));
    assertThat(flow.bars())
        .extracting(Flow.Bar::label)
        .containsExactly("P2: 43", "P3: 20", "P1: 60", "P4: 3");
    assertThat(flow.bars()).extracting(Flow.Bar::isLeft).containsExactly(true, true, false, false);
  }

  @Test
  void saysWhichWayEachBandGoes() {
    Flow flow = flow(change("P2", "P1", 40), change("P2", "P4", 3), change("P2", "", 1));
    assertThat(flow.lines())
        .containsExactly(
            new Flow.Line("P2", "P1", "40", "graver"),
            new Flow.Line("P2", "P4", "3", "milder"),
            new Flow.Line("P2", "nothing", "1", "other"));
    assertThat(flow.bands())
        .extracting(Flow.Band::label)
        .containsExactly(
            "40 decisions from P2 to P1",
            "3 decisions from P2 to P4",
            "1 decision from P2 to nothing");
  }

  @Test
  void keepsEveryBandVisible() {
    Flow flow = flow(change("P2", "P1", 1_000_000), change("P3", "P4", 1));
    double height = Double.parseDouble(flow.bars().get(1).height());
    assertThat(height).isEqualTo(3.0);
  }

  @Test
  void staysWithinTheViewBox() {
    Flow flow =
        flow(
            change("P1", "P2", 5),
            change("P2", "P3", 5),
            change("P3", "P4", 5),
            change("P4", "P1", 5));
    for (Flow.Bar bar : flow.bars()) {
      double end = Double.parseDouble(bar.y()) + Double.parseDouble(bar.height());
      assertThat(end).isLessThan(flow.height());
    }
  }
}
