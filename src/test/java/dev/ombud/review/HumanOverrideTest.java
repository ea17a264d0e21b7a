package dev.ombud.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.review.HumanOverride.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What an override covers, by subject and by what actions are done to.
final class HumanOverrideTest {
  @Test
  void itCoversWhatItNamesAndItsParts() {
    assertThat(covers("flag:a", "flag:a")).isTrue();
    assertThat(covers("flag:a", "flag:a/b")).isTrue();
    assertThat(covers("release:2", "release:2->1")).isTrue();
    assertThat(covers("cluster:payments", "cluster:payments")).isTrue();
    assertThat(covers("flag:a/b", "flag:a")).isFalse();
    assertThat(covers("flag:a", "experiment:a")).isFalse();
    assertThat(covers("release:2", "release:20->1")).isFalse();
  }

  @Test
  void itCoversNothingThatOnlyBeginsAlike() {
    assertThat(covers("flag:a", "flag:a%2Fb")).isFalse();
    assertThat(covers("cluster:payments", "cluster:payments%2Frefunds")).isFalse();
    assertThat(covers("release:1", "release:1-%3E2")).isFalse();
  }

  @Test
  void itCoversANameAsAPersonTypesIt() {
    assertThat(covers("cluster:payments/refunds", "cluster:payments%2Frefunds")).isTrue();
    assertThat(covers("team:payments", "team:payments")).isTrue();
  }

  private static boolean covers(String subject, String other) {
    HumanOverride override =
        new HumanOverride(
            UUID.randomUUID(),
            "shop",
            subject,
            Effect.FORBID_MITIGATION,
            "olga",
            Instant.EPOCH,
            "in hand",
            Instant.MAX,
            Optional.empty());
    assertThat(override.covers("bank", List.of(other))).isFalse();
    return override.covers("shop", List.of("flag:another", other));
  }
}
