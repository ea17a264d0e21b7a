package dev.ombud.door.actapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Decision;
import dev.ombud.testing.RawClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The calls that are answered in one piece.
class DecisionApiTest {
  private static final String JSON = "application/json";

  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  private Answer post(String body) {
    return api.post("/v1/decisions", JSON, body);
  }

  private static void check(Answer answer, int status, String inBody) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(inBody);
    if (status >= 400) {
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void decidesAndSaysWhereTheDecisionIs() {
    Answer answer = post(Api.aggregate("a1"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("content-type")).isEqualTo(JSON);
    Decision decision = api.decisions.decided.get("a1");
    assertThat(decision).isNotNull();
    assertThat(decision.caller()).isEqualTo("caller");
    assertThat(decision.traceId()).isEqualTo(answer.header("trace-id"));
    assertThat(answer.header("location")).isEqualTo("/v1/decisions/" + decision.decisionId());
    assertThat(answer.headers()).doesNotContainKey("idempotency-replayed");
    check(api.get(answer.header("location")), 200, decision.decisionId().toString());
  }

  @Test
  void replaysTheFirstDecision() {
    String first = post(Api.aggregate("a1")).body();
    Answer again = post(Api.aggregate("a1"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first);
  }

  @Test
  void refusesWhatIsNoAggregate() {
    check(post("{\"a\":"), 400, "\"malformed-json\"");
    check(post("{\"a\":"), 400, "\"line\":1");
    check(post(""), 400, "\"malformed-json\"");
    check(post("{}"), 422, "\"violations\":[{");
    assertThat(api.decisions.decided).isEmpty();
  }

  @Test
  void takesJsonInUtf8Only() {
    String body = Api.aggregate("a1");
    for (String type :
        List.of(
            JSON,
            "Application/JSON",
            JSON + "; charset=utf-8",
            JSON + ";charset=\"UTF-8\"",
            JSON + "; charset=UTF-8; x=y")) {
      assertThat(api.post("/v1/decisions", type, body).status()).as(type).isBetween(200, 201);
    }
    for (String type :
        List.of(
            "",
            "text/plain",
            "application/x-ndjson",
            "application/jsonx",
            JSON + "; charset=iso-8859-1",
            "application/x-www-form-urlencoded")) {
      check(api.post("/v1/decisions", type, body), 415, "\"unsupported-media-type\"");
    }
    check(
        api.post("/v1/decisions", JSON + "\nContent-Encoding: gzip", body),
        415,
        "content encoding `gzip` is not taken");
  }

  @Test
  void tellsWhatThePipelineSays() {
    for (ErrorCode code :
        List.of(
            ErrorCode.OVERLOADED,
            ErrorCode.AGGREGATE_CONFLICT,
            ErrorCode.REVISION_OUTDATED,
            ErrorCode.DATABASE_UNAVAILABLE,
            ErrorCode.STOPPING)) {
      ServiceException failure =
          new ServiceException(code, "so it is", Map.of("field", "/volume"), List.of());
      api.decisions.pipeline = outcome -> CompletableFuture.failedFuture(failure);
      Answer promised = post(Api.aggregate("a1"));
      check(promised, code.status(), "\"" + code.code() + "\"");
      check(promised, code.status(), "\"field\":\"/volume\"");
      api.decisions.pipeline =
          outcome -> {
            throw failure;
          };
      Answer thrown = post(Api.aggregate("a1"));
      check(thrown, code.status(), "\"" + code.code() + "\"");
      assertThat(thrown.header("retry-after")).isEqualTo(code.status() == 503 ? "1" : "");
    }
  }

  @Test
  void evaluatesWithoutDeciding() {
    check(api.post("/v1/evaluations", JSON, Api.aggregate("a1")), 200, "\"severity\"");
    check(api.post("/v1/evaluations", JSON, "{}"), 422, "\"invalid-aggregate\"");
    assertThat(api.decisions.decided).isEmpty();
  }

  @Test
  void knowsNoDecisionByAnythingButItsId() {
    check(api.get("/v1/decisions/1-1-1-1-1"), 404, "there is no decision `1-1-1-1-1`");
    check(api.get("/v1/decisions/x"), 404, "\"not-found\"");
    check(api.get("/v1/decisions/" + UUID.randomUUID()), 404, "\"not-found\"");
  }
}
