package dev.ombud.door.casepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.domain.Aggregate.Span;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: a text is shown whole whatever its spans say, and what they mark is what they name.
@Tag("property")
final class TextPartTest {
  private static String parts(String text, Span... spans) {
    return TextPart.of(text, List.of(spans)).stream()
        .map(part -> part.isTold() ? "<" + part.text() + ":" + part.label() + ">" : part.text())
        .collect(Collectors.joining());
  }

  @Test
  void marksWhatTellsSomething() {
    assertThat(parts("card fails now", new Span(5, 10, "symptom")))
        .isEqualTo("card <fails:symptom> now");
    assertThat(parts("card fails", new Span(5, 10, null), new Span(0, 4, null)))
        .isEqualTo("<card:> <fails:>");
    assertThat(parts("💳💳a", new Span(1, 2, null))).isEqualTo("💳<💳:>a");
    assertThat(parts("card")).isEqualTo("card");
    assertThat(parts("")).isEmpty();
  }

  @Test
  void leavesOutWhatOverlapsOrLiesOutside() {
    assertThat(parts("card fails", new Span(0, 6, "a"), new Span(5, 10, "b")))
        .isEqualTo("<card f:a>ails");
    assertThat(parts("card", new Span(2, 9, null), new Span(9, 10, null), new Span(3, 3, null)))
        .isEqualTo("card");
  }

  @Test
  void losesNothingOfTheText() {
    Property.forAll(
        (random, size) -> {
          List<Span> spans = new ArrayList<>();
          for (int i = 0; i < random.nextInt(6); i++) {
            spans.add(new Span(random.nextInt(size + 1), random.nextInt(size + 3), null));
          }
          return spans;
        },
        spans -> {
          String text = "é💳 <b>a</b> ".repeat(4);
          assertThat(
                  TextPart.of(text, spans).stream()
                      .map(TextPart::text)
                      .collect(Collectors.joining()))
              .isEqualTo(text);
        });
  }
}
