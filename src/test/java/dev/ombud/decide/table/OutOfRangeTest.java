package dev.ombud.decide.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import org.junit.jupiter.api.Test;

final class OutOfRangeTest {
  @Test
  void namesTheRange() {
    check(
        Vocabulary.CONFIDENCE,
        ">= 85",
        "`85` is out of range: `cluster.confidence` goes from 0 to 1: write a number within it");
    check(
        Vocabulary.WINDOW_HOURS,
        "[0..9000]",
        "`9000` is out of range: `window.hours` goes from 0 to 8784 hours: write a number within it");
  }

  @Test
  void takesTheBoundsThemselves() {
    assertThat(UnaryTestReader.read(Vocabulary.CONFIDENCE, "[0..1]"))
        .isInstanceOf(UnaryTestReader.Read.class);
  }

  private static void check(Field field, String cell, String expected) {
    assertThat(UnaryTestReader.read(field, cell))
        .isEqualTo(new UnaryTestReader.Refused(OutOfRange.CODE, expected));
  }
}
