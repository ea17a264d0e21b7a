package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.ScenarioSheet;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.Uploads;
import dev.ombud.publish.ruleset.Uploads.ScenarioForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The forms in which scenarios go over the wire. What is kept is always NDJSON.
enum ScenarioFormat {
  JSON("application/json"),
  NDJSON("application/x-ndjson"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final String mediaType;

  ScenarioFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  static ScenarioFormat wanted(Request request) {
    return of(request.acceptable(mediaTypes()));
  }

  static ScenarioForm sent(Request request) {
    request.requireMediaType(mediaTypes());
    return ScenarioForm.valueOf(of(request.mediaType()).name());
  }

  private static String[] mediaTypes() {
    return Arrays.stream(values()).map(each -> each.mediaType).toArray(String[]::new);
  }

  private static ScenarioFormat of(String mediaType) {
    return Arrays.stream(values())
        .filter(each -> each.mediaType.equals(mediaType))
        .findFirst()
        .orElseThrow();
  }

  /// The scenarios of a ruleset in this form.
  Response response(RulesetParts parts) {
    byte[] ndjson = DraftRoutes.part(parts, Uploads.SCENARIOS);
    byte[] body =
        HeavyWork.run(
            "the writing of the scenarios",
            () ->
                switch (this) {
                  case NDJSON -> ndjson;
                  case JSON -> array(ndjson);
                  case XLSX -> ScenarioSheet.write(ndjson);
                });
    return Response.of(200, mediaType, body).with("Vary", "Accept");
  }

  private static byte[] array(byte[] ndjson) {
    List<@Nullable Object> scenarios = new ArrayList<>();
    new String(ndjson, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> scenarios.add(Json.read(line.getBytes(StandardCharsets.UTF_8))));
    return Json.write(scenarios);
  }
}
