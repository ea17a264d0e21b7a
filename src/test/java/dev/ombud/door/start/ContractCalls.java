package dev.ombud.door.start;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Contract;
import dev.ombud.testing.Contract.Operation;
import dev.ombud.testing.RunningService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Calls operations by their names in the document, and holds every answer against it.
record ContractCalls(RunningService service, Contract contract) {
  static final String WHY = "{\"reason\":\"as agreed\"}";

  /// Bodies that are right for operations, but for what they are about. For the others, [#WHY].
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("decide", aggregate("probe")),
          Map.entry("decideBatch", aggregate("probe")),
          Map.entry("evaluate", aggregate("probe")),
          Map.entry("createDraft", "{\"basedOn\":999}"),
          Map.entry("startBacktest", "{}"),
          Map.entry("startDrill", "{\"scenario\":\"none\"}"),
          Map.entry("erase", "{\"evidenceId\":\"nobody\",\"reason\":\"asked\"}"),
          Map.entry("placeFreeze", "{\"from\":\"$NOW\",\"to\":\"$LATER\",\"reason\":\"feast\"}"),
          Map.entry("placeHold", "{\"product\":\"held\",\"reason\":\"court\"}"),
          Map.entry("approveReview", "{\"bindingHash\":\"x\",\"reason\":\"so\"}"),
          Map.entry("rejectReview", "{\"bindingHash\":\"x\",\"reason\":\"so\"}"),
          Map.entry("amendReview", "{\"bindingHash\":\"x\",\"reason\":\"so\",\"tier\":\"NONE\"}"),
          Map.entry(
              "placeOverride",
              "{\"product\":\"x\",\"subject\":\"flag:f\",\"effect\":\"FORBID_AUTOMATION\",\"until\":\"$LATER\",\"reason\":\"so\"}"),
          Map.entry(
              "reportOutcome",
              "{\"id\":\"o1\",\"kind\":\"TICKET_RESOLVED\",\"ticket\":\"T-1\",\"at\":\"$NOW\"}"),
          Map.entry("askGate", GateAsking.question("contract", "")),
          Map.entry(
              "overrideGate",
              "{\"evaluationId\":\"%s\",\"until\":\"$LATER\",\"reason\":\"so\"}"
                  .formatted(UUID.randomUUID())),
          Map.entry(
              "askGateAsFlagger", "{\"metadata\":{\"product\":\"contract\",\"release\":\"2.0\"}}"),
          Map.entry("askGateAsGitHub", "{\"action\":\"other\"}"),
          Map.entry("clickInSlack", "payload=%7B%22type%22%3A%22other%22%7D"),
          Map.entry("evaluateFlag", "{\"context\":{\"targetingKey\":\"u\"}}"),
          Map.entry("evaluateFlags", "{\"context\":{\"targetingKey\":\"u\"}}"),
          Map.entry(
              "askForBrief",
              "{\"kind\":\"TICKET\",\"decisionId\":\"%s\"}".formatted(UUID.randomUUID())),
          Map.entry("judgeBrief", "{\"verdict\":\"ACCEPTED\",\"reason\":\"so\"}"),
          Map.entry("giveLabel", "{\"label\":\"CORRECT\",\"reason\":\"so\"}"));

  static String aggregate(String id) {
    return GateAsking.aggregate("contract", id, "1.9", 200, 0.95, GateAsking.severe())
        .replace("\n", " ");
  }

  static String rightBody(String operation) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
    return BODIES
        .getOrDefault(operation, WHY)
        .replace("$NOW", now.toString())
        .replace("$LATER", now.plusSeconds(7_200).toString());
  }

  /// One request to an operation.
  final class Call {
    private final Operation operation;
    private final List<String> headers = new ArrayList<>();
    private String path;
    private String role;
    private String body;
    private String type;
    private byte[] bytes = {};

    private Call(Operation operation) {
      this.operation = operation;
      this.path =
          operation
              .path()
              .replaceAll("\\{(id|backtest)}", UUID.randomUUID().toString())
              .replace("{version}", "999")
              .replace("{gate}", "production")
              .replaceAll("\\{[a-z]+}", "none");
      this.role = operation.roles().isEmpty() ? "" : operation.roles().getFirst();
      this.body = operation.takesABody() ? rightBody(operation.id()) : "";
      this.type = operation.takesABody() ? operation.mediaTypes().getFirst() : "";
    }

    /// What stands in the path, instead of its `{name}` segments.
    Call at(String... values) {
      path = operation.path();
      for (String value : values) {
        path = path.replaceFirst("\\{[a-z]+}", value);
      }
      return this;
    }

    Call query(String text) {
      path += "?" + text;
      return this;
    }

    Call as(Role other) {
      role = other.word();
      return this;
    }

    Call as(String other) {
      role = other;
      return this;
    }

    Call body(String text) {
      body = text;
      return this;
    }

    Call body(String mediaType, byte[] content) {
      type = mediaType;
      bytes = content;
      return this;
    }

    Call type(String mediaType) {
      type = mediaType;
      return this;
    }

    Call header(String name, String value) {
      headers.addAll(List.of(name, value));
      return this;
    }

    /// Any answer that the document has.
    Answer send() {
      byte[] content = bytes.length > 0 ? bytes : body.getBytes(StandardCharsets.UTF_8);
      HttpRequest.Builder request =
          service
              .client()
              .request(path, Role.CALLER)
              .method(operation.method(), BodyPublishers.ofByteArray(content));
      if (role.isEmpty()) {
        request.setHeader("Authorization", "none");
      } else {
        request.setHeader("Authorization", "Bearer " + secret(role));
      }
      if (!type.isEmpty()) {
        request.header("Content-Type", type);
      }
      if (operation.path().startsWith("/integrations/") && !role.equals("nobody")) {
        Signer.sign(request, content);
      }
      for (int i = 0; i < headers.size(); i += 2) {
        request.setHeader(headers.get(i), headers.get(i + 1));
      }
      return contract.note(operation.id(), service.client().send(request.build()));
    }

    /// That answer and no other.
    Answer must(int status) {
      Answer answer = send();
      if (answer.status() != status) {
        contract.complain(
            "%s %s answers %d and not %d: %s"
                .formatted(operation.id(), path, answer.status(), status, answer.text()));
      }
      return answer;
    }

    /// A refusal with that code.
    Answer must(int status, String code) {
      Answer answer = must(status);
      if (answer.status() == status && !answer.code().equals(code)) {
        contract.complain(
            "%s %s has the code %s and not %s: %s"
                .formatted(operation.id(), path, answer.code(), code, answer.text()));
      }
      return answer;
    }
  }

  /// Signs as GitHub and Slack do.
  static final class Signer {
    static final String SECRET = "it is they who say so";

    private Signer() {}

    static void sign(HttpRequest.Builder request, byte[] body) {
      String now = Long.toString(Instant.now().getEpochSecond());
      String slack = "v0:" + now + ":" + new String(body, StandardCharsets.UTF_8);
      request
          .header("X-GitHub-Event", "deployment_protection_rule")
          .header("X-Hub-Signature-256", "sha256=" + mac(body))
          .header("X-Slack-Request-Timestamp", now)
          .header("X-Slack-Signature", "v0=" + mac(slack.getBytes(StandardCharsets.UTF_8)));
    }

    private static String mac(byte[] body) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Call call(String operation) {
    return new Call(contract.operation(operation));
  }

  /// The secret of the token of that name.
  static String secret(String name) {
    return Set.of("ann", "bob").contains(name)
        ? name + "-secret"
        : ApiClient.secret(Role.CALLER).replace("caller", name);
  }

  /// A role that may not.
  static List<String> others(Operation operation) {
    return Arrays.stream(Role.values())
        .map(Role::word)
        .filter(role -> !operation.roles().contains(role))
        .toList();
  }
}
