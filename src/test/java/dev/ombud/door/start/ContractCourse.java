package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.code.Tier;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is right with each operation, and what is wrong in its own way: the part of
/// [ContractHttpTest] that no rule can make up.
record ContractCourse(ContractCalls calls, TestDatabase postgres) {
  static final String PAGE = "https://shop.example";
  private static final Duration SOON = Duration.ofSeconds(20);

  void run() {
    List<String> wrong = new ArrayList<>();
    String decision = decisions();
    List<Runnable> parts =
        List.of(
            this::service,
            () -> inquiry(decision),
            () -> audit(decision),
            () -> evidence(decision),
            this::people,
            () -> actions(decision),
            this::gates,
            this::signed,
            this::tokens,
            this::flags,
            () -> briefs(decision),
            new ContractDrafts(calls)::rulesets,
            new ContractDrafts(calls)::drafts);
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (AssertionError | RuntimeException e) {
        wrong.add(e + " at " + e.getStackTrace()[1]);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private ContractCalls.Call call(String operation) {
    return calls.call(operation);
  }

  private void service() {
    for (String open :
        List.of("isLive", "isReady", "readMetrics", "readContract", "readDocumentation")) {
      call(open).must(200);
    }
  }

  private String decisions() {
    String aggregate = ContractCalls.aggregate("course");
    Answer decided = call("decide").body(aggregate).must(201);
    call("decide").body(aggregate).must(200);
    String other = aggregate.replace("\"surface\":\"checkout\"", "\"surface\":\"cart\"");
    call("decide").body(other).must(409, "aggregate-conflict");
    String again = aggregate.replace("{\"specVersion\"", "{\"revision\":2,\"specVersion\"");
    call("decide").body(again).must(201);
    String late = aggregate.replace("{\"specVersion\"", "{\"revision\":1,\"specVersion\"");
    call("decide").body(late).must(409, "revision-outdated");
    for (String operation : List.of("decide", "evaluate")) {
      call(operation).body(ahead("ahead")).must(422, "window-not-begun");
    }
    call("decideBatch").body(aggregate + "\nx\n").must(200);
    call("evaluate").must(200);
    return decided.decisionId();
  }

  private static String ahead(String id) {
    Instant from = Instant.now().plus(Duration.ofDays(2));
    return GateAsking.window("contract", id, id, "1.9", 9, 0.9, from, from.plusSeconds(3_600), "");
  }

  private void inquiry(String decision) {
    call("listDecisions").must(200);
    call("countDecisions").must(200);
    call("findDecision").at(decision).must(200);
    call("explainDecision").at(decision).must(200);
    call("explainDecision").at(decision).header("Accept", "text/markdown").must(200);
    call("replayDecision").at(decision).must(200);
    call("listEffects").at(decision).must(200);
    for (String format : List.of("ndjson", "csv", "parquet")) {
      Answer export = call("exportDecisions").query("format=" + format).must(200);
      call("readExportManifest").at(export.header("Export-Id")).must(200);
    }
    call("startDrill").must(404, "not-found");
    Answer drill =
        call("startDrill")
            .body("{\"aggregate\":" + ContractCalls.aggregate("drill") + "}")
            .must(201);
    call("findDrill").at(drill.json().path("drillId").asText()).must(200);
    call("startDrill").body("{\"aggregate\":{\"product\":7}}").must(422, "invalid-aggregate");
    call("startDrill").body("{\"aggregate\":" + ahead("x") + "}").must(422, "window-not-begun");
  }

  private void audit(String decision) {
    Condition.await(
        SOON, "it is sealed", () -> call("proveDecision").at(decision).send().status() == 200);
    call("readCheckpoint").must(200);
    call("listCheckpoints").must(200);
    call("listLogKeys").must(200);
    call("proveConsistency").query("from=1").must(200);
    JsonNode events = call("listAuditEvents").must(200).json().path("items");
    String id = events.get(events.size() - 1).path("id").asText();
    Condition.await(SOON, "it is sealed", () -> call("proveEvent").at(id).send().status() == 200);
  }

  private void evidence(String decision) {
    String text =
        ",\"evidence\":[{\"id\":\"e-1\",\"channel\":\"chat\",\"text\":\"the card is refused\"}]}";
    String told =
        call("decide")
            .body(ContractCalls.aggregate("texts").replaceFirst("}\\s*$", text))
            .must(201)
            .decisionId();
    call("listDecisionTexts").at(told).must(200);
    call("openDecisionTexts").at(told).must(200);
    call("listEvidenceTexts").at("e-1").must(200);
    call("followEvidence").at("e-1").must(200);
    call("openEvidenceTexts").at("e-1").must(200);
    call("erase").must(200);
    String hold =
        call("placeHold")
            .body("{\"decisionId\":\"" + decision + "\",\"reason\":\"court\"}")
            .must(201)
            .json()
            .path("id")
            .asText();
    call("listHolds").must(200);
    call("releaseHold").at(hold).must(200);
  }

  private void people() {
    call("listReviews").must(200);
    for (String answer : List.of("approveReview", "rejectReview", "amendReview")) {
      Proposals proposals =
          Proposals.of("contract-" + answer).tier(Tier.TIER_3, Proposals.ROLLBACK);
      String id = Proposals.propose(postgres.database(), proposals.at(Instant.now())).toString();
      String hash = call("findReview").at(id).must(200).json().path("bindingHash").asText();
      call(answer).at(id).must(412, "precondition-failed");
      String body = ContractCalls.rightBody(answer).replace("\"x\"", "\"" + hash + "\"");
      call(answer).at(id).body(body).must(200);
      call(answer).at(id).body(body).must(409, "wrong-state");
    }
    call("listOverrides").must(200);
    String placed = call("placeOverride").must(201).json().path("id").asText();
    call("endOverride").at(placed).must(200);
    call("reportOutcome").must(201);
    call("reportOutcome").must(200);
    String other = ContractCalls.rightBody("reportOutcome").replace("T-1", "T-2");
    call("reportOutcome").body(other).must(409, "wrong-state");
    call("listOutcomes").must(200);
    call("listLabels").must(200);
    call("listLabels").query("week=%2B9999999-01-01").must(400, "bad-parameter");
  }

  private void actions(String decision) {
    JsonNode items = call("listActions").query("decision=" + decision).must(200).json();
    call("findAction").at(items.at("/items/0/actionId").asText()).must(200);
    call("readAutomation").must(200);
    call("stopAutomation").must(200);
    call("resumeAutomation").must(200);
    String freeze = call("placeFreeze").must(201).json().path("id").asText();
    call("removeFreeze").at(freeze).must(200);
  }

  private void gates() {
    for (String operation :
        List.of("askGate", "listGateEvaluations", "listGateOverrides", "askGateAsFlagger")) {
      call(operation).at("NoGate").must(404, "not-found");
    }
    String bad = call("askGate").must(200).json().path("evaluationId").asText();
    call("askGate").header("Accept", "text/plain").must(200);
    call("askGate").query("codes=true").must(409);
    call("askGate").query("codes=true").header("Accept", "text/plain").must(409);
    call("askGateAsFlagger").must(409);
    call("decide")
        .body(GateAsking.aggregate("contract-well", "s", "1.9", 1, 0.95, GateAsking.severe()))
        .must(201);
    String good = GateAsking.question("contract-well", "");
    call("askGate").query("codes=true").body(good).must(204);
    call("askGateAsFlagger")
        .body("{\"metadata\":{\"product\":\"contract-well\",\"release\":\"2.0\"}}")
        .must(200);
    call("getGateEvaluation").at(bad).must(200);
    call("getGateEvaluation").at(bad).header("Accept", "text/plain").must(200);
    call("getGateEvaluation").at("x").must(404, "not-found");
    call("listGateEvaluations").must(200);
    call("replayGateEvaluation").at(bad).must(200);
    call("readReleaseNotes").at(bad).must(200);
    call("readReleaseNotes").at(bad).header("Accept", "text/markdown").must(200);
    call("askForReleaseNotes").at(bad).must(202);
    String override = ContractCalls.rightBody("overrideGate").replaceFirst("[0-9a-f-]{36}", bad);
    String placed =
        call("overrideGate").body(override).must(201).json().path("overrideId").asText();
    call("listGateOverrides").must(200);
    call("endGateOverride").at(placed).must(200);
    call("overrideGate").must(404, "not-found");
    String safe = call("askGate").body(good).must(200).json().path("evaluationId").asText();
    call("overrideGate")
        .body(ContractCalls.rightBody("overrideGate").replaceFirst("[0-9a-f-]{36}", safe))
        .must(409, "wrong-state");
  }

  private void signed() {
    for (String operation : List.of("askGateAsGitHub", "clickInSlack")) {
      call(operation).as("nobody").must(403, "forbidden");
    }
    call("askGateAsGitHub").header("X-GitHub-Event", "push").must(204);
    call("clickInSlack").must(200);
    call("clickInSlack").body("payload=%7B").must(400, "malformed-json");
    call("clickInSlack").body("payload=%zz").must(400, "malformed-request");
  }

  private void tokens() {
    String wanted = "{\"name\":\"course\",\"roles\":[\"auditor\"],\"reason\":\"a course\"}";
    call("issueToken").body(wanted).must(201);
    call("issueToken").body(wanted).must(409, "wrong-state");
    call("listTokens").must(200);
    call("findToken").at("course").must(200);
    call("revokeToken").at("course").body("{\"reason\":\"it is over\"}").must(200);
    call("tryMasking").body("{\"text\":\"my name is Ann\"}").must(200);
  }

  private void flags() {
    String flag =
        """
        {"product":"shop","owner":"payments","type":"boolean","variations":{"on":true,"off":false},
         "defaultVariation":"on","safeVariation":"off","environments":{"production":{"serve":"on"}},
         "expiresOn":"2030-01-31","removeOn":"2030-02-28","cleanUpBy":"2030-03-31","criticality":"HIGH"}
        """;
    call("putFlag").at("f1").body(flag).must(201);
    Answer read = call("getFlag").at("f1").must(200);
    call("putFlag").at("f1").body(flag).must(428, "precondition-required");
    call("putFlag").at("f1").body(flag).header("If-Match", "\"x\"").must(412);
    String tag = read.header("ETag");
    call("putFlag").at("f1").body(flag.replace("HIGH", "LOW")).header("If-Match", tag).must(200);
    call("listFlags").must(200);
    call("listOverdueFlags").must(200);
    call("liftSwitches").at("f1", "production").must(200);
    Condition.await(
        SOON, "it is served", () -> call("evaluateFlag").at("f1").send().status() == 200);
    call("evaluateFlag").body("{}").must(400);
    Answer all = call("evaluateFlags").must(200);
    call("evaluateFlags").header("If-None-Match", all.header("ETag")).must(304);
    call("evaluateFlags").body("{}").must(400);
    for (String may : List.of("mayEvaluateFlag", "mayEvaluateFlags")) {
      call(may).header("Origin", PAGE).must(204);
      call(may).header("Origin", "https://evil.example").must(403, "forbidden");
    }
    call("archiveFlag").at("f1").header("If-Match", "\"x\"").must(412);
    call("archiveFlag").at("f1").header("If-Match", "*").must(200);
    call("putFlag").at("f1").body(flag).header("If-Match", "*").must(409, "wrong-state");
  }

  private void briefs(String decision) {
    call("readBriefOfDecision").at(decision).must(200);
    call("readBriefOfDecision").at(decision).header("Accept", "text/markdown").must(200);
    call("listBriefs").must(200);
    call("askForBrief").must(404, "not-found");
    String ticket = "{\"kind\":\"TICKET\",\"decisionId\":\"%s\"}".formatted(decision);
    Answer asked = call("askForBrief").body(ticket).must(202);
    String id = asked.header("Location").replaceFirst(".*/", "");
    Condition.await(SOON, "it is made", () -> call("readBrief").at(id).send().status() == 200);
    call("readBrief").at(id).header("Accept", "text/markdown").must(200);
  }
}
