package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What the tests of gates say and ask over HTTP.
record GateAsking(ApiClient client) {
  static Instant hoursAgo(int hours) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(hours));
  }

  /// An aggregate about checkout.
  ///
  /// @param id of the aggregate and of its cluster
  /// @param rest further blocks, each beginning with a comma
  static String aggregate(
      String product, String id, String release, int count, double confidence, String rest) {
    return window(product, id, id, release, count, confidence, hoursAgo(2), hoursAgo(1), rest);
  }

  static String window(
      String product,
      String id,
      String cluster,
      String release,
      int count,
      double confidence,
      Instant from,
      Instant to,
      String rest) {
    return """
    {"specVersion":"1.0","aggregateId":"%s","source":{"trust":"HIGH","channels":["chat"]},
     "window":{"start":"%s","end":"%s"},"product":"%s","surface":"checkout","funnelStep":"payment",
     "release":{"version":"%s","stage":"CANARY","deployedAt":"%s","previousStable":"1.0"},
     "cluster":{"id":"%s","categories":["payment_failure"],"confidence":%s,"actionable":true},
     "volume":{"count":%d,"customers":%d,"baseline":1}%s}
    """
        .formatted(id, from, to, product, release, from, cluster, confidence, count, count, rest);
  }

  static String severe() {
    return """
    ,"sentiment":{"mean":-0.9,"negativeShare":0.95,"baselineNegativeShare":0.2,"sigma":6},
     "telemetry":{"errorRate":{"value":0.3,"baseline":0.01,"observedAt":"%s"},
       "failedTransactions":{"value":900,"baseline":10,"observedAt":"%s"}}
    """
        .formatted(hoursAgo(1), hoursAgo(1));
  }

  JsonNode decide(String aggregate) {
    Answer answer = client.decide(aggregate);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  static String question(String product, String more) {
    return """
    {"product":"%s","release":"2.0","stage":"PRODUCTION",
     "tests":{"regressionSuite":"PASSED","vulnerabilityScan":"PASSED"},
     "telemetry":{"errorRate":{"value":0.01,"baseline":0.01,"observedAt":"%s"}},
     "rollbackPlanAttached":true%s}
    """
        .formatted(product, Instant.now(), more);
  }

  Answer post(Role role, String path, String body, String... headers) {
    HttpRequest.Builder request = client.request(path, role).header("Content-Type", ApiClient.JSON);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.POST(BodyPublishers.ofString(body)).build());
  }

  Answer get(String path) {
    return as(Role.AUDITOR, path);
  }

  Answer as(Role role, String path) {
    return client.send(client.request(path, role).GET().build());
  }

  static JsonNode good(Answer answer, int status, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  JsonNode ask(String product, String more) {
    return good(
        post(Role.CALLER, "/v1/gates/production/evaluations", question(product, more)),
        200,
        "GateEvaluation");
  }
}
