package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What an override is about: its subject and each part of it.
class HumanOverrideTest {
  private static void check(String subject, String other, boolean expected) {
    HumanOverride override =
        new HumanOverride(
            new UUID(0, 1),
            "storefront",
            subject,
            HumanOverride.Effect.FORBID_MITIGATION,
            "rita",
            Instant.EPOCH,
            "because",
            Instant.MAX,
            Optional.empty());
    assertThat(override.covers("storefront", List.of("cluster:x", other)))
        .as("%s covers %s", subject, other)
        .isEqualTo(expected);
    assertThat(override.covers("bank", List.of(other))).isFalse();
  }

  @Test
  void coversItsSubjectAndEachPartOfIt() {
    check("flag:a", "flag:a", true);
    check("flag:a", "flag:a/treatment", true);
    check("flag:a", "flag:a/treatment@10", true);
    check("flag:a", "flag:a@10", true);
    check("flag:a/treatment", "flag:a/treatment@10", true);
    check("release:2", "release:2->1", true);
    check("release:2", "release:2@25", true);
    check("cluster:x", "flag:b", true);
    check("surface:checkout", "surface:checkout", true);
  }

  @Test
  void coversNothingElse() {
    check("flag:a", "flag:ab", false);
    check("flag:a", "flag:a%2Fb", false);
    check("flag:a/treatment", "flag:a", false);
    check("flag:a/treatment", "flag:a/other@10", false);
    check("flag:a", "experiment:a/treatment", false);
    check("release:2->1", "release:2", false);
    check("release:2", "release:2.1->2", false);
  }
}
