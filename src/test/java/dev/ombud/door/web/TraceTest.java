package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private static void check(String parent, boolean isTaken) {
    String id = Trace.of(parent);
    assertThat(id).as(parent).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    assertThat(id.equals(ID)).as(parent).isEqualTo(isTaken);
  }

  @Test
  void takesAValidParentAndMakesUpForAnyOther() {
    check("00-" + ID + "-" + PARENT + "-01", true);
    check("00-" + ID + "-" + PARENT + "-00", true);
    check("01-" + ID + "-" + PARENT + "-01", true);
    check("01-" + ID + "-" + PARENT + "-01-more", true);
    check("00-" + ID + "-" + PARENT + "-01-more", false);
    check("01-" + ID + "-" + PARENT + "-01more", false);
    check("ff-" + ID + "-" + PARENT + "-01", false);
    check("00-" + ID.toUpperCase(Locale.ROOT) + "-" + PARENT + "-01", false);
    check("00-" + "0".repeat(32) + "-" + PARENT + "-01", false);
    check("00-" + ID + "-" + "0".repeat(16) + "-01", false);
    check("00-" + ID + "-" + PARENT, false);
    check("", false);
    check("x".repeat(100_000), false);
  }

  @Test
  void makesAnotherIdEachTime() {
    assertThat(Trace.of(null)).isNotEqualTo(Trace.of(null));
  }
}
