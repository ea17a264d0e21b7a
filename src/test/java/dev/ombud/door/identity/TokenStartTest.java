package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a start does with the tokens of the settings once an admin has had a say.
class TokenStartTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String ROOT = "root:admin:root-secret";

  private static RunningService start(String tokens) {
    return RunningService.start(POSTGRES.config(), Map.of("OMBUD_BOOTSTRAP_TOKENS", tokens));
  }

  private static int status(RunningService service, String secret) {
    return send(service, secret, "/v1/rulesets", "").status();
  }

  private static Answer send(RunningService service, String secret, String path, String body) {
    ApiClient client = service.client();
    var request =
        client
            .request(path, dev.ombud.ground.base.Role.ADMIN)
            .setHeader("Authorization", "Bearer " + secret);
    return client.send(
        body.isEmpty()
            ? request.build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  @Test
  void leavesAloneWhatAnAdminRevokedAndIssued() {
    String issued;
    try (RunningService service = start(ROOT + ",ci:caller:ci-secret,old:caller:old-secret")) {
      assertThat(status(service, "ci-secret")).isEqualTo(200);
      send(service, "root-secret", "/v1/tokens/ci/revocation", "{\"reason\":\"it leaked\"}");
      assertThat(status(service, "ci-secret")).isEqualTo(401);
      issued =
          send(
                  service,
                  "root-secret",
                  "/v1/tokens",
                  "{\"name\":\"deploy\",\"roles\":[\"caller\"],\"reason\":\"r\"}")
              .json()
              .path("token")
              .asText();
    }
    try (RunningService service = start(ROOT + ",ci:caller:ci-secret,deploy:admin:deploy-secret")) {
      assertThat(status(service, "ci-secret")).as("revoked stays revoked").isEqualTo(401);
      assertThat(status(service, "old-secret")).as("left the settings").isEqualTo(401);
      assertThat(status(service, issued)).as("issued stays good").isEqualTo(200);
      assertThat(status(service, "deploy-secret")).as("has the name of another").isEqualTo(401);
    }
    try (RunningService service = start(ROOT + ",ci:caller:another-secret")) {
      assertThat(status(service, "another-secret")).as("a new secret").isEqualTo(200);
      assertThat(status(service, "ci-secret")).isEqualTo(401);
      send(
          service,
          "root-secret",
          "/v1/tokens",
          "{\"name\":\"chief\",\"roles\":[\"admin\"],\"reason\":\"r\"}");
    }
    try (RunningService service = start("")) {
      assertThat(service.freshTokens()).as("an admin is there already").isEmpty();
      assertThat(status(service, "root-secret")).as("left the settings").isEqualTo(401);
      assertThat(status(service, issued)).isEqualTo(200);
    }
  }
}
