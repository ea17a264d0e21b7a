package dev.ombud.ground.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("caller", "owner", "reviewer");

  @Test
  void forgivesSlips() {
    check("caler", "caller");
    check("CALLER", "caller");
    check("ownr", "owner");
    check("reviever", "reviewer");
  }

  @Test
  void doesNotGuessWildly() {
    check("", null);
    check("xyz", null);
    check("administrator", null);
    check("caller".repeat(1000), null);
    assertThat(Nearest.of("caller", List.of())).isEmpty();
  }

  @Test
  void namesNoneOfEquallyNearOnes() {
    assertThat(Nearest.of("P9", List.of("P1", "P2"))).isEmpty();
  }

  private static void check(String word, @Nullable String nearest) {
    assertThat(Nearest.of(word, KNOWN).orElse(null)).isEqualTo(nearest);
  }
}
