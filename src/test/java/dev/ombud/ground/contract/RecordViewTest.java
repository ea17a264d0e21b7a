package dev.ombud.ground.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: what is told of a record is what it has, in its order. Method: one record of all that
/// there is, as JSON.
class RecordViewTest {
  private enum Word {
    ONE {
      @Override
      public String toString() {
        return "not its name";
      }
    }
  }

  private record Part(int n, @Nullable String text) {}

  private record Whole(
      UUID id,
      Instant at,
      LocalDate day,
      Optional<Word> word,
      Optional<Word> nothing,
      boolean isOn,
      double share,
      List<Part> parts,
      Map<String, Part> named,
      String last) {}

  private static final Whole WHOLE =
      new Whole(
          new UUID(1, 2),
          Instant.parse("2026-03-02T18:00:00Z"),
          LocalDate.parse("2026-03-02"),
          Optional.of(Word.ONE),
          Optional.empty(),
          true,
          0.5,
          List.of(new Part(1, null), new Part(2, "b")),
          Map.of("a", new Part(3, "c")),
          "end");

  @Test
  void itsComponentsStandInTheirOrderWithoutWhatIsAbsent() {
    assertThat(new String(Json.write(RecordView.of(WHOLE)), UTF_8))
        .isEqualTo(
            """
            {"id":"00000000-0000-0001-0000-000000000002","at":"2026-03-02T18:00:00Z",\
            "day":"2026-03-02","word":"ONE","isOn":true,"share":0.5,\
            "parts":[{"n":1},{"n":2,"text":"b"}],"named":{"a":{"n":3,"text":"c"}},"last":"end"}\
            """);
  }

  @Test
  void whatIsNotToBeToldIsLeftOut() {
    assertThat(RecordView.of(new Part(1, "a"), "text")).isEqualTo(Map.of("n", 1));
  }
}
