package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptTest {
  @Test
  void aCodingIsReadOnlyWhereTheClientSaysSo() {
    check(true, "gzip");
    check(true, "deflate, GZIP;q=0.5, br");
    check(true, "br", "gzip");
    check(true, "*");
    check(false);
    check(false, "");
    check(false, "identity");
    check(false, "gzip;q=0");
    check(false, "*, gzip; q=0.0");
    check(false, "*;q=0");
    check(false, "notgzip");
  }

  private static void check(boolean isRead, String... lines) {
    assertThat(Accept.hasCoding(List.of(lines), "gzip"))
        .as(List.of(lines).toString())
        .isEqualTo(isRead);
  }
}
