package dev.ombud.door.start;

import dev.ombud.decide.sheet.Parts;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The part of [ContractCourse] that is about rulesets and drafts.
record ContractDrafts(ContractCalls calls) {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  private static final String CSV = "text/csv";
  private static final String DMN = "application/dmn+xml";
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration SOON = Duration.ofSeconds(20);

  private ContractCalls.Call call(String operation) {
    return calls.call(operation);
  }

  void rulesets() {
    call("listRulesets").must(200);
    call("findRuleset").at("1").must(200);
    for (String form : List.of(XLSX, JSON, CSV, DMN)) {
      call("downloadPublishedTable").at("1", "severity").header("Accept", form).must(200);
    }
    call("downloadPublishedTable").at("1", "severity").header("Accept", "image/png").must(406);
    call("readPublishedVocabulary").at("1").must(200);
    call("downloadPublishedRules").at("1", "guardrails.drl").must(200);
    for (String form : List.of(XLSX, JSON, NDJSON)) {
      call("downloadPublishedScenarios").at("1").header("Accept", form).must(200);
    }
    call("activateRuleset").at("1").must(409, "wrong-state");
  }

  void drafts() {
    call("createDraft").must(404, "not-found");
    String id = draft();
    call("listDrafts").must(200);
    call("findDraft").at(id).must(200);
    for (String form : List.of(XLSX, JSON, DMN)) {
      call("downloadTable").at(id, "severity").header("Accept", form).must(200);
    }
    call("downloadTable").at(id, "severity").header("Accept", "image/png").must(406);
    call("readVocabulary").at(id).must(200);
    call("findFindings").at(id).must(200);
    call("findDiff").at(id).must(200);
    for (String form : List.of(XLSX, JSON)) {
      call("downloadScenarios").at(id).header("Accept", form).must(200);
    }
    upload(id);
    call("startShadow").at(id).must(202);
    call("findShadow").at(id).must(200);
    call("stopShadow").at(id).must(200);
    call("stopShadow").at(id).must(409, "wrong-state");
    call("submitDraft").at(id).must(409, "wrong-state");
    call("testDraft").at(id).must(201);
    backtest(id);
    call("approveDraft").at(id).as("bob").must(409, "wrong-state");
    call("rejectDraft").at(id).as("bob").must(409, "wrong-state");
    call("submitDraft").at(id).as("ann").must(200);
    call("approveDraft").at(id).as("ann").must(403, "forbidden");
    call("rejectDraft").at(id).as("bob").must(200);
    call("submitDraft").at(id).as("ann").must(200);
    call("approveDraft").at(id).as("bob").must(200);
    call("activateDraft").at(id).must(200);
    call("activateDraft").at(id).must(409, "wrong-state");
    fixed(id);
    call("activateRuleset").at("1").must(200);
    blocked();
  }

  private String draft() {
    return call("createDraft").body("{}").must(201).json().path("id").asText();
  }

  private void upload(String id) {
    Answer csv = call("downloadTable").at(id, "severity").header("Accept", CSV).must(200);
    String tag = csv.header("ETag");
    byte[] changed =
        csv.text()
            .replace("\"\"\"app_crash\"\"\",-,>= 0.7,", "\"\"\"app_crash\"\"\",-,>= 0.9,")
            .getBytes(StandardCharsets.UTF_8);
    byte[] broken = csv.text().replaceFirst(">= 0\\.85", "no").getBytes(StandardCharsets.UTF_8);
    ContractCalls.Call put = call("uploadTable").at(id, "severity").body(CSV, broken);
    put.must(428, "precondition-required");
    call("uploadTable").at(id, "severity").body(CSV, changed).header("If-Match", "\"x\"").must(412);
    put.header("If-Match", tag).must(422, "invalid-table");
    String after =
        call("uploadTable")
            .at(id, "severity")
            .body(CSV, changed)
            .header("If-Match", tag)
            .must(200)
            .header("ETag");
    Answer rules = call("downloadRules").at(id, "guardrails.drl").must(200);
    ContractCalls.Call drl =
        call("uploadRules").at(id, "guardrails.drl").body("text/plain", rules.body());
    drl.must(428, "precondition-required");
    call("uploadRules")
        .at(id, "guardrails.drl")
        .body("text/plain", rules.body())
        .header("If-Match", "\"x\"")
        .must(412);
    drl.header("If-Match", after).must(200);
    Answer scenarios = call("downloadScenarios").at(id).header("Accept", NDJSON).must(200);
    ContractCalls.Call all = call("uploadScenarios").at(id).body(NDJSON, scenarios.body());
    all.must(428, "precondition-required");
    call("uploadScenarios")
        .at(id)
        .body(NDJSON, scenarios.body())
        .header("If-Match", "\"x\"")
        .must(412);
    all.header("If-Match", scenarios.header("ETag")).must(200);
  }

