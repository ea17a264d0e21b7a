package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/// Declares flags and asks for them, over HTTP.
record FlagClient(RunningService service) {
  Answer send(Role role, String method, String path, String body, String... more) {
    HttpRequest.Builder request =
        service
            .client()
            .request(path, role)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return service.client().send(request.build());
  }

  Answer put(String key, String body, String... headers) {
    return send(Role.OWNER, "PUT", "/v1/flags/" + key, body, headers);
  }

  /// Declares a flag and waits until it is served.
  void serve(String key, String body) {
    assertThat(put(key, body).status()).isEqualTo(201);
    Condition.await(
        Duration.ofSeconds(5),
        "`" + key + "` is served",
        () -> ofrep("/" + key, "{\"context\":{\"targetingKey\":\"u\"}}").status() == 200);
  }

  Answer ofrep(String path, String body, String... headers) {
    return send(Role.CALLER, "POST", "/ofrep/v1/evaluate/flags" + path, body, headers);
  }
}
