package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whatever a pipeline can read, text, codes or a shell's exit, it reads the right verdict.
/// Method: the running service, asked as each tool would, and the scripts of `examples/gates`.
final class GatePipelineTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static GateAsking gates;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    gates = new GateAsking(service.client());
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void toolsReadTheFirstLineOrOnlyTheCode() {
    gates.decide(GateAsking.aggregate("told", "down", "1.9", 200, 0.95, GateAsking.severe()));
    String path = "/v1/gates/production/evaluations";
    Answer plain =
        gates.post(Role.CALLER, path, GateAsking.question("told", ""), "Accept", "text/plain");
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.text().lines().toList().get(0)).isEqualTo("BLOCK");
    assertThat(plain.text()).contains("do not promote", "HIGH_SEVERITY_COMPLAINTS", "[GATE-001]");
    assertThat(plain.header("Content-Type")).startsWith("text/plain");
    Answer blocked = gates.post(Role.CALLER, path + "?codes=true", GateAsking.question("told", ""));
    assertThat(blocked.status()).isEqualTo(409);
    assertThat(blocked.header("Gate-Verdict")).isEqualTo("BLOCK");
    gates.decide(GateAsking.aggregate("told-well", "small", "1.9", 1, 0.95, GateAsking.severe()));
    Answer free =
        gates.post(Role.CALLER, path + "?codes=true", GateAsking.question("told-well", ""));
    assertThat(free.status()).as(free.text()).isEqualTo(204);
    assertThat(free.body()).isEmpty();
    assertThat(free.header("Gate-Verdict")).isEqualTo("WARN");
    assertThat(gates.get(free.header("Location")).json().path("safeToPromote").asBoolean())
        .isTrue();
  }

  @Test
  void flaggerReadsCodesAndWhatAPipelineSentCounts() {
    gates.decide(GateAsking.aggregate("flagged", "small", "1.9", 1, 0.95, GateAsking.severe()));
    String hook =
        """
        {"name":"shop","namespace":"prod","phase":"Progressing","checksum":"85d557f47b",
         "metadata":{"product":"flagged","release":"2.0"}}
        """;
    Answer before = gates.post(Role.CALLER, "/v1/gates/production/flagger", hook);
    assertThat(before.status()).as(before.text()).isEqualTo(409);
    gates.ask("flagged", "");
    Answer after = gates.post(Role.CALLER, "/v1/gates/production/flagger", hook);
    assertThat(after.status()).as(after.text()).isEqualTo(200);
    assertThat(
            gates.post(Role.CALLER, "/v1/gates/production/flagger", "{\"metadata\":{}}").status())
        .isEqualTo(422);
    String half = hook.replace("\"flagged\"", "\"\\ud800\"");
    assertThat(gates.post(Role.CALLER, "/v1/gates/production/flagger", half).status())
        .isEqualTo(422);
    String unclear = hook.replace("\"2.0\"", "\"2.0\",\"rollbackPlanAttached\":\"yes\"");
    Answer refused = gates.post(Role.CALLER, "/v1/gates/production/flagger", unclear);
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text()).contains("`yes`: write `true` or `false`");
  }

  @Test
  void waitsUntilFeedbackComesIn() throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    Thread asking =
        Thread.ofVirtual()
            .start(() ->
                answers.add(
                    gates.post(
                        Role.CALLER,
                        "/v1/gates/production/evaluations?wait=30",
                        GateAsking.question("awaited", ""))));
    gates.decide(GateAsking.aggregate("awaited", "small", "1.9", 1, 0.95, GateAsking.severe()));
    asking.join(Duration.ofSeconds(25));
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().json().path("verdict").asText()).isEqualTo("WARN");
    Answer inVain =
        gates.post(
            Role.CALLER,
            "/v1/gates/production/evaluations?wait=1",
            GateAsking.question("in-vain", ""));
    assertThat(inVain.json().path("verdict").asText()).isEqualTo("INSUFFICIENT");
  }

  @Test
  void refusesWhatBreaksTheContractWithEveryViolation() {
    Answer answer =
        gates.post(
            Role.CALLER,
            "/v1/gates/production/evaluations",
            "{\"product\":\"Shop\",\"relaese\":\"1\",\"stage\":\"LIVE\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("violations").findValuesAsText("pointer"))
        .contains("/product", "/relaese", "/stage", "");
    String twice =
        ",\"experiment\":{\"key\":\"k\",\"control\":\"a\",\"variants\":["
            + "{\"name\":\"a\",\"exposed\":1},{\"name\":\"a\",\"exposed\":2}]}";
    Answer repeated =
        gates.post(
            Role.CALLER, "/v1/gates/production/evaluations", GateAsking.question("twice", twice));
    assertThat(repeated.status()).as(repeated.text()).isEqualTo(422);
    assertThat(repeated.text()).contains("/experiment/variants/1", "`a` is named twice");
    assertThat(
            gates
                .post(
                    Role.CALLER,
                    "/v1/gates/Not%20A%20Gate/evaluations",
                    GateAsking.question("x", ""))
                .status())
        .isEqualTo(404);
    assertThat(
            gates
                .post(
                    Role.CALLER,
                    "/v1/gates/production/evaluations?wait=301",
                    GateAsking.question("x", ""))
                .status())
        .isEqualTo(400);
    assertThat(gates.get("/v1/gates/evaluations/00000000-0000-7000-8000-000000000000").status())
        .isEqualTo(404);
  }

  private record Ended(int status, String out) {}

  private Ended run(Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    shell.environment().put("GATE_ADDRESS", "http://127.0.0.1:" + service.port());
    shell.environment().put("OMBUD_TOKEN", ApiClient.secret(Role.CALLER));
    shell.environment().put("FOLDER", folder.toString());
    shell.environment().put("STAGE", "PRODUCTION");
    shell.environment().put("RELEASE", "2.0");
    shell.environment().putAll(environment);
    Path out = folder.resolve("out");
    Process process = shell.redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(Duration.ofSeconds(60))).isTrue();
    return new Ended(process.exitValue(), Files.readString(out));
  }

  /// As the three examples of pipelines call them.
  private Ended runExample(Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(
        environment,
        "sh examples/gates/question.sh > $FOLDER/question.json"
            + " && sh examples/gates/ask-gate.sh $FOLDER/question.json");
  }

  private Map<String, String> good(String product) throws IOException {
    Path plan =
        Files.writeString(folder.resolve("rollback.md"), "switch back", StandardCharsets.UTF_8);
    return new HashMap<>(
        Map.of(
            "PRODUCT", product,
            "REGRESSION_SUITE", "PASSED",
            "ROLLBACK_PLAN", plan.toString(),
            "ERROR_RATE", "0.01",
            "ERROR_RATE_BASELINE", "0.01"));
  }

  @Test
  void theScriptsEndAsTheVerdictSays() throws IOException, InterruptedException {
    gates.decide(GateAsking.aggregate("shell-good", "small", "1.9", 1, 0.95, GateAsking.severe()));
    Ended passed = runExample(good("shell-good"));
    assertThat(passed.status()).as(passed.out()).isZero();
    assertThat(passed.out()).startsWith("WARN\n").contains("safe to promote");

    gates.decide(GateAsking.aggregate("shell-bad", "down", "1.9", 99, 0.95, GateAsking.severe()));
    Ended blocked = runExample(good("shell-bad"));
    assertThat(blocked.status()).as(blocked.out()).isEqualTo(1);
    assertThat(blocked.out()).startsWith("BLOCK\n").contains("HIGH_SEVERITY_COMPLAINTS");

    Ended unheard = runExample(good("shell-unheard"));
    assertThat(unheard.status()).as(unheard.out()).isEqualTo(2);
    Map<String, String> silent = good("shell-good");
    silent.remove("ERROR_RATE");
    assertThat(runExample(silent).out()).startsWith("INSUFFICIENT\n").contains("TELEMETRY_MISSING");
  }

  @Test
  void theScriptsPromoteNothingUnasked() throws IOException, InterruptedException {
    Map<String, String> nobody = good("shell-nobody");
    nobody.put("GATE_ADDRESS", "http://127.0.0.1:1");
    assertThat(runExample(nobody).status()).isEqualTo(2);
    Map<String, String> stranger = good("shell-stranger");
    stranger.put("OMBUD_TOKEN", "not-a-token");
    Ended refused = runExample(stranger);
    assertThat(refused.status()).as(refused.out()).isEqualTo(3);
    assertThat(refused.out()).contains("401");
    Map<String, String> odd = good("shell-odd");
    odd.put("RELEASE", "2.0\",\"stage\":\"CANARY");
    Ended mended = runExample(odd);
    assertThat(mended.status()).as(mended.out()).isEqualTo(3);
  }

  @Test
  void theExamplesOfPipelinesCallTheScriptsThatAreThere() throws IOException {
    for (String name : List.of("github-actions.yml", "azure-pipelines.yml", "gitlab-ci.yml")) {
      assertThat(Files.readString(Path.of("examples/gates", name)))
          .as(name)
          .contains("sh ci/question.sh > question.json", "sh ci/ask-gate.sh question.json")
          .contains("PRODUCT", "RELEASE", "STAGE", "REGRESSION_SUITE", "ROLLBACK_PLAN");
    }
  }
}
