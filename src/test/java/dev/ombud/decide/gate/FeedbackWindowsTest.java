package dev.ombud.decide.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.gate.evaluation.Told;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.domain.GateCase.Report;
import dev.ombud.ground.domain.GateCase.Report.Kind;
import dev.ombud.ground.domain.GateRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: a gate hears each window once, by the time of its evidence, and nothing else. Method: one
/// decision or report more at a time, on both sides of each border.
final class FeedbackWindowsTest {
  private static final int NOW = 100;

  private static GateRequest request(String surfaces) {
    String json =
        "{\"product\":\"shop\",\"release\":\"2.0\",\"stage\":\"PRODUCTION\"%s}".formatted(surfaces);
    return new GateRequestReader()
        .read("production", json.getBytes(StandardCharsets.UTF_8))
        .request();
  }

  private static ProductFeedback hear(String surfaces, List<Report> reports, Told... told) {
    List<Complaint> complaints = Arrays.stream(told).map(Told::complaint).toList();
    Instant now = Told.hour(NOW);
    return FeedbackWindows.of(
        request(surfaces),
        now,
        new FeedbackWindows.Found(
            complaints, FeedbackWindows.lastAt(complaints, now), reports, List.of(), false));
  }

  /// What is heard: complaints, and `fixed` where that is so.
  private static void check(String expected, List<Report> reports, Told... told) {
    assertThat(
            hear("", reports, told).heard().stream()
                .map(each -> each.complaints() + (each.isResolved() ? " fixed" : ""))
                .toList())
        .isEqualTo(expected.isEmpty() ? List.of() : Stream.of(expected.split(", ")).toList());
  }

  private static void check(String expected, Told... told) {
    check(expected, List.of(), told);
  }

  private static Report report(Kind kind, int hour) {
    return new Report(kind, "card", Complaint.EVERYONE, Told.hour(hour));
  }

  @Test
  void countsByTheEndOfTheWindowAndNotByTheTimeOfThePost() {
    check("6", new Told(NOW - 49, NOW - 48, 6).received(NOW));
    check("", new Told(NOW - 50, NOW - 49, 6).received(NOW));
    check("6", new Told(NOW - 60, NOW - 1, 6).received(NOW));
  }

  @Test
  void takesWhatLiesAheadForAsOldAsItsPost() {
    check("6", new Told(NOW - 60, NOW + 9_000, 6).received(NOW - 48));
    check("", new Told(NOW - 60, NOW + 9_000, 6).received(NOW - 49));
    check("", new Told(NOW - 1, NOW, 6).received(NOW + 1));
    assertThat(hear("", List.of(), new Told(NOW - 9, NOW + 9, 6).received(NOW - 3)).lastHeardAt())
        .contains(Told.hour(NOW - 3));
  }

  @Test
  void letsARevisionTakeThePlaceOfItsWindow() {
    check("2", new Told(90, 91, 9).revised("a", 0), new Told(90, 91, 2).revised("a", 1));
    check("2", new Told(90, 91, 2).revised("a", 3), new Told(90, 91, 9).revised("a", 2));
    check("11", new Told(90, 91, 9).revised("a", 0), new Told(80, 81, 2).revised("b", 1));
    // Also where it says that there was nothing, or that it was long ago.
    check(
        "",
        new Told(90, 91, 9).revised("a", 0),
        new Told(90, 91, 9).revised("a", 1).with(Severity.P4));
    check("", new Told(90, 91, 9).revised("a", 0), new Told(2, 3, 9).revised("a", 1));
  }

  @Test
  void hearsNeitherHistoryNorDrills() {
    Told history = new Told(90, 91, 9).because(ReasonCode.EVIDENCE_HISTORIC);
    Told drill = new Told(90, 91, 9).in("drill");
    check("", history, drill);
    assertThat(hear("", List.of(), history, drill).lastHeardAt()).isEmpty();
    check("9", new Told(90, 91, 9).because(ReasonCode.EVIDENCE_LATE));
  }

