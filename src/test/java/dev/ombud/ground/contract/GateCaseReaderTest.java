package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Finding;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.domain.GateCase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What a scenario of a gate may hold, and what is said of one that holds something else.
final class GateCaseReaderTest {
  private static final String GOOD =
      """
      {"name":"n","because":"b","gate":{"name":"production","at":"2026-05-05T06:00:00Z",\
      "request":{"product":"shop","release":"3.5.0","stage":"PRODUCTION"},\
      "heard":[{"window":{"start":"2026-05-04T06:00:00Z","end":"2026-05-05T06:00:00Z"},\
      "surface":"cart","cluster":"c-1","complaints":5,"severity":"P2","reasons":["LOW_CONFIDENCE"],\
      "release":"3.5.0"}],"openIncidents":["c-7"]},\
      "expect":{"verdict":"WARN","reasons":["COMPLAINTS_DOUBTFUL"],"notRows":"GATE-001"}}\
      """;

  private static ScenarioReader.Reading read(String line) {
    return new ScenarioReader().read("s.ndjson", line.getBytes(StandardCharsets.UTF_8));
  }

  private static void check(String from, String to, String... messages) {
    assertThat(GOOD).contains(from);
    ScenarioReader.Reading reading = read(GOOD.replace(from, to));
    assertThat(reading.findings()).extracting(Finding::message).containsExactly(messages);
    assertThat(reading.scenarios()).isEmpty();
  }

  @Test
  void readsWhatAGateIsAskedAndHears() {
    GateCase read = (GateCase) read(GOOD).scenarios().getFirst();
    assertThat(read.at()).isEqualTo(Instant.parse("2026-05-05T06:00:00Z"));
    assertThat(read.request().gate()).isEqualTo("production");
    assertThat(read.request().release()).isEqualTo("3.5.0");
    assertThat(read.openIncidents()).containsExactly("c-7");
    GateCase.Said said = read.heard().getFirst();
    assertThat(said.complaints()).isEqualTo(5);
    assertThat(said.reasons()).containsExactly(ReasonCode.LOW_CONFIDENCE);
    assertThat(said.disposition()).isEqualTo(Disposition.DIGEST);
    assertThat(said.release()).contains("3.5.0");
    assertThat(read.expectation().verdicts()).containsExactly(GateVerdict.WARN);
    assertThat(read.expectation().reasons()).containsExactly(GateReason.COMPLAINTS_DOUBTFUL);
    assertThat(read.expectation().notRows()).containsExactly("GATE-001");
  }

  @Test
  void saysWhereAQuestionBreaksTheContract() {
    check("\"product\":\"shop\",", "", "/gate/request: `product` is missing: add it");
    check(
        "\"stage\":\"PRODUCTION\"",
        "\"stage\":\"PRODUCTION\",\"fixes\":[{\"id\":\"a\"}]",
        "/gate/request/fixes/0: `themes` is missing: add it");
    check("\"at\":\"2026-05-05T06:00:00Z\",", "", "/gate: `at` is missing: add it");
  }

  @Test
  void saysWhereWhatWasHeardIsWrong() {
    check(
        "\"complaints\":5",
        "\"complaints\":-5",
        "/gate/heard/0/complaints: must be from 0 to 9007199254740991 complaints");
    check(
        "\"severity\":\"P2\"",
        "\"severity\":\"P9\"",
        "/gate/heard/0/severity: `P9` is not taken here: use one of `P1`, `P2`, `P3`, `P4`");
    check(
        "\"severity\":\"P2\",", "", "/gate/heard/0: `severity` is needed: one of [P1, P2, P3, P4]");
    check(
        "\"surface\":\"cart\"",
        "\"surfaces\":\"cart\"",
        "/gate/heard/0: `surface` is missing: add it",
        "/gate/heard/0/surfaces: `surfaces` is not a field of the contract: did you mean"
            + " `surface`?");
  }

  @Test
  void refusesWhatNoGateCanBeHeldTo() {
    check(
        "\"verdict\"",
        "\"severity\"",
        "`expect` has no `severity`: use one of [actions, notActions, notReasons, notRows, reasons,"
            + " rows, verdict]");
    check(
        "\"because\"",
        "\"aggregate\":{},\"because\"",
        "the scenario has both `aggregate` and `gate`: make two of it");
    assertThat(read(GOOD.replace("COMPLAINTS_DOUBTFUL", "DOUBTFUL")).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("`DOUBTFUL` is none of [HIGH_SEVERITY_COMPLAINTS, ");
    assertThat(read(GOOD.replace("LOW_CONFIDENCE", "NO_CONFIDENCE")).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("`NO_CONFIDENCE` is none of [SENTIMENT_SURGE, ");
  }
}
