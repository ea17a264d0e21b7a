package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whatever somebody sends, the answer says what is wrong, and nothing else suffers. Method:
/// each kind of bad input goes over HTTP to one service, and a good aggregate after it is decided.
class BadInputTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static RunningService service;
  private static CompletableFuture<RawClient.Answer> stalled;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    stalled = CompletableFuture.supplyAsync(BadInputTest::stall);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void decidesAGoodOneAfterwards() {
    Answer answer = service.client().decide(good());
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(201);
  }

  private static String good() {
    return """
    {"specVersion":"1.0","aggregateId":"good-%d","product":"shop","surface":"checkout",
     "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
     "cluster":{"id":"c-1","categories":["payment_failure"],"confidence":0.9},
     "volume":{"count":120,"customers":110}}
    """
        .formatted(NUMBER.incrementAndGet());
  }

  private static Answer checkProblem(String body, int status, String code) {
    long before = decisions();
    Answer answer = service.client().decide(body);
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asText()).isEqualTo("/docs/errors#" + code);
    assertThat(problem.path("detail").asText()).isNotEmpty().hasSizeLessThan(1_000);
    assertThat(decisions()).as("nothing is stored of it").isEqualTo(before);
    return answer;
  }

  private static long decisions() {
    return POSTGRES
        .database()
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from decisions").mapTo(Long.class).one());
  }

  private static void checkMalformed(String body, int line, int column, String detail) {
    JsonNode problem = checkProblem(body, 400, "malformed-json").json();
    assertThat(problem.path("detail").asText()).contains(detail);
    assertThat(problem.path("line").asInt()).as("%s", problem).isEqualTo(line);
    assertThat(problem.path("column").asInt()).as("%s", problem).isEqualTo(column);
  }

  /// @param expected the pointer and a part of the detail of each violation
  private static void checkViolations(String body, String... expected) {
    JsonNode violations = checkProblem(body, 422, "invalid-aggregate").json().path("violations");
    List<String> found = new ArrayList<>();
    for (JsonNode violation : violations) {
      assertThat(violation.path("code").asText()).matches("[a-z-]+");
      found.add(violation.path("pointer").asText() + " " + violation.path("detail").asText());
    }
    assertThat(found).hasSameSizeAs(expected);
    for (String each : expected) {
      String[] parts = each.split(" ", 2);
      assertThat(found)
          .anyMatch(line -> line.startsWith(parts[0] + " ") && line.contains(parts[1]));
    }
  }

  private static String with(String target, String replacement) {
    assertThat(good()).contains(target);
    return good().replace(target, replacement);
  }

  @Test
  void refusesTenMegabytes() {
    Answer answer =
        checkProblem(
            with("\"checkout\"", "\"" + "x".repeat(10_000_000) + "\""), 413, "body-too-large");
    assertThat(answer.json().path("limit").asInt()).isEqualTo(2 * 1024 * 1024);
  }

  @Test
  void refusesTenMegabytesOfUnknownLength() {
    try (RawClient client = new RawClient(service.port())) {
      client.head(head("/v1/decisions", "Transfer-Encoding: chunked"));
      String part = " ".repeat(1_000_000);
      for (int i = 0; i < 10; i++) {
        client.chunk(part);
      }
      client.chunk("");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("\"body-too-large\"");
    }
  }

  @Test
  void refusesATenMegabyteLineOfABatchAlone() {
    String long1 = with("\"checkout\"", "\"" + "x".repeat(10_000_000) + "\"").replace("\n", "");
    String[] lines = {oneLine(good()), long1, oneLine(good())};
    List<JsonNode> answers = service.client().decideAll(String.join("\n", lines)).lines();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).has("decisionId")).isTrue();
    assertThat(answers.get(1).path("code").asText()).isEqualTo("body-too-large");
    assertThat(answers.get(1).path("line").asInt()).isEqualTo(2);
    assertThat(answers.get(2).has("decisionId")).isTrue();
  }

  private static String oneLine(String json) {
    return json.replace("\n", "");
  }

  @Test
  void refusesDeepNesting() {
    checkMalformed("[".repeat(100_000), 1, 33, "nested deeper than 32 levels");
    checkMalformed("{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000), 1, 161, "nested deeper");
  }

  @Test
  void refusesDuplicateKeys() {
    checkMalformed(
        with("\"count\":120", "\"count\":120,\"count\":121"), 4, 24, "key `count` stands twice");
  }

  @Test
  void refusesWhatIsNoJson() {
    checkMalformed(with("0.9", "NaN"), 3, 70, "NaN and Infinity are not JSON");
    checkMalformed(with("0.9", "-Infinity"), 3, 70, "NaN and Infinity are not JSON");
    checkMalformed(with("120", "0120"), 4, 21, "");
    checkMalformed(good() + "{}", 5, 1, "something follows the document");
    checkMalformed("", 1, 1, "there is no JSON at all");
    checkMalformed("\"text", 1, 6, "");
    checkMalformed(good().substring(0, 90), 2, 7, "end-of-input");
  }

  @Test
  void refusesNumbersThatAreNoNumbersAnyMore() {
    checkViolations(with("0.9", "1e400"), "/cluster/confidence ");
    checkViolations(with("120", "1e400"), "/volume/count ");
    checkMalformed(with("120", "1".repeat(100_000)), 4, 12, "a number of more than 200");
  }

  @Test
  void namesEveryWrongTypeAtOnce() {
    checkViolations(
        """
        {"specVersion":1.0,"aggregateId":["a"],"product":"shop","surface":null,
         "window":"yesterday","cluster":{"id":7,"categories":"payment_failure","confidence":"0.9"},
         "volume":{"count":12.5,"customers":true},"regions":{}}
        """,
        "/specVersion ",
        "/aggregateId ",
        " `surface`",
        "/window ",
        "/cluster/id ",
        "/cluster/categories ",
        "/cluster/confidence ",
        "/volume/count ",
        "/volume/customers ",
        "/regions ");
    checkViolations("[]", " object");
    checkViolations("null", " object");
  }

  @Test
  void namesTheKnownFieldNearestToAnUnknownOne() {
    checkViolations(
        with("\"customers\":110", "\"custmers\":110,\"zzzzzzzz\":1"),
        "/volume/custmers `customers`",
        "/volume/zzzzzzzz ");
    checkViolations(with("\"surface\"", "\"surfaces\""), " `surface`", "/surfaces `surface`");
  }

  @Test
  void refusesAWindowThatEndsBeforeItStarts() {
    checkViolations(with("2026-03-02T18", "2026-02-28T18"), "/window must end after its start");
    checkViolations(with("2026-03-02T18", "2026-03-01T18"), "/window must end after its start");
    checkViolations(with("2026-03-02T18", "2026-02-30T18"), "/window/end ");
  }

  @Test
  void refusesALoneSurrogate() {
    checkViolations(with("\"checkout\"", "\"\\ud83d\""), "/surface ");
    checkViolations(with("\"checkout\"", "\"\\udcb3 pay\""), "/surface ");
    byte[] half = with("checkout", "@").getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < half.length; i++) {
      half[i] = half[i] == '@' ? (byte) 0xff : half[i];
    }
    Answer answer = service.client().post("/v1/decisions", ApiClient.JSON, half);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains("byte 0xff is not valid UTF-8");
  }

  @Test
  void refusesTwoHundredCategories() {
    String many =
        IntStream.range(0, 200)
            .mapToObj(i -> "\"category_" + i + "\"")
            .collect(Collectors.joining(","));
    checkViolations(with("\"payment_failure\"", many), "/cluster/categories 16");
  }

  @Test
  void refusesATextOfAMillionCharacters() {
    String text = "\"" + "é".repeat(1_000_000) + "\"";
    checkMalformed(with("\"checkout\"", text), 1, 73, "a text of more than 100,000 characters");
    String evidence =
        "\"evidence\":[{\"id\":\"e\",\"text\":\"%s\"}],\"volume\"".formatted("x".repeat(90_000));
    JsonNode violations =
        checkProblem(with("\"volume\"", evidence), 422, "invalid-aggregate")
            .json()
            .path("violations");
    assertThat(violations.findValuesAsText("pointer")).contains("/evidence/0/text");
  }

  @Test
  void decidesTheMostAndLongestEvidenceInAnyScript() {
    String text = "世".repeat(10_000);
    String evidence =
        IntStream.range(0, 50)
            .mapToObj(i -> "{\"id\":\"e%d\",\"text\":\"%s\"}".formatted(i, text))
            .collect(Collectors.joining(","));
    String aggregate = with("\"volume\"", "\"evidence\":[" + evidence + "],\"volume\"");
    Answer answer = service.client().decide(aggregate);
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(201);
    assertThat(service.client().get("/v1/decisions/" + answer.decisionId()).text())
        .endsWith("\"aggregate\":" + Aggregates.kept(aggregate) + "}");
    assertThat(service.client().decide(aggregate).status()).isEqualTo(200);
  }

  @Test
  void refusesOtherMediaTypesAndMethods() {
    byte[] body = good().getBytes(StandardCharsets.UTF_8);
    assertThat(service.client().post("/v1/decisions", "text/plain", body).status()).isEqualTo(415);
    assertThat(service.client().post("/v1/evaluations", "application/xml", body).status())
        .isEqualTo(415);
    assertThat(service.client().post("/v1/decisions/x", ApiClient.JSON, body).status())
        .isEqualTo(405);
    assertThat(service.client().get("/v1/decisions?severty=P1").code()).isEqualTo("bad-parameter");
  }

  @Test
  void answersEachBadLineOfABatchInItsPlace() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(i % 3 == 1 ? "{\"not\": json" : i % 3 == 2 ? "{}" : oneLine(good()));
    }
    List<JsonNode> answers = service.client().decideAll(String.join("\n", lines)).lines();
    assertThat(answers).hasSize(300);
    for (int i = 0; i < 300; i++) {
      String expected = i % 3 == 1 ? "malformed-json" : i % 3 == 2 ? "invalid-aggregate" : "";
      assertThat(answers.get(i).path("code").asText()).isEqualTo(expected);
      assertThat(answers.get(i).path("line").asInt(i + 1)).isEqualTo(i + 1);
    }
  }

  @Test
  void decidesWhatASlowClientSendsByteByByteAndOthersMeanwhile() {
    byte[] body = good().getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(service.port())) {
      client.head(head("/v1/decisions", "Content-Length: " + body.length));
      for (byte each : body) {
        client.send(new byte[] {each});
        if (each == ':') {
          assertThat(service.client().decide(good()).status()).isEqualTo(201);
        }
      }
      assertThat(client.read().status()).isEqualTo(201);
    }
  }

  /// Sends half a body and then nothing more.
  private static RawClient.Answer stall() {
    try (RawClient client = new RawClient(service.port())) {
      client.head(head("/v1/decisions", "Content-Length: 400")).send(good().substring(0, 200));
      return client.patient(40_000).read();
    }
  }

  @Test
  void endsABodyThatStopsComing() {
    RawClient.Answer answer = stalled.join();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.body()).contains("\"request-timeout\"");
  }

  private static String head(String path, String length) {
    return """
    POST %s HTTP/1.1
    Host: x
    Authorization: Bearer %s
    Content-Type: application/json
    %s

    """
        .formatted(path, ApiClient.secret(Role.CALLER), length);
  }
}
