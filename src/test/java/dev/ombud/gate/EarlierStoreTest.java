package dev.ombud.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Severity;
import dev.ombud.gate.EarlierStore.Earlier;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What customers said before is read as it stands on record.
final class EarlierStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SURGE_ID =
      "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure";

  private static void decide(ApiClient client, String id, String... edits) {
    String aggregate = Aggregates.edit(Aggregates.surge(), SURGE_ID, id);
    assertThat(client.decide(Aggregates.edit(aggregate, edits)).status()).isEqualTo(201);
  }

  private static List<Earlier> heard(String product, List<String> surfaces, Instant to) {
    return new EarlierStore(POSTGRES.database())
        .heard(product, surfaces, to.minus(Duration.ofHours(1)), to);
  }

  @Test
  void readsWhatWasSaidOfWhichRelease() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      ApiClient client = service.client();
      decide(client, "one");
      decide(client, "two", "7.19.0-rc1", "7.18.9");
      decide(client, "doubtful", "\"card-authorization", "\"other-cluster", "0.92", "0.2");
    }
    Instant now = Instant.now().plusSeconds(1);
    List<Earlier> heard = heard("storefront", List.of(), now);
    assertThat(heard).hasSize(1);
    Earlier only = heard.getFirst();
    assertThat(only.heard().severity()).isEqualTo(Severity.P1);
    assertThat(only.heard().complaints()).isEqualTo(120);
    assertThat(only.heard().evidence()).contains("rv-1");
    assertThat(only.releases()).containsExactly("7.18.9", "7.19.0-rc1");
    assertThat(only.lastAt()).isEqualTo(Instant.parse("2026-03-02T18:00:00Z"));
    assertThat(heard("storefront", List.of("checkout"), now)).hasSize(1);
    assertThat(heard("storefront", List.of("search"), now)).isEmpty();
    assertThat(heard("other", List.of(), now)).isEmpty();
    assertThat(heard("storefront", List.of(), now.minus(Duration.ofHours(2)))).isEmpty();
  }
}
