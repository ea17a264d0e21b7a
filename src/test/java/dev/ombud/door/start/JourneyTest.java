package dev.ombud.door.start;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what the service is for, on half a year of real feedback. Method: all 2,007 aggregates go
/// in as one batch; each test then looks at what came of them, over HTTP and in the tables.
class JourneyTest {
  private static final String MARK = ",\"idempotencyReplayed\":true";
  private static final Set<String> TABLES =
      Set.of("severity", "mitigation", "routing", "runbook", "automation", "evidence", "priority");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static List<String> sent;
  private static String firstAnswer;

  /// An aggregate and the decision about it, as they went over the wire.
  private record Pair(JsonNode aggregate, JsonNode decision) {
    String of(String pointer) {
      return aggregate.at(pointer).asText();
    }

    String id() {
      return decision.path("decisionId").asText();
    }
  }

  private static List<Pair> pairs;

  @BeforeAll
  static void postAll() {
    List<String> real = SharedData.aggregates();
    Duration untilNow = real.stream().map(Aggregates::untilNow).min(naturalOrder()).orElseThrow();
    sent = real.stream().map(each -> Aggregates.moved(each, untilNow)).toList();
    service = RunningService.start(POSTGRES.config());
    Answer answer = batch();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(ApiClient.NDJSON);
    firstAnswer = answer.text();
    List<JsonNode> decisions = answer.lines();
    assertThat(decisions).hasSameSizeAs(sent).hasSize(2_007);
    pairs =
        IntStream.range(0, sent.size())
            .mapToObj(i -> new Pair(ApiClient.json(sent.get(i)), decisions.get(i)))
            .toList();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  private static Answer batch() {
    return service.client().decideAll(String.join("\n", sent) + "\n");
  }

  @Test
  void answersEachAggregateInItsPlaceWithAnExplainedDecision() {
    JsonSchema schema = OpenApi.schema("Decision");
    for (Pair pair : pairs) {
      JsonNode decision = pair.decision();
      assertThat(decision.path("aggregateId")).isEqualTo(pair.aggregate().path("aggregateId"));
      assertThat(schema.validate(decision)).as("%s", decision).isEmpty();
      assertThat(decision.path("reasons")).as("%s", decision).isNotEmpty();
      Set<String> tables = new HashSet<>();
      int categoriesRouted = 0;
      for (JsonNode firing : decision.path("firings")) {
        if (firing.has("table")) {
          tables.add(firing.path("table").asText());
          assertThat(firing.path("cells").asText()).matches("[A-Z]+\\d+:[A-Z]+\\d+");
          categoriesRouted += firing.path("table").asText().equals("routing") ? 1 : 0;
        }
        assertThat(firing.path("effects")).as("%s", firing).isNotEmpty();
      }
      assertThat(tables).as("%s", decision).isEqualTo(TABLES);
      assertThat(categoriesRouted).isEqualTo(pair.aggregate().at("/cluster/categories").size());
    }
    assertThat(pairs).extracting(Pair::id).doesNotHaveDuplicates();
  }

  /// The batch once more, but for the member that says so of each line.
  private static String replayed() {
    String text = batch().text();
    assertThat(text.lines()).allMatch(line -> line.contains(MARK));
    return text.replace(MARK, "");
  }

  @Test
  void replaysAllOfThemByteForByte() {
    assertThat(replayed()).isEqualTo(firstAnswer);
    assertThat(count("select count(*) from decisions")).isEqualTo(sent.size());
  }

  @Test
  void replaysOneByItself() {
    Answer answer = service.client().decide(sent.get(1_000));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(answer.text()).isEqualTo(firstAnswer.lines().toList().get(1_000));
  }

  @Test
  void showsEverythingOnRecordAboutOne() {
    JsonSchema schema = OpenApi.schema("DecisionDetail");
    for (int i = 0; i < sent.size(); i += 50) {
      Answer answer = service.client().get("/v1/decisions/" + pairs.get(i).id());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).endsWith("\"aggregate\":" + Aggregates.kept(sent.get(i)) + "}");
      JsonNode detail = answer.json();
      assertThat(schema.validate(detail)).as("%s", detail).isEmpty();
      assertThat(detail.path("caller").asText()).isEqualTo("test-caller");
      assertThat(detail.path("context").isObject()).isTrue();
      assertThat(detail.path("nearMisses").isArray()).isTrue();
      assertThat(detail.path("engineVersion").asText()).contains("drools");
      pairs
          .get(i)
          .decision()
          .properties()
          .forEach(field -> assertThat(detail.get(field.getKey())).isEqualTo(field.getValue()));
    }
  }

