package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.record.texts.Masking;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Trying out how a text is masked, by the patterns that are in force or by others. Nothing of it
/// is stored or logged. Thread-safe.
public final class MaskingRoutes {
  private static final Set<Role> TRIERS = EnumSet.of(Role.OWNER, Role.ADMIN);
  private static final int MAX_TEXT_CHARS = 10_000;
  private static final int MAX_PATTERNS = 50;
  private static final int MAX_PATTERN_CHARS = 300;

  private final Masking masking;

  private MaskingRoutes(Masking masking) {
    this.masking = masking;
  }

  public static List<Route> routes(Access access, Masking masking) {
    MaskingRoutes here = new MaskingRoutes(masking);
    return List.of(new Signed(access).route("POST", "/v1/masking-trials", TRIERS, here::trial));
  }

  private Response trial(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    JsonObject asked = JsonObject.of(Json.read(request.body())).requireOnly("text", "patterns");
    String text =
        asked
            .text("text", MAX_TEXT_CHARS)
            .orElseThrow(() ->
                ServiceException.invalid("`text` is missing: send the text that is to be masked"));
    Object patterns = asked.value("patterns");
    Optional<List<String>> lines = Optional.ofNullable(patterns).map(MaskingRoutes::lines);
    Masking.Trial trial =
        HeavyWork.run("the trial", () -> lines.map(masking::instead).orElse(masking).trial(text));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("masked", trial.masked().text());
    answer.put("confidence", trial.masked().confidence().name());
    answer.put("matches", trial.matches().stream().map(MaskingRoutes::view).toList());
    return Response.json(200, Json.write(answer));
  }

  private static List<String> lines(Object patterns) {
    if (!(patterns instanceof List<?> list) || list.size() > MAX_PATTERNS) {
      throw ServiceException.invalid(
          "`patterns` needs a list of at most " + MAX_PATTERNS + " lines: correct it");
    }
    List<String> lines = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof String line)
          || line.codePointCount(0, line.length()) > MAX_PATTERN_CHARS) {
        throw ServiceException.invalid(
            "`patterns` needs lines of at most %d characters, each a kind, a space and an expression: correct line %d"
                .formatted(MAX_PATTERN_CHARS, lines.size() + 1));
      }
      lines.add(line);
    }
    return lines;
  }

  private static Map<String, Object> view(Masking.Match match) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", match.kind());
    fields.put("pattern", match.pattern());
    fields.put("count", match.count());
    return fields;
  }
}
