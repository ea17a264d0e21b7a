package dev.ombud.bench;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// An owner who takes drafts through their life, and two others who agree. Thread-safe.
final class OwnerClient implements AutoCloseable {
  static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private static final String JSON = "application/json";
  private static final long POLL_NANOS = 2_000_000;
  private static final int GOOD = 300;

  private final URI address;
  private final ApiClient http;

  OwnerClient(int port) {
    this.address = URI.create("http://127.0.0.1:" + port);
    this.http = new ApiClient(address);
  }

  private HttpRequest.Builder request(String person, String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .header("Authorization", "Bearer " + ServiceProcess.TOKEN + person);
  }

  /// @throws IllegalStateException where the answer is an error
  private Answer send(HttpRequest request) {
    Answer answer = http.send(request);
    if (answer.status() >= GOOD) {
      throw new IllegalStateException(request.uri() + " answers " + answer.text());
    }
    return answer;
  }

  Answer get(String path, String mediaType) {
    return send(request("", path).header("Accept", mediaType).build());
  }

  Answer post(String person, String path, String body) {
    return send(
        request(person, path)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private void say(String person, String path) {
    post(person, path, "{\"reason\":\"a measurement\"}");
  }

  Answer put(String path, String mediaType, byte[] body) {
    return send(putting(path, mediaType, body));
  }

  /// The same, where the answer may be an error.
  Answer attempt(String path, String mediaType, byte[] body) {
    return http.send(putting(path, mediaType, body));
  }

  private HttpRequest putting(String path, String mediaType, byte[] body) {
    return request("", path)
        .header("Content-Type", mediaType)
        .header("If-Match", "*")
        .PUT(BodyPublishers.ofByteArray(body))
        .build();
  }

  /// The path of a new draft, without scenarios: what a measurement publishes need not hold them.
  String draft() {
    String draft = post("", "/v1/drafts", "{}").header("Location");
    put(draft + "/scenarios", "application/x-ndjson", "\n".getBytes(StandardCharsets.UTF_8));
    return draft;
  }

  /// Takes a draft up to the point where only the activation is missing.
  void approve(String draft) {
    post("", draft + "/test-runs", "");
    String backtest =
        post(
                "",
                draft + "/backtests",
                "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}")
            .header("Location");
    while (get(backtest, JSON).json().path("state").asText().equals("RUNNING")) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    int needed =
        post("", draft + "/submission", "{\"reason\":\"a measurement\"}")
            .json()
            .path("approvalsNeeded")
            .asInt();
    say("-2", draft + "/approvals");
    if (needed > 1) {
      say("-3", draft + "/approvals");
    }
  }

  /// @return the version that it became
  long activate(String draft) {
    return post("", draft + "/activation", "{\"reason\":\"a measurement\"}")
        .json()
        .path("version")
        .asLong();
  }

  /// Nothing happens where it is the active one already.
  void goBack(long version) {
    if (get("/v1/rulesets/active", JSON).json().path("version").asLong() != version) {
      say("", "/v1/rulesets/" + version + "/activation");
    }
  }

  /// The version by which the instance would decide now.
  long decidingVersion(String aggregate) {
    return post("", "/v1/evaluations", aggregate).json().path("ruleset").path("version").asLong();
  }

  @Override
  public void close() {
    http.close();
  }
}