  @Test
  void knowsTheIncidentThatWasOpenWhenTheNextWindowCame() {
    long withIncident =
        pairs.stream()
            .filter(pair -> pair.decision().has("incidentId"))
            .map(pair -> service.client().get("/v1/decisions/" + pair.id()).json())
            .filter(detail -> detail.at("/context/incident/id").equals(detail.path("incidentId")))
            .count();
    assertThat(withIncident).isPositive();
  }

  @Test
  void pagesThroughAllOfThemNewestFirstWithoutGapOrRepeat() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page =
          service
              .client()
              .get("/v1/decisions?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .json();
      page.path("items").forEach(item -> seen.add(item.path("decisionId").asText()));
      cursor = page.path("next").asText("");
      pages++;
    } while (!cursor.isEmpty() && !cursor.equals("null"));
    assertThat(pages).isEqualTo(21);
    assertThat(seen).isEqualTo(newestFirst(pair -> true));
  }

  @Test
  void filtersByEachFieldAloneAndByAllTogether() {
    Pair some =
        pairs.stream()
            .skip(1_000)
            .filter(pair -> pair.aggregate().at("/release/version").isTextual())
            .findFirst()
            .orElseThrow();
    String release = some.of("/release/version");
    String severity = some.decision().path("severity").asText();
    String disposition = some.decision().path("disposition").asText();
    checkList("product=" + some.of("/product"), pair -> true);
    checkList("product=no-such-product", pair -> false);
    for (String surface : List.of("general", "downloads", "app_start")) {
      checkList("surface=" + surface, pair -> pair.of("/surface").equals(surface));
    }
    checkList("release=" + release, pair -> pair.of("/release/version").equals(release));
    for (String each : List.of("P1", "P2", "P3", "P4")) {
      checkList("severity=" + each, pair -> pair.decision().path("severity").asText().equals(each));
    }
    for (String each : List.of("ACT", "REVIEW", "TICKET", "DIGEST", "QUARANTINE")) {
      checkList(
          "disposition=" + each, pair -> pair.decision().path("disposition").asText().equals(each));
    }
    String from = pairs.get(200).decision().path("decidedAt").asText();
    String to = pairs.get(1_800).decision().path("decidedAt").asText();
    checkList("from=" + from, pair -> !isBefore(pair, from));
    checkList("to=" + to, pair -> isBefore(pair, to));
    checkList(
        "product=%s&surface=%s&release=%s&severity=%s&disposition=%s&from=%s&to=%s"
            .formatted(
                some.of("/product"), some.of("/surface"), release, severity, disposition, from, to),
        pair ->
            pair.of("/surface").equals(some.of("/surface"))
                && pair.of("/release/version").equals(release)
                && pair.decision().path("severity").asText().equals(severity)
                && pair.decision().path("disposition").asText().equals(disposition)
                && !isBefore(pair, from)
                && isBefore(pair, to));
  }

  private static boolean isBefore(Pair pair, String time) {
    return Instant.parse(pair.decision().path("decidedAt").asText()).isBefore(Instant.parse(time));
  }

  private static void checkList(String query, Predicate<Pair> expected) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = service.client().get("/v1/decisions?limit=500&" + query + cursor);
      assertThat(page.status()).as("%s: %s", query, page.text()).isEqualTo(200);
      page.json().path("items").forEach(item -> found.add(item.path("decisionId").asText()));
      JsonNode next = page.json().path("next");
      cursor =
          next.isTextual()
              ? "&cursor=" + URLEncoder.encode(next.asText(), StandardCharsets.UTF_8)
              : "";
    } while (!cursor.isEmpty());
    assertThat(found).as(query).isEqualTo(newestFirst(expected));
  }

  private static List<String> newestFirst(Predicate<Pair> expected) {
    return pairs.stream().filter(expected).map(Pair::id).sorted(Comparator.reverseOrder()).toList();
  }

  @Test
  void findsAllOfThemAfterARestart() {
    service.close();
    service = RunningService.start(POSTGRES.config());
    assertThat(replayed()).isEqualTo(firstAnswer);
    checkList("", pair -> true);
    assertThat(count("select count(*) from rulesets")).isEqualTo(1);
  }

  @Test
  void keepsARecordWithoutHoles() {
    assertThat(
            count(
                "select count(*) from decisions d where not exists"
                    + " (select from records r where r.id = d.id)"))
        .as("decisions without a record")
        .isZero();
    assertThat(
            count(
                "select count(*) from decisions d full join aggregate_keys k"
                    + " on k.decision_id = d.id where d.id is null or k.decision_id is null"))
        .as("keys and decisions that miss each other")
        .isZero();
    assertThat(
            count(
                "select count(*) from decisions d where d.incident_id is not null"
                    + " and not exists (select from incidents i where i.id = d.incident_id)"
                    + " and ombud_is_live(d.terms)"))
        .as("decisions of incidents that are not there")
        .isZero();
    assertThat(count("select count(*) from incidents")).isPositive();
    assertThat(
            count(
                "select count(*) from incidents"
                    + " where '' in (product, subject, environment, cohort, cluster)"))
        .as("incidents with an empty part in their key")
        .isZero();
  }

  @Test
  void countsWhatItDecided() {
    String metrics = service.client().get("/metrics").text();
    assertThat(metrics).contains("ombud_decisions_unrecorded_total 0.0");
    double counted =
        metrics
            .lines()
            .filter(line -> line.startsWith("ombud_decisions_total{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    double replayed =
        metrics
            .lines()
            .filter(line -> line.startsWith("ombud_decisions_replayed_total "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    assertThat(counted + replayed).isGreaterThanOrEqualTo(sent.size());
    assertThat(metrics)
        .contains("ombud_batch_size_bucket", "ombud_decision_latency_seconds_bucket")
        .contains("ombud_queue_depth 0.0");
  }

  @Test
  void letsTheServicesRoleNeitherChangeNorDeleteTheRecord() throws SQLException {
    var login = POSTGRES.config().user();
    try (Connection connection =
            DriverManager.getConnection(POSTGRES.config().url(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("decisions", "records")) {
        for (String attempt :
            List.of(
                "delete from " + table,
                "truncate " + table,
                "drop table " + table,
                "alter table " + table + " add column more text",
                "update " + table + " set " + columnOf(table) + " = 'other'")) {
          assertThatThrownBy(() -> statement.execute(attempt))
              .as(attempt)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
      }
    }
    assertThat(count("select count(*) from decisions")).isEqualTo(sent.size());
  }

  private static String columnOf(String table) {
    return table.equals("decisions") ? "severity" : "engine_version";
  }

  private static long count(String sql) {
    return POSTGRES
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Test
  void opensIncidentsOnlyForWhatCallsForSomebody() {
    List<String> calling = List.of("ACT", "REVIEW", "TICKET");
    assertThat(pairs)
        .filteredOn(pair -> calling.contains(pair.decision().path("disposition").asText()))
        .isNotEmpty()
        .allMatch(pair -> pair.decision().has("incidentId"));
    assertThat(
            pairs.stream()
                .flatMap(pair ->
                    StreamSupport.stream(pair.decision().path("actions").spliterator(), false))
                .map(action -> action.path("actionId").asText()))
        .doesNotHaveDuplicates()
        .isNotEmpty();
  }
}