  @Test
  void takesAQuietSurfaceForQuietAndNotForUnheard() {
    String search = ",\"surfaces\":[\"search\"]";
    ProductFeedback quiet = hear(search, List.of(), new Told(90, 91, 9));
    assertThat(quiet.heard()).isEmpty();
    assertThat(quiet.lastHeardAt()).contains(Told.hour(91));
    assertThat(hear(search, List.of(), new Told(2, 3, 9)).lastHeardAt()).isEmpty();
    assertThat(hear(search, List.of(), new Told(90, 91, 9).about("search")).heard()).hasSize(1);
  }

  @Test
  void knowsWhatIsFixedOnceItIsDeployedAndItsTicketResolved() {
    Told told = new Told(70, 71, 9);
    check("9", List.of(report(Kind.DEPLOYED, 80)), told);
    check("9", List.of(report(Kind.TICKET_RESOLVED, 80)), told);
    check("9 fixed", List.of(report(Kind.DEPLOYED, 80), report(Kind.TICKET_RESOLVED, 75)), told);
    check("9 fixed", List.of(report(Kind.DEPLOYED, 75), report(Kind.TICKET_RESOLVED, 80)), told);
    check(
        "9",
        List.of(
            report(Kind.DEPLOYED, 75),
            report(Kind.TICKET_RESOLVED, 80),
            report(Kind.TICKET_REOPENED, 81)),
        told);
    check("9", List.of(report(Kind.DEPLOYED, 75), report(Kind.TICKET_DECLINED, 80)), told);
  }

  @Test
  void countsItAgainOnceItComesBack() {
    List<Report> fixed = List.of(report(Kind.DEPLOYED, 75), report(Kind.TICKET_RESOLVED, 80));
    Told told = new Told(70, 71, 9);
    // The last moment at which it is no return, and the first at which it is one.
    check("13 fixed", fixed, told, new Told(79, 80, 4));
    check("13", fixed, told, new Told(80, 81, 4));
    // What calls for nobody is no return, nor is what nobody relies on.
    check(
        "9 fixed, 4", fixed, told, new Told(81, 82, 4).with(Severity.P3).with(Disposition.DIGEST));
    check(
        "9 fixed, 4",
        fixed,
        told,
        new Told(81, 82, 4).with(Disposition.QUARANTINE).because(ReasonCode.LOW_TRUST_SOURCE));
    check("9 fixed, 4", fixed, told, new Told(81, 82, 4).of("platform=ios"));
    check("13", fixed, told, new Told(81, 82, 4).with(Severity.P2).with(Disposition.REVIEW));
  }

  @Test
  void asksForANewFixAfterItCameBack() {
    List<Report> once = List.of(report(Kind.DEPLOYED, 75), report(Kind.TICKET_RESOLVED, 76));
    Told[] told = {new Told(70, 71, 9), new Told(80, 81, 4)};
    check(
        "13",
        Stream.concat(once.stream(), Stream.of(report(Kind.TICKET_RESOLVED, 85))).toList(),
        told);
    check("13", Stream.concat(once.stream(), Stream.of(report(Kind.DEPLOYED, 85))).toList(), told);
    check(
        "13 fixed",
        Stream.concat(
                once.stream(),
                Stream.of(report(Kind.DEPLOYED, 85), report(Kind.TICKET_RESOLVED, 86)))
            .toList(),
        told);
  }

  @Test
  void remembersWhatIsFixed() {
    List<Report> fixed = List.of(report(Kind.DEPLOYED, 75), report(Kind.TICKET_RESOLVED, 80));
    ProductFeedback hearing = hear("", fixed, new Told(70, 71, 9));
    assertThat(ProductFeedback.read(hearing.text())).isEqualTo(hearing);
    ProductFeedback plain = hear("", List.of(), new Told(70, 71, 9));
    assertThat(plain.text()).doesNotContain("resolved");
    assertThat(ProductFeedback.read(plain.text())).isEqualTo(plain);
  }
}
