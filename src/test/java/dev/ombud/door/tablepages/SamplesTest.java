package dev.ombud.door.tablepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Instant NOW = Instant.parse("2027-05-06T07:08:09Z");

  private final AggregateReader reader = new AggregateReader();

  @Test
  void keepTheContractAndEndBeforeNow() {
    List<Aggregate> samples = Samples.before(NOW).stream().map(reader::readAggregate).toList();
    assertThat(samples).hasSize(16);
    assertThat(samples)
        .allSatisfy(sample ->
            assertThat(sample.window().end())
                .isBeforeOrEqualTo(NOW)
                .isAfter(NOW.minus(Duration.ofHours(12))));
    assertThat(samples)
        .extracting(sample -> sample.window().end())
        .isSortedAccordingTo(Instant::compareTo);
    assertThat(samples)
        .extracting(Aggregate::aggregateId)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).startsWith("sample-"));
  }

  @Test
  void areTheSameWithinAnHour() {
    assertThat(text(NOW)).isEqualTo(text(NOW.plus(Duration.ofMinutes(20))));
    assertThat(text(NOW)).isNotEqualTo(text(NOW.plus(Duration.ofHours(1))));
  }

  private static List<String> text(Instant now) {
    return Samples.before(now).stream()
        .map(sample -> new String(sample, StandardCharsets.UTF_8))
        .toList();
  }
}
