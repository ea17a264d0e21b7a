package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.record.texts.Masking;
import dev.ombud.testing.Aggregates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IntakeTest {
  @Test
  void readsWhatIsLargeOnAThreadApart() {
    assertThat(reader("")).isSameAs(Thread.currentThread());
    assertThat(reader(" ".repeat(16_000))).isNotSameAs(Thread.currentThread());
  }

  private static Thread reader(String more) {
    List<Thread> readers = new ArrayList<>();
    Intake intake =
        new Intake(
            Masking.usual(),
            texts -> {
              readers.add(Thread.currentThread());
              return List.of();
            });
    byte[] json = (Aggregates.surge() + more).getBytes(StandardCharsets.UTF_8);
    Submission _ = intake.read(json, "caller", "trace");
    return readers.getFirst();
  }
}
