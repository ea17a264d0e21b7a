package dev.ombud.gate.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.gate.feedback.EarlierStore.Earlier;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What customers said before is read as it stands on record, by the time of its windows.
final class EarlierStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SURGE_ID =
      "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure";
  private static final Instant SURGE_END = Instant.parse("2026-03-02T18:00:00Z");
  private static final Pattern MOMENT = Pattern.compile("2026-03-0[12]T[0-9:]{8}Z");
  private final Instant end =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(5));

  private void decide(ApiClient client, String id, String... edits) {
    Duration by = Duration.between(SURGE_END, end);
    String aggregate =
        MOMENT
            .matcher(Aggregates.edit(Aggregates.surge(), SURGE_ID, id))
            .replaceAll(moment -> Instant.parse(moment.group()).plus(by).toString());
    assertThat(client.decide(Aggregates.edit(aggregate, edits)).status()).isEqualTo(201);
  }

  private static List<Earlier> heard(String product, List<String> surfaces, Instant to) {
    return new EarlierStore(POSTGRES.database())
        .heard(
            new EarlierStore.Span(
                product,
                surfaces,
                to.minus(Duration.ofHours(1)),
                to,
                Instant.now().plusSeconds(1)));
  }

  @Test
  void readsWhatWasSaidOfWhichReleaseAndWhen() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      ApiClient client = service.client();
      decide(client, "one");
      decide(client, "two", "7.19.0-rc1", "7.18.9");
      decide(client, "doubtful", "\"card-authorization", "\"other-cluster", "0.92", "0.2");
      decide(
          client, "revised", "\"card-authorization", "\"gone", "\"count\": 120", "\"count\": 90");
      decide(
          client,
          "revised",
          "\"card-authorization",
          "\"other",
          "\"count\": 120",
          "\"count\": 70",
          "\"product\"",
          "\"revision\": 1, \"product\"");
    }
    Instant after = end.plusSeconds(1);
    List<Earlier> heard = heard("storefront", List.of(), after);
    assertThat(heard)
        .extracting(each -> each.heard().cluster() + " " + each.heard().complaints())
        .containsExactlyInAnyOrder("card-authorization 120", "other 70");
    Earlier only =
        heard.stream()
            .filter(each -> each.heard().cluster().equals("card-authorization"))
            .findFirst()
            .orElseThrow();
    assertThat(only.heard().severity()).isEqualTo(Severity.P1);
    assertThat(only.heard().evidence()).contains("rv-1");
    assertThat(only.releases()).containsExactly("7.18.9", "7.19.0-rc1");
    assertThat(only.lastAt()).isEqualTo(end);
    assertThat(heard("storefront", List.of("checkout"), after)).hasSize(2);
    assertThat(heard("storefront", List.of("search"), after)).isEmpty();
    assertThat(heard("other", List.of(), after)).isEmpty();
    // By the time of the evidence, and not of the post.
    assertThat(heard("storefront", List.of(), end)).isEmpty();
    assertThat(heard("storefront", List.of(), end.plus(Duration.ofHours(1)))).hasSize(2);
    assertThat(heard("storefront", List.of(), Instant.now().plusSeconds(1))).isEmpty();
  }
}
