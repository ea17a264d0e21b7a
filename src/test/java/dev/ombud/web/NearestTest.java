package dev.ombud.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("severity", "surface", "product", "to");

  private static void check(String word, String nearest) {
    assertThat(Nearest.to(word, KNOWN)).as(word).isEqualTo(nearest);
  }

  @Test
  void findsWhatWasProbablyMeant() {
    check("produkt", "product");
    check("prodct", "product");
    check("serverity", "severity");
    check("face", "surface");
    check("t", "to");
    check("", "to");
    check("SURFACE", "surface");
  }
}
