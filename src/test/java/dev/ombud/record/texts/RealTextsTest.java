package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.json.Json;
import dev.ombud.testing.SharedData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What masking makes of half a year of public reviews: they say hardly anything about who wrote
/// them, so nearly all that is masked there would be masked by mistake.
final class RealTextsTest {
  @Test
  void leavesNearlyAllRealTextsAlone() {
    List<String> texts = new ArrayList<>();
    for (String line : SharedData.aggregates()) {
      Map<?, ?> aggregate = Json.readMembers(line.getBytes(StandardCharsets.UTF_8));
      if (aggregate.get("evidence") instanceof List<?> evidence) {
        for (Object each : evidence) {
          if (each instanceof Map<?, ?> piece && piece.get("text") instanceof String text) {
            texts.add(text);
          }
        }
      }
    }
    Masking masking = Masking.usual();
    Map<String, Integer> kinds = new TreeMap<>();
    for (String text : texts) {
      masking.mask(text).kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
    }
    assertThat(texts).hasSizeGreaterThan(2_000);
    assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum())
        .as("texts with something masked: %s", kinds)
        .isLessThan(texts.size() / 100);
  }
}
