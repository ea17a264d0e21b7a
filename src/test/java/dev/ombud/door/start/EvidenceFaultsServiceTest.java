package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.FaultCases;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The cases of [dev.ombud.record.decision.EvidenceFaultsTest], posted to a running service.
final class EvidenceFaultsServiceTest {
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

  @Test
  void holdsOverHttp() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    assertThat(FaultCases.misses(fault -> post("/v1/decisions", fault.sentAt(now)))).isEmpty();
    assertThat(FaultCases.misses(fault -> post("/v1/evaluations", fault.sentAt(now)))).isEmpty();
  }

  private static FaultCases.Answer post(String path, byte[] body) {
    ApiClient.Answer answer = service.client().post(path, ApiClient.JSON, body);
    return new FaultCases.Answer(answer.status(), answer.json());
  }
}
