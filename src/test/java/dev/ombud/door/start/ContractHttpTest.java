package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Contract;
import dev.ombud.testing.Contract.Operation;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the document has every status, code, header and media type that a route answers, and says
/// nothing that none does. Method: every answer here is held against it; each operation is asked in
/// every way that is wrong for all alike, [ContractCourse] goes through what is right and what is
/// wrong in its own way, and at the end nothing of the document is left over.
@Tag("long") // every answer of every operation, with waits of half a minute
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ContractHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Contract CONTRACT = new Contract();

  /// What other tests make happen, since it takes a state that no request can make.
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("\\S+ 503 code (overloaded|database-unavailable|stopping)", "DurabilityTest"),
          Map.entry("mayEvaluateFlags? 503.*", "LimitsTest"),
          Map.entry("(mayEvaluateFlags?|isReady|readMetrics) 429.*", "BulkheadsTest"),
          Map.entry("read(Contract|Documentation|Metrics) 503.*", "BulkheadsTest"),
          Map.entry("isReady 503 (header|type application/problem).*", "BulkheadsTest"),
          Map.entry("(judgeBrief|readBrief) (200|202|409).*", "BriefJourneyTest"),
          Map.entry("giveLabel (200|409).*", "BriefJourneyTest"),
          Map.entry("(retry|drop)Action (200|409).*", "ActionApiTest"),
          Map.entry("cancelBacktest 202.*", "PublishJourneyTest"),
          Map.entry("(submit|activate)Draft 409 code (draft-blocked|ruleset-moved)", "DraftsTest"),
          Map.entry("testDraft 412.*", "DraftsTest"),
          Map.entry("activateRuleset 409 code draft-blocked", "RulesetSwitchTest"),
          Map.entry("replayDecision 409 code wrong-state", "ReplaysTest"),
          Map.entry("askGateAsGitHub 202", "GateGitHubTest"),
          Map.entry(
              "askGate(AsFlagger)? 409 (code wrong-state|type application/problem.json)",
              "GateJudgeTest"));

  /// What nobody can make happen at will: a moment before the first seal, a platform outside that
  /// does not take a switch back.
  private static final Pattern BY_CHANCE =
      Pattern.compile("(readCheckpoint 404|liftSwitches 409).*");

  @TempDir static Path folder;

  private static RunningService service;
  private static ContractCalls calls;
  private static String draft;

  /// As many requests of one class as a token may have under way at once.
  private static final int OF_ONE_MOST = 16;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(folder.resolve("people"), "T1/U1 test-reviewer\n");
    service = RunningService.start(POSTGRES.config(), settings());
    calls = new ContractCalls(service, CONTRACT);
    draft = calls.call("createDraft").body("{}").must(201).json().path("id").asText();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "OMBUD_BOOTSTRAP_TOKENS",
        ApiClient.TOKENS
            + ",ann:owner:ann-secret,bob:owner:bob-secret,poster:caller:"
            + ContractCalls.secret("poster"),
        "OMBUD_ALLOW_RULE_UPLOAD",
        "true",
        "OMBUD_FLAG_ORIGINS",
        ContractCourse.PAGE,
        "OMBUD_GITHUB_WEBHOOK_SECRET",
        ContractCalls.Signer.SECRET,
        "OMBUD_SLACK_SIGNING_SECRET",
        ContractCalls.Signer.SECRET,
        "OMBUD_SLACK_PEOPLE",
        folder.resolve("people").toString());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void checkComplaints() {
    assertThat(CONTRACT.complaints()).isEmpty();
  }

  private static void forAll(Consumer<Operation> task) throws Exception {
    forAll(task, OF_ONE_MOST);
  }

  private static void forAll(Consumer<Operation> task, int atOnce) throws Exception {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (Operation operation : CONTRACT.operations()) {
        running.add(threads.submit(() -> task.accept(operation)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  @Test
  @Order(1)
  void refusesEveryoneWhoMayNot() throws Exception {
    forAll(operation -> {
      if (!operation.isOpen()) {
        calls.call(operation.id()).as("").must(401, "unauthenticated");
        for (String role : ContractCalls.others(operation)) {
          calls.call(operation.id()).as(role).must(403, "forbidden");
        }
      }
    });
  }

  @Test
  @Order(2)
  void refusesWhatIsWrongForAllAlike() throws Exception {
    forAll(operation -> {
      calls.call(operation.id()).query("surprise=1").must(400, "bad-parameter");
      try (RawClient client = new RawClient(service.port())) {
        client.head(operation.method() + " " + operation.path() + " HTTP/1.1\nno header\n\n");
        CONTRACT.note(operation.id(), answer(client.read()));
      }
      if (operation.has(415)) {
        calls.call(operation.id()).type("image/png").must(415, "unsupported-media-type");
      }
      if (operation.has(406) && !operation.path().contains("/tables/")) {
        calls.call(operation.id()).header("Accept", "image/png").must(406, "not-acceptable");
      }
      if (operation.has(404)
          && operation.path().contains("{")
          && !operation.path().contains("{gate}")) {
        calls.call(operation.id()).header("If-Match", "\"x\"").must(404);
      }
    });
  }

  @Test
  @Order(3)
  void refusesABodyThatIsNone() throws Exception {
    forAll(operation -> {
      if (operation.has(413)) {
        raw(operation, "Content-Length: 99999999\n", "", 413);
      }
      if (operation.mediaTypes().contains("application/json")) {
        boolean isOfADraft = operation.id().equals("uploadScenarios");
        ContractCalls.Call broken = calls.call(operation.id()).type("application/json");
        ContractCalls.Call strange = calls.call(operation.id()).type("application/json");
        if (isOfADraft) {
          broken.at(draft);
          strange.at(draft);
        }
        if (!operation.id().equals("uploadTable")) {
          broken.body("{\"broken\":").header("If-Match", "*").must(400);
        }
        if (operation.has(422) && !operation.path().contains("/tables/")) {
          strange.body("{\"surprise\":1}").header("If-Match", "*").must(422);
        }
      }
    });
  }

  /// Thirty seconds, for all at once.
  @Test
  @Order(4)
  void endsWaitingForABodyThatDoesNotCome() throws Exception {
    forAll(
        operation -> {
          if (operation.has(408)) {
            raw(operation, "Content-Length: 10\n", "{", 408);
          }
        },
        CONTRACT.operations().size());
  }

  private static String head(Operation operation, String header) {
    String path =
        operation
            .path()
            .replace("/v1/drafts/{id}", "/v1/drafts/" + draft)
            .replace("{name}", "severity")
            .replace("{file}", "guardrails.drl")
            .replaceAll("\\{[a-z]+}", "00000000-0000-7000-8000-000000000000");
    String token = operation.isOpen() ? "none" : ContractCalls.secret(operation.roles().getFirst());
    return "%s %s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\nContent-Type: %s\nIf-Match: *\n%s\n"
        .formatted(operation.method(), path, token, operation.mediaTypes().getFirst(), header);
  }

  private static Answer answer(RawClient.Answer got) {
    Map<String, List<String>> headers = new TreeMap<>();
    got.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new Answer(
        got.status(),
        HttpHeaders.of(headers, (name, value) -> true),
        got.body().getBytes(StandardCharsets.UTF_8));
  }

  private static void raw(Operation operation, String header, String body, int status) {
    try (RawClient client = new RawClient(service.port()).patient(60_000)) {
      Answer answer = answer(client.head(head(operation, header)).send(body).read());
      CONTRACT.note(operation.id(), answer);
      if (answer.status() != status) {
        CONTRACT.complain(
            "%s answers %d and not %d: %s"
                .formatted(operation.id(), answer.status(), status, answer.text()));
      }
    }
  }

  @Test
  @Order(5)
  void answersWhatIsRightAndWhatIsWrongInItsOwnWay() throws Exception {
    new ContractCourse(calls, POSTGRES).run();
  }

  @Test
  @Order(6)
  void limitsHowFastATokenAsks() throws Exception {
    try (RunningService slow =
        RunningService.start(POSTGRES.config(), Map.of("OMBUD_REQUESTS_PER_SECOND", "1"))) {
      ContractCalls hurried = new ContractCalls(slow, CONTRACT);
      forAll(operation -> {
        if (operation.path().startsWith("/integrations/")) {
          hurried.call(operation.id()).must(404, "not-found");
        }
        if (operation.has(429) && !operation.isOpen()) {
          for (int i = 0; i < 20; i++) {
            if (hurried.call(operation.id()).send().status() == 429) {
              return;
            }
          }
          throw new AssertionError("no limit for " + operation.id());
        }
      });
    }
  }

  @Test
  @Order(7)
  void saysThatTheDatabaseIsAway() throws Exception {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      lockAll(statement);
      forAll(operation -> {
        if (operation.has(503)) {
          calls.call(operation.id()).send();
        }
      });
      owner.rollback();
    }
  }

  private static void lockAll(Statement statement) throws SQLException {
    statement.execute(
        """
        do $$ declare each record; begin
          for each in select oid::regclass as name from pg_class
            where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
          loop execute format('lock table %s in access exclusive mode', each.name); end loop;
        end $$
        """);
  }

  /// What waits for a body when the service stops.
  @Test
  @Order(8)
  void endsWhatWaitsWhenItStops() throws Exception {
    Map<Operation, RawClient> waiting = new LinkedHashMap<>();
    try (RunningService stopping = RunningService.start(POSTGRES.config(), settings())) {
      for (Operation operation : CONTRACT.operations()) {
        if (operation.takesABody() && operation.has(503)) {
          RawClient client = new RawClient(stopping.port()).patient(60_000);
          client.head(head(operation, "Content-Length: 10\nExpect: 100-continue\n"));
          if (client.readHead().status() == 100) {
            waiting.put(operation, client);
          }
        }
      }
    }
    assertThat(waiting).hasSizeGreaterThan(30);
    waiting.forEach((operation, client) -> {
      CONTRACT.note(operation.id(), answer(client.read()));
      client.close();
    });
  }

  /// As many batches as there is room for, and one more.
  @Test
  @Order(9)
  void takesNoMoreBatchesThanThereIsRoomFor() {
    Operation batch = CONTRACT.operation("decideBatch");
    List<RawClient> open = new ArrayList<>();
    String head = head(batch, "Transfer-Encoding: chunked\n");
    String other = head.replace(ContractCalls.secret("caller"), ContractCalls.secret("poster"));
    for (int i = 0; i < 8; i++) {
      RawClient client = new RawClient(service.port());
      open.add(client.head(i < 6 ? head : other).chunk(" \n"));
      assertThat(client.readHead().status()).isEqualTo(200);
    }
    calls.call("decideBatch").must(429, "rate-limited");
    calls.call("decideBatch").as("poster").must(503, "overloaded");
    open.forEach(RawClient::close);
  }

  @Test
  @Order(10)
  void letsAnAddressHaveNoMoreThanItsShare() {
    List<RawClient> open = new ArrayList<>();
    Operation click = CONTRACT.operation("clickInSlack");
    String head = head(click, "Content-Length: 10\nExpect: 100-continue\n");
    for (int i = 0; i < 100; i++) {
      RawClient client = new RawClient(service.port());
      open.add(client.head(head));
      assertThat(client.readHead().status()).isEqualTo(100);
    }
    for (String operation :
        List.of("clickInSlack", "askGateAsGitHub", "readContract", "readDocumentation")) {
      calls.call(operation).must(429, "rate-limited");
    }
    open.forEach(RawClient::close);
  }

  @Test
  @Order(11)
  void saysWhatElseMayBeWrong() {
    calls.call("isLive").header("X-Long", "x".repeat(20_000)).must(431, "headers-too-large");
    try (RawClient client = new RawClient(service.port())) {
      client.head("PATCH /v1/decisions HTTP/1.1\nHost: x\n\n");
      Answer other = CONTRACT.note("listDecisions", answer(client.read()));
      assertThat(other.code()).isEqualTo("method-not-allowed");
      assertThat(other.header("Allow")).isEqualTo("GET, HEAD, POST");
    }
  }

  @Test
  @Order(12)
  void leavesNothingOfTheDocumentOver() throws IOException {
    Set<String> left = new TreeSet<>(CONTRACT.unseen());
    left.removeIf(each -> ELSEWHERE.keySet().stream().anyMatch(each::matches));
    left.removeIf(BY_CHANCE.asMatchPredicate());
    for (Operation operation : CONTRACT.operations()) {
      if (ContractCalls.others(operation).isEmpty()) {
        left.removeIf(each -> each.startsWith(operation.id() + " 403"));
      }
    }
    assertThat(left).isEmpty();
    try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
      assertThat(tests.map(each -> each.getFileName().toString().replace(".java", "")).toList())
          .containsAll(ELSEWHERE.values());
    }
  }
}
