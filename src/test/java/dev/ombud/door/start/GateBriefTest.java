package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A verdict of a gate that is no pass is put into words, under the id of its evaluation.
class GateBriefTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void saysWhyAReleaseIsHeldBackAndWhatToDo() throws InterruptedException {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      GateAsking gates = new GateAsking(service.client());
      gates.decide(GateAsking.aggregate("worded", "w1", "1.9", 200, 0.95, GateAsking.severe()));
      JsonNode verdict = gates.ask("worded", "");
      assertThat(verdict.path("verdict").asText()).isEqualTo("BLOCK");
      String path = "/v1/briefs/" + verdict.path("evaluationId").asText();
      Condition.await(
          Duration.ofSeconds(20),
          "the brief is made",
          () -> gates.as(Role.OWNER, path).status() == 200);
      JsonNode brief = GateAsking.good(gates.as(Role.OWNER, path), 200, "Brief");
      assertThat(brief.path("kind").asText()).isEqualTo("GATE_VERDICT");
      assertThat(brief.at("/content/summary").asText())
          .startsWith("Gate production holds back release 2.0 of worded. Customers complain");
      assertThat(brief.at("/content/impactedArea").asText())
          .isEqualTo("200 complaints about payment failure in checkout (P1).");
      assertThat(brief.at("/content/likelyCause").asText())
          .contains("Customers complain gravely about one surface", "200")
          .doesNotContain("_");
    }
  }
}