  private void backtest(String id) {
    Answer started = call("startBacktest").at(id).must(202);
    String backtest = started.header("Location").replaceFirst(".*/", "");
    call("listBacktests").at(id).must(200);
    Condition.await(
        SOON,
        "it ends",
        () ->
            !call("findBacktest")
                .at(id, backtest)
                .must(200)
                .json()
                .path("state")
                .asText()
                .equals("RUNNING"));
    call("cancelBacktest").at(id, backtest).must(409, "wrong-state");
  }

  /// Nothing of what is published changes.
  private void fixed(String id) {
    Answer csv = call("downloadTable").at(id, "severity").header("Accept", CSV).must(200);
    call("uploadTable")
        .at(id, "severity")
        .body(CSV, csv.body())
        .header("If-Match", csv.header("ETag"))
        .must(409, "wrong-state");
    Answer rules = call("downloadRules").at(id, "guardrails.drl").must(200);
    call("uploadRules")
        .at(id, "guardrails.drl")
        .body("text/plain", rules.body())
        .header("If-Match", csv.header("ETag"))
        .must(409, "wrong-state");
    call("uploadScenarios")
        .at(id)
        .body(NDJSON, "\n".getBytes(StandardCharsets.UTF_8))
        .header("If-Match", csv.header("ETag"))
        .must(409, "wrong-state");
  }

  private void blocked() {
    String id = draft();
    Answer rules = call("downloadRules").at(id, "guardrails.drl").must(200);
    byte[] broken = (rules.text() + "\nrule nonsense\n").getBytes(StandardCharsets.UTF_8);
    call("uploadRules")
        .at(id, "guardrails.drl")
        .body("text/plain", broken)
        .header("If-Match", rules.header("ETag"))
        .must(200);
    call("testDraft").at(id).must(409, "draft-blocked");
    call("replayDecision")
        .at(call("listDecisions").must(200).json().at("/items/0/decisionId").asText())
        .query("ruleset=" + id)
        .must(409, "draft-blocked");
    call("startShadow").at(id).must(409);
    refusedAsWorkbooks();
  }

  /// The findings come in the workbook itself for who likes that better.
  private void refusedAsWorkbooks() {
    String id = draft();
    Answer read = call("downloadTable").at(id, "severity").header("Accept", XLSX).must(200);
    byte[] broken = Parts.of(read.body()).write("D6", "nonsense").zip();
    for (String accept : List.of(XLSX, JSON)) {
      call("uploadTable")
          .at(id, "severity")
          .body(XLSX, broken)
          .header("Accept", accept)
          .header("If-Match", read.header("ETag"))
          .must(422);
    }
    Answer scenarios = call("downloadScenarios").at(id).header("Accept", XLSX).must(200);
    call("uploadScenarios")
        .at(id)
        .body(NDJSON, "{\"name\":".getBytes(StandardCharsets.UTF_8))
        .header("If-Match", scenarios.header("ETag"))
        .must(422, "invalid-table");
    for (String bad : List.of("1e400", "\"\\ud800\"")) {
      for (String form : List.of(JSON, NDJSON)) {
        String scenario = "{\"name\":" + bad + "}";
        call("uploadScenarios")
            .at(id)
            .type(form)
            .body(form.equals(JSON) ? "[" + scenario + "]" : scenario)
            .header("If-Match", scenarios.header("ETag"))
            .must(422, "invalid-table");
      }
    }
    call("uploadTable")
        .at(id, "severity")
        .body(XLSX, read.body())
        .header("Accept", XLSX)
        .header("If-Match", read.header("ETag"))
        .must(200);
  }
}
