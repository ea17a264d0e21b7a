package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Standing;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.record.replay.Explanation.Restraint;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Golden;
import dev.ombud.testing.History;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an explanation tells what happened, in words that people read, and never passes for one
/// where the record says otherwise. Method: the real aggregates and all scenarios are decided once
/// by the real pipeline; some of their explanations are kept as golden files.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplanationsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final JsonSchema SCHEMA = OpenApi.schema("Explanation");

  private static final String INCIDENT = "incident=019cafb4-fd7b-7000-8000-000000000002";
  private static final Path PAGE = Path.of("docs/explanations.md");

  /// Golden file to the scenario or the aggregate that it explains.
  private static final Map<String, String> GOLDEN =
      Map.ofEntries(
          Map.entry("act", "a failing canary behind a flag is reverted to its safe state at once"),
          Map.entry("review", "regions that disagree go to a person"),
          Map.entry("quarantine", "a spike from a source nobody trusts is quarantined"),
          Map.entry("ticket", "a confident cluster 25 % over baseline in six hours opens a ticket"),
          Map.entry("digest", "netflix-android/2024-02-20T12:00:00Z/8.104.0/device_support"),
          Map.entry("forbidden", "too few customers cannot trigger a mitigation"),
          Map.entry("children", "a cluster across two domains opens one parent with children"));

  private static final String DECIDED_AT = "2026-03-02T18:00:05.123Z";

  private final Map<String, History.Decided> decided = new LinkedHashMap<>();
  private final Map<String, Duration> moved = new HashMap<>();
  private ReplayParts parts;

  @BeforeAll
  void decide() {
    List<String> all = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (String line : SharedData.aggregates()) {
      String id = ApiClient.json(line).path("aggregateId").asText();
      if (GOLDEN.containsValue(id)) {
        String fresh = fresh(id, line);
        names.put(ApiClient.json(fresh).path("aggregateId").asText(), id);
        all.add(fresh);
      } else {
        all.add(line);
      }
    }
    for (String line : SharedData.scenarios()) {
      JsonNode scenario = ApiClient.json(line);
      String id = scenario.at("/aggregate/aggregateId").asText();
      String name = scenario.path("name").asText();
      all.add(fresh(name, scenario.path("aggregate").toString()));
      names.put(id, name);
    }
    for (History.Decided each : History.decide(POSTGRES.database(), all)) {
      String id = each.aggregate().aggregateId();
      decided.put(names.getOrDefault(id, id), each);
    }
    parts = new ReplayParts(POSTGRES.database());
  }

  /// What is looked at word for word is decided as it would be live.
  private String fresh(String name, String json) {
    Duration by = Aggregates.untilNow(json);
    moved.put(name, by);
    return Aggregates.moved(json, by);
  }

  @AfterAll
  void close() {
    parts.close();
  }

  private History.Decided of(String name) {
    History.Decided found = decided.get(name);
    assertThat(found).as(name).isNotNull();
    return found;
  }

  private Explanation explain(String name) {
    return parts.explanations.explain(of(name).decision().decisionId());
  }

  @TestFactory
  Stream<DynamicTest> explainsInWordsAndAsJson() {
    return GOLDEN.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> golden(entry.getKey(), entry.getValue())));
  }

  private void golden(String file, String name) {
    Explanation explanation = explain(name);
    String markdown = text(ExplanationMarkdownWriter.write(explanation));
    JsonNode json = ApiClient.json(text(ExplanationWriter.write(explanation)));
    Golden.check("explanation-" + file + ".md", fixed(explanation, markdown));
    Golden.check("explanation-" + file + ".json", fixed(explanation, json.toPrettyString()) + "\n");
  }

  /// `make golden` puts the real ones into the page.
  @Test
  void thePageShowsWhatReallyComesOut() throws IOException {
    String name = GOLDEN.getOrDefault("review", "");
    Explanation explanation = explain(name);
    String markdown = fixed(explanation, text(ExplanationMarkdownWriter.write(explanation)));
    ReplayReport report =
        parts.replays.replay(explanation.row().id(), new Replays.Choice.Active(), "nina");
    JsonNode replay = ApiClient.json(text(ReplayWriter.write(report)));
    ((ObjectNode) replay).remove("under");
    String json = fixed(explanation, replay.toPrettyString());
    String page = Files.readString(PAGE);
    page = block(page, "markdown", excerpt(markdown));
    page = block(page, "json", json + "\n");
    Golden.checkFile(PAGE, page);
  }

  /// What came of it and why, and one table of all.
  private static String excerpt(String markdown) {
    return markdown.substring(0, markdown.indexOf("### "))
        + markdown.substring(
            markdown.indexOf("### How bad it is"), markdown.indexOf("### How far to go"));
  }

  private static String block(String page, String language, String content) {
    assertThat(page).contains("```" + language + "\n");
    return page.replaceFirst(
        "(?s)```" + language + "\n.*?```\n",
        Matcher.quoteReplacement("```" + language + "\n" + content + "```\n"));
  }

  /// Without what is another at every run.
  private String fixed(Explanation explanation, String text) {
    UUID incident = explanation.row().incidentId();
    Duration by =
        decided.entrySet().stream()
            .filter(each -> each.getValue().decision().decisionId().equals(explanation.row().id()))
            .map(each -> moved.getOrDefault(each.getKey(), Duration.ZERO))
            .findFirst()
            .orElseThrow();
    return (incident == null ? text : text.replace("incident=" + incident, INCIDENT))
        .replace(explanation.row().id().toString(), "019cafb4-fd7b-7000-8000-000000000001")
        .replace(explanation.row().decidedAt().toString(), DECIDED_AT)
        .transform(fixed -> Aggregates.moved(fixed, by.negated()))
        .replace(Instant.parse(DECIDED_AT).minus(by).toString(), DECIDED_AT)
        .replaceAll("sha256:[0-9a-f]{64}", "sha256:" + "0".repeat(64));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Test
  void isFaithfulToEveryRealDecisionAndKeepsItsSchema() {
    int explained = 0;
    for (History.Decided each : decided.values()) {
      Explanation explanation = parts.explanations.explain(each.decision().decisionId());
      assertThat(explanation.isFaithful()).as("%s", explanation.differences()).isTrue();
      assertThat(counting(explanation)).isEqualTo(rows(each));
      JsonNode json = ApiClient.json(text(ExplanationWriter.write(explanation)));
      assertThat(SCHEMA.validate(json)).isEmpty();
      explained++;
    }
    assertThat(explained).isGreaterThan(2_000);
  }

  /// The rows that count by the trace, which finds them without the rules engine.
  private static List<String> counting(Explanation explanation) {
    return explanation.traced().orElseThrow().traces().stream()
        .flatMap(trace ->
            trace.matched().stream()
                .filter(match -> match.standing() == Standing.COUNTS)
                .map(match -> trace.table().name() + " " + match.row().id()))
        .toList();
  }

  /// The rows that fired when it was decided.
  private static List<String> rows(History.Decided each) {
    List<String> rows = new ArrayList<>();
    for (Firing firing : each.decision().judgement().firings()) {
      if (firing.cells() != null) {
        rows.add(firing.cells().table() + " " + firing.rule());
      }
    }
    return rows;
  }

  @Test
  void asksRoutingForEachCategory() {
    List<String> categories =
        explain("a cluster across two domains opens one parent with children")
            .traced()
            .orElseThrow()
            .traces()
            .stream()
            .flatMap(trace -> trace.askedAbout().stream())
            .toList();
    assertThat(categories).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void saysWhichGuardrailHeldWhatBack() {
    Explanation quarantined = explain("a spike from a source nobody trusts is quarantined");
    assertThat(quarantined.guardrails())
        .anySatisfy(guardrail -> {
          assertThat(guardrail.rule()).isEqualTo("spike from a source of low trust");
          assertThat(guardrail.restraints()).contains(Restraint.SET_APART, Restraint.FORBIDDEN);
        });
    Explanation held = explain("low confidence goes to a person");
    assertThat(held.guardrails())
        .anySatisfy(guardrail -> {
          assertThat(guardrail.rule()).isEqualTo("low confidence at high stakes");
          assertThat(guardrail.restraints()).containsExactly(Restraint.HELD);
          assertThat(guardrail.reasons()).extracting("code").hasToString("[LOW_CONFIDENCE]");
        });
    Explanation free =
        explain("a failing canary behind a flag is reverted to its safe state at once");
    assertThat(free.guardrails()).isEmpty();
    assertThat(free.asked().mode()).contains(Mode.AUTOMATIC);
    assertThat(ExplanationSummary.heldBack(free)).isEmpty();
  }

  @Test
  void saysWhatTheTablesAskedForBeforeTheGuardrails() {
    checkHeldBack(
        "too few customers cannot trigger a mitigation",
        "The tables asked for no more than what is left: no mitigation (open ticket).");
    checkHeldBack(
        "a spike from a source nobody trusts is quarantined",
        "The tables asked for no mitigation (open ticket, page owner)."
            + " What is left: no mitigation and no action.");
    checkHeldBack(
        "regions that disagree go to a person",
        "The tables asked for tier 1, started by the service itself"
            + " (disable flag, open ticket, page owner)."
            + " What is left: tier 1, started once a person agrees"
            + " (disable flag, open ticket, page owner).");
  }

  private void checkHeldBack(String name, String expected) {
    assertThat(ExplanationSummary.heldBack(explain(name))).as(name).contains(expected);
  }

  @Test
  void warnsWhereTheRecordSaysOtherwise() throws SQLException {
    String name = "many cosmetic complaints stay low";
    UUID id = of(name).decision().decisionId();
    ReplayParts.tamper(POSTGRES, "update decisions set owner_team = 'nobody' where id = ?", id);
    try {
      Explanation explanation = explain(name);
      assertThat(explanation.isFaithful()).isFalse();
      assertThat(text(ExplanationMarkdownWriter.write(explanation)))
          .contains("**This explanation is not faithful: it does not come to what is on record.**")
          .contains("> - `ownerTeam` is `nobody` on record and comes out as `");
      JsonNode json = ApiClient.json(text(ExplanationWriter.write(explanation)));
      assertThat(json.path("faithful").asBoolean(true)).isFalse();
      assertThat(json.at("/differences/0/field").asText()).isEqualTo("ownerTeam");
      assertThat(json.at("/differences/0/stored").asText()).isEqualTo("nobody");
      assertThat(SCHEMA.validate(json)).isEmpty();
    } finally {
      ReplayParts.tamper(
          POSTGRES,
          "update decisions set owner_team = ? where id = ?",
          of(name).decision().judgement().owner().team(),
          id);
    }
  }

  @Test
  void explainsNothingWhereTheAggregateCannotBeRead() throws SQLException {
    String name = "one isolated negative comment does not escalate";
    UUID id = of(name).decision().decisionId();
    ReplayParts.tamper(
        POSTGRES, "update records set aggregate = 'x' || aggregate where id = ?", id);
    try {
      Explanation explanation = explain(name);
      assertThat(explanation.traced()).isEmpty();
      String markdown = text(ExplanationMarkdownWriter.write(explanation));
      assertThat(markdown)
          .contains("**This explanation is not faithful")
          .contains("The stored aggregate cannot be read: ")
          .contains("Severity P4:")
          .doesNotContain("What each table made of it");
      JsonNode json = ApiClient.json(text(ExplanationWriter.write(explanation)));
      assertThat(json.path("tables")).isEmpty();
      assertThat(SCHEMA.validate(json)).isEmpty();
    } finally {
      ReplayParts.tamper(
          POSTGRES, "update records set aggregate = substr(aggregate, 2) where id = ?", id);
    }
  }

  @Test
  void survivesWordsThatNoBuildKnows() throws SQLException {
    String name = "a vague complaint waits for the batch";
    UUID id = of(name).decision().decisionId();
    ReplayParts.tamper(
        POSTGRES, "update records set firings = '[{\"rule\":7}]', reasons = '7' where id = ?", id);
    try {
      Explanation explanation = explain(name);
      assertThat(explanation.differences()).extracting("field").hasToString("[reasons, firings]");
      assertThat(text(ExplanationMarkdownWriter.write(explanation))).contains("another document");
    } finally {
      ReplayParts.tamper(
          POSTGRES,
          "update records set firings = cast(? as json), reasons = cast(? as json) where id = ?",
          text(
              new dev.ombud.ground.contract.DecisionWriter()
                  .firings(of(name).decision().judgement())),
          text(
              new dev.ombud.ground.contract.DecisionWriter()
                  .reasons(of(name).decision().judgement())),
          id);
    }
    assertThat(explain(name).isFaithful()).isTrue();
  }

  @Test
  void knowsNoOtherDecision() {
    assertThatThrownBy(() -> parts.explanations.explain(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void namesTheLosersOfSeverity() {
    long lower =
        decided.values().stream()
            .map(each -> parts.explanations.explain(each.decision().decisionId()))
            .flatMap(explanation -> explanation.traced().orElseThrow().traces().stream())
            .filter(trace -> trace.table().name().equals("severity"))
            .peek(ExplanationsTest::checkLosers)
            .flatMap(trace -> trace.matched().stream())
            .filter(match -> match.standing() == Standing.LOWER)
            .count();
    assertThat(lower).isPositive();
  }

  private static void checkLosers(TableTrace trace) {
    String winner =
        trace.matched().stream()
            .filter(match -> match.standing() == Standing.COUNTS)
            .map(match -> match.row().id())
            .findFirst()
            .orElse("");
    for (Match match : trace.matched()) {
      if (match.standing() != Standing.COUNTS) {
        assertThat(match.against()).contains(winner);
      }
    }
  }
}
