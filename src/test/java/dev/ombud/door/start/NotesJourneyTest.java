package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.OpenAiDouble;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whoever releases finds notes of it, from what the gate looked at, and says what becomes of
/// them. Method: the running service, over HTTP and through the console.
final class NotesJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String FIX =
      ",\"fixes\":[{\"id\":\"PR-7\",\"themes\":[\"payment_failure\"],"
          + "\"validatedAgainst\":[\"payment_failure\"],\"rootCauseConfidence\":0.9}]";
  private static final String TEXT =
      ",\"evidence\":[{\"id\":\"rv-9\",\"channel\":\"chat\",\"text\":\"my card is refused\"}]";

  private final OpenAiDouble azure = new OpenAiDouble();

  @AfterEach
  void close() {
    azure.close();
  }

  private static String path(JsonNode verdict) {
    return "/v1/gates/evaluations/" + verdict.path("evaluationId").asText() + "/release-notes";
  }

  private static JsonNode written(GateAsking gates, String path) {
    Condition.await(
        Duration.ofSeconds(20),
        "the notes are written",
        () -> gates.as(Role.AUDITOR, path).json().has("id"));
    return GateAsking.good(gates.as(Role.AUDITOR, path), 200, "Brief");
  }

  @Test
  void theTemplateWritesThemOnceForWhatTheySay() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      GateAsking gates = new GateAsking(service.client());
      gates.decide(
          GateAsking.aggregate("noted", "n1", "1.9", 200, 0.95, GateAsking.severe() + TEXT));
      JsonNode verdict = gates.ask("noted", FIX);
      assertThat(verdict.path("verdict").asText()).as(verdict.toString()).isEqualTo("WARN");
      JsonNode notes = written(gates, path(verdict));
      assertThat(notes.path("kind").asText()).isEqualTo("RELEASE_NOTES");
      assertThat(notes.path("why").asText()).isEqualTo("NO_ENDPOINT");
      assertThat(notes.at("/content/resolved/0").asText())
          .startsWith("Payment failure in checkout. 200 complaints")
          .endsWith("fix PR-7 mends it and was validated against it.");
      assertThat(notes.at("/content/evidence/0").asText()).isEqualTo("rv-9");
      checkEvidence(gates, path(verdict), "/v1/briefs/" + notes.path("id").asText());
      JsonNode again = written(gates, path(gates.ask("noted", FIX)));
      assertThat(again.path("id").asText()).isEqualTo(notes.path("id").asText());

      checkHeldBack(gates);
      checkConsole(service, notes.path("id").asText());
    }
  }

  /// Which evidence they rest on is for those who need it.
  private static void checkEvidence(GateAsking gates, String... paths) {
    for (String path : paths) {
      for (Role role : List.of(Role.CALLER, Role.OPERATOR, Role.ADMIN)) {
        JsonNode notes = GateAsking.good(gates.as(role, path), 200, "Brief");
        assertThat(notes.at("/content/evidence").toString()).isEqualTo("[\"withheld\"]");
        assertThat(notes.toString()).contains("fix PR-7 mends it").doesNotContain("rv-9");
      }
      assertThat(gates.as(Role.REVIEWER, path).text()).contains("rv-9");
    }
    assertThat(gates.as(Role.OPERATOR, "/v1/briefs").text())
        .contains("fix PR-7 mends it")
        .doesNotContain("rv-9");
  }

  /// What may not go on has notes for whoever asks, and a stored draft for whoever asks for one.
  private static void checkHeldBack(GateAsking gates) {
    JsonNode blocked = gates.ask("noted", "");
    assertThat(blocked.path("verdict").asText()).isEqualTo("BLOCK");
    String path = path(blocked);
    JsonNode now = GateAsking.good(gates.as(Role.AUDITOR, path), 200, "Brief");
    assertThat(now.path("why").asText()).isEqualTo("NOT_BRIEFED");
    assertThat(now.at("/content/risks/0").asText())
        .startsWith("Payment failure in checkout (P1): 200 complaints")
        .endsWith("this release has no fix for it.");
    Answer asked = gates.post(Role.CALLER, path, "");
    JsonNode awaited = GateAsking.good(asked, 202, "AwaitedBrief");
    assertThat(written(gates, path).path("id").asText()).isEqualTo(awaited.path("id").asText());
    assertThat(gates.post(Role.CALLER, path, "").json().path("id").asText())
        .isEqualTo(awaited.path("id").asText());
    String unknown = "/v1/gates/evaluations/00000000-0000-7000-8000-000000000000/release-notes";
    assertThat(gates.as(Role.AUDITOR, unknown).status()).isEqualTo(404);
    assertThat(gates.post(Role.AUDITOR, path, "").status()).isEqualTo(403);
  }

  /// On the page of a release of which nobody complained yet, too.
  private static void checkConsole(RunningService service, String id) {
    String address = "/releases/2.0?product=noted";
    ConsoleClient auditor = new ConsoleClient(service.port()).signIn(Role.AUDITOR);
    assertThat(auditor.get(address).text())
        .contains("Release notes draft", "fix PR-7 mends it", "Made by a template", "rv-9")
        .doesNotContain("Accept, edit or reject");
    assertThat(auditor.get("/releases/2.0/notes?product=noted").text())
        .startsWith("# Release notes: noted")
        .contains("## Known issues");
    ConsoleClient operator = new ConsoleClient(service.port()).signIn(Role.OPERATOR);
    for (String each : List.of(address, "/releases/2.0/notes?product=noted")) {
      assertThat(operator.get(each).text())
          .contains("fix PR-7 mends it", "withheld")
          .doesNotContain("rv-9");
    }
    ConsoleClient reviewer = new ConsoleClient(service.port()).signIn(Role.REVIEWER);
    Page page = reviewer.get(address);
    assertThat(page.text()).contains("Accept, edit or reject");
    String form = "/releases/2.0/notes/" + id;
    assertThat(
            reviewer
                .submit(
                    page, form, Map.of("product", "noted", "verdict", "edit", "reason", "short"))
                .status())
        .isEqualTo(422);
    checkDisagreements(reviewer, page, form);
    assertThat(
            reviewer
                .submit(
                    page,
                    form,
                    Map.of(
                        "product",
                        "noted",
                        "verdict",
                        "edit",
                        "reason",
                        "shorter",
                        "shown",
                        between(page, "name=\"shown\" value=\"", "\""),
                        "text",
                        "Cards work again.\n\n## Evidence\n\n`rv-9`"))
                .status())
        .isEqualTo(303);
    assertThat(operator.get(address).text()).contains("Cards work again.").doesNotContain("rv-9");
    Page judged = reviewer.get(address);
    assertThat(judged.text())
        .contains("Cards work again.", "Edited by test-reviewer: shorter")
        .doesNotContain("Accept, edit or reject");
    assertThat(reviewer.get("/releases/2.0/notes?product=noted").text())
        .contains("Cards work again.")
        .doesNotContain("## Known issues");
  }

  /// A button neither throws a person's text away nor records one that nobody wrote.
  private static void checkDisagreements(ConsoleClient reviewer, Page page, String form) {
    String drafted =
        between(page, "maxlength=\"20000\">", "</textarea>")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .replace("\n", "\r\n");
    for (String verdict : List.of("accept", "reject", "edit")) {
      boolean isEdit = verdict.equals("edit");
      Page refused =
          reviewer.submit(
              page,
              form,
              Map.of(
                  "product",
                  "noted",
                  "verdict",
                  verdict,
                  "reason",
                  "I looked",
                  "shown",
                  between(page, "name=\"shown\" value=\"", "\""),
                  "text",
                  isEdit ? drafted : "Mine & better."));
      assertThat(refused.status()).as(verdict).isEqualTo(422);
      assertThat(refused.words())
          .contains(isEdit ? "nothing to save" : "the button would not keep it");
      assertThat(refused.text()).contains("I looked</textarea>");
      if (!isEdit) {
        assertThat(refused.text()).contains("Mine &amp; better.</textarea>");
      }
    }
  }

  private static String between(Page page, String before, String after) {
    int start = page.text().indexOf(before) + before.length();
    assertThat(start).isGreaterThanOrEqualTo(before.length());
    return page.text().substring(start, page.text().indexOf(after, start));
  }

  @Test
  void theModelWritesThemWhereItHolds() throws InterruptedException {
    azure.says(
        new String(
            Json.write(
                Map.of(
                    "summary", "Release 2.0 mends paying by card.",
                    "resolved", List.of("Paying by card works again; 200 customers complained."),
                    "risks", List.of(),
                    "customers", "Paying by card works again.",
                    "evidence", List.of("rv-9"))),
            StandardCharsets.UTF_8));
    Map<String, String> settings =
        Map.of(
            "OMBUD_OPENAI_ENDPOINT",
            azure.endpoint().toString(),
            "OMBUD_OPENAI_DEPLOYMENT",
            OpenAiDouble.DEPLOYMENT,
            "OMBUD_OPENAI_KEY",
            OpenAiDouble.KEY,
            "OMBUD_BRIEFS",
            "RELEASE_NOTES");
    try (RunningService service = RunningService.start(POSTGRES.config(), settings)) {
      ApiClient client = service.client();
      GateAsking gates = new GateAsking(client);
      gates.decide(
          GateAsking.aggregate("modelled", "m1", "1.9", 200, 0.95, GateAsking.severe() + TEXT));
      JsonNode notes = written(gates, path(gates.ask("modelled", FIX)));
      assertThat(notes.path("origin").asText()).as(notes.toString()).isEqualTo("MODEL");
      assertThat(notes.at("/content/customers").asText()).isEqualTo("Paying by card works again.");
      assertThat(azure.asked).hasSize(1);
      Condition.await(
          Duration.ofSeconds(20),
          "the budget is watched",
          () -> client.get("/metrics").text().contains("ombud_brief_budget_left"));
      assertThat(client.get("/metrics").text())
          .contains(
              "ombud_briefs_total{kind=\"RELEASE_NOTES\",origin=\"MODEL\",why=\"ANSWERED\"} 1.0",
              "ombud_brief_tokens_total{of=\"question\"} 900.0",
              "ombud_brief_tokens_total{of=\"answer\"} 300.0",
              "ombud_brief_latency_seconds_count 1",
              "ombud_briefs_waiting 0.0",
              "ombud_brief_budget_left{of=\"tokens this hour\"} 198800.0");
      assertThat(azure.asked.take().body())
          .contains("my card is refused", "fix PR-7 mends it", "rv-9");
    }
  }
}
