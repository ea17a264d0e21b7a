package dev.ombud.door.casepages;

import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.replay.Uninformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was decided on, a line a value, as it is on record. Stateless.
public final class Inputs {
  private static final int MAX_LINES = 200;

  private Inputs() {}

  static List<Line> of(Uninformed.Shown shown) {
    StoredDecision stored = shown.stored();
    List<Line> lines = new ArrayList<>();
    for (String place : shown.withheld()) {
      lines.add(new Line(place.substring(1).replace('/', '.'), Withholding.WORD));
    }
    add(lines, "", Json.readMembers(stored.aggregateJson().getBytes(StandardCharsets.UTF_8)));
    return lines.size() <= MAX_LINES ? lines : lines.subList(0, MAX_LINES);
  }

  /// @param path of names with dots between them
  public record Line(String path, String value) {}

  private static void add(List<Line> lines, String path, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> object ->
          object.forEach((name, member) ->
              add(lines, path.isEmpty() ? String.valueOf(name) : path + "." + name, member));
      case List<?> list when list.stream().noneMatch(item -> item instanceof Map) ->
          lines.add(new Line(path, String.join(", ", list.stream().map(String::valueOf).toList())));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          add(lines, path + "[" + (i + 1) + "]", list.get(i));
        }
      }
      case null -> lines.add(new Line(path, "not known"));
      default -> lines.add(new Line(path, String.valueOf(value)));
    }
  }
}
