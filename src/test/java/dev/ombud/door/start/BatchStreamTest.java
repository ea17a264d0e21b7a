package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Load;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// When the parts of a batch and of its answer go over the wire, seen on the socket.
class BatchStreamTest {
  private static final String HEAD =
      """
      POST /v1/decisions:batch HTTP/1.1
      Host: x
      Authorization: Bearer %s
      Content-Type: application/x-ndjson
      Transfer-Encoding: chunked
      """
          .formatted(ApiClient.secret(Role.CALLER));

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void checkDecision(JsonNode line, String aggregateId) {
    assertThat(line.path("aggregateId").asText()).as("%s", line).isEqualTo(aggregateId);
    assertThat(line.has("decisionId")).isTrue();
  }

  @Test
  void givesLeaveToSendTheBodyBeforeItAnswers() {
    try (RawClient client = new RawClient(service.port())) {
      client.head(HEAD + "Expect: 100-continue\n\n");
      assertThat(client.readHead().status()).isEqualTo(100);
      client.chunk(Load.aggregate("leave") + "\n").chunk("");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      checkDecision(ApiClient.json(answer.body()), "leave");
    }
  }

  @Test
  void answersLinesWhileTheBatchStillComes() {
    try (RawClient client = new RawClient(service.port())) {
      client.head(HEAD + "\n");
      client.chunk(Load.aggregate("first") + "\n{\"not\": an aggregate}\n");
      assertThat(client.readHead().status()).isEqualTo(200);
      StringBuilder answers = new StringBuilder();
      while (answers.toString().lines().count() < 2) {
        answers.append(client.readChunk());
      }
      client.chunk(Load.aggregate("last") + "\n").chunk("");
      for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
        answers.append(chunk);
      }
      List<JsonNode> lines = answers.toString().lines().map(ApiClient::json).toList();
      assertThat(lines).hasSize(3);
      checkDecision(lines.get(0), "first");
      assertThat(lines.get(1).path("code").asText()).isEqualTo("malformed-json");
      assertThat(lines.get(1).path("line").asInt()).isEqualTo(2);
      checkDecision(lines.get(2), "last");
    }
  }
}
