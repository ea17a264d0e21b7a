package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.GitHubApp;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.Aggregates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// GitHub's deployment protection rule, against a server that checks the app's signature and keeps
/// one run.
class ProtectionRuleConnectorTest {
  private static final Instant NOW = Orders.DECIDED;
  private static final KeyPair KEYS = keys();
  private static final String STAGE = "\"stage\": \"CANARY\"";

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// One run that waits at our rule.
  private static final class Actions implements Shaped.Vendor {
    String status = "waiting";
    String conclusion = "";
    int tokens;

    @Override
    public Said answer(Asked asked) {
      if (asked.is("POST", "/app/installations/77/access_tokens")) {
        require(isSigned(asked.header("authorization").substring("Bearer ".length())), "the JWT");
        tokens++;
        return Said.json(
            201, Map.of("token", "ghs_planted", "expires_at", NOW.plusSeconds(3600).toString()));
      }
      require(
          asked.header("authorization").equals("Bearer ghs_planted"), "the installation's token");
      require(asked.path().startsWith("/repos/acme/shop/actions/runs/4711"), "no such run");
      if (asked.is("POST", ".*/deployment_protection_rule")) {
        require(asked.json().at("state").text().equals("rejected"), "never approves");
        require(asked.json().at("environment_name").text().equals("production"), "environment");
        require(!asked.json().at("comment").text().isEmpty(), "a comment");
        status = "completed";
        conclusion = "failure";
        return Said.status(204);
      }
      if (asked.is("GET", ".*/pending_deployments")) {
        return Said.json(
            200,
            status.equals("waiting")
                ? List.of(Map.of("environment", Map.of("name", "production")))
                : List.of());
      }
      return Said.json(
          200,
          Map.of(
              "id",
              4711,
              "status",
              status,
              "conclusion",
              conclusion,
              "html_url",
              "https://x/4711"));
    }

    private static boolean isSigned(String jwt) {
      try {
        String[] parts = jwt.split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        Tree claims = Tree.read(Base64.getUrlDecoder().decode(parts[1])).orElseThrow();
        long lives =
            Long.parseLong(claims.at("exp").text()) - Long.parseLong(claims.at("iat").text());
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
            && lives <= 600
            && claims.at("iss").text().equals("123");
      } catch (GeneralSecurityException e) {
        return false;
      }
    }
  }

  /// As GitHub hands it out: PKCS#1, which is PKCS#8 without its first 26 bytes.
  private static Secret pem(boolean asGitHubDoes) {
    byte[] encoded = KEYS.getPrivate().getEncoded();
    byte[] content = asGitHubDoes ? Arrays.copyOfRange(encoded, 26, encoded.length) : encoded;
    String kind = asGitHubDoes ? "RSA PRIVATE KEY" : "PRIVATE KEY";
    String body = Base64.getMimeEncoder().encodeToString(content);
    return new Secret("-----BEGIN %s-----\n%s\n-----END %s-----".formatted(kind, body, kind));
  }

  private static ProtectionRuleConnector connector(Shaped server, boolean asGitHubDoes) {
    TargetConfig target =
        new TargetConfig(
            "gate",
            TargetKind.GITHUB_DEPLOYMENTS,
            server.url(""),
            Optional.of(pem(asGitHubDoes)),
            Map.of("repository", "acme/shop", "app", "123", "installation", "77"),
            true);
    Api api = new Api(server.outbound(), target, Map.of(), () -> NOW);
    return new ProtectionRuleConnector(target, api, new GitHubApp(target, api, () -> NOW));
  }

  private static Order order(String run) {
    Order plain = Orders.order(ActionKind.FREEZE_ROLLOUT, "release:7.18.1", "x");
    return new Order(
        plain.actionId(),
        plain.key(),
        plain.kind(),
        plain.subject(),
        plain.environment(),
        plain.evidenceAt(),
        Aggregates.surgeWith(STAGE, "\"deploymentId\": \"" + run + "\", " + STAGE),
        plain.parent(),
        plain.brief());
  }

  @Test
  void rejectsARunThatWaitsAndSeesThatItDid() throws Exception {
    Actions actions = new Actions();
    try (Shaped server = new Shaped(actions)) {
      ProtectionRuleConnector connector = connector(server, true);
      Order order = order("4711");
      RemoteState before = connector.look(order);
      assertThat(before).isInstanceOf(RemoteState.Open.class);
      connector.write(order, (RemoteState.Open) before);
      assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
      assertThat(actions.tokens).as("one token does for an hour").isEqualTo(1);
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void seesThatARejectionWentThroughThoughItWasNotAnswered() throws Exception {
    try (Shaped server = new Shaped(new Actions())) {
      ProtectionRuleConnector connector = connector(server, false);
      Order order = order("4711");
      RemoteState before = connector.look(order);
      server.fails(new Fault.Silence("POST"));
      DeliveryException unknown =
          catchThrowableOfType(
              DeliveryException.class, () -> connector.write(order, (RemoteState.Open) before));
      assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
    }
  }

  @Test
  void comesTooLateForARunThatIsThrough() throws Exception {
    Actions actions = new Actions();
    actions.status = "completed";
    actions.conclusion = "success";
    try (Shaped server = new Shaped(actions)) {
      assertThat(connector(server, true).look(order("4711")))
          .isInstanceOf(RemoteState.Refused.class);
    }
  }

  @Test
  void takesNothingButTheNumberOfARunFromAnAggregate() throws Exception {
    try (Shaped server = new Shaped(new Actions())) {
      assertThat(connector(server, true).look(order("../../../user")))
          .isInstanceOf(RemoteState.Refused.class);
      assertThat(server.asked("GET")).isEmpty();
    }
  }
}
