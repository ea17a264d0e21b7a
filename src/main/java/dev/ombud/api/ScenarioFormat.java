package dev.ombud.api;

import dev.ombud.contract.Json;
import dev.ombud.contract.ScenarioReader;
import dev.ombud.domain.Finding;
import dev.ombud.domain.HeavyWork;
import dev.ombud.domain.ServiceException;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.table.ScenarioSheet;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.io.ByteArrayOutputStream;
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

  /// Where they stand in a ruleset.
  static final String PATH = RulesetCompiler.TABLES + "scenarios.ndjson";

  private final String mediaType;

  ScenarioFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  static ScenarioFormat wanted(Request request) {
    return of(request.acceptable(mediaTypes()));
  }

  static ScenarioFormat sent(Request request) {
    request.requireMediaType(mediaTypes());
    return of(request.mediaType());
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

  /// What was sent in this form, as NDJSON.
  ///
  /// @throws ServiceException MALFORMED_JSON, INVALID_REQUEST, INVALID_TABLE with every finding
  byte[] read(byte[] body) {
    return HeavyWork.run("the reading of the scenarios", () -> ndjson(body));
  }

  private byte[] ndjson(byte[] body) {
    byte[] ndjson =
        switch (this) {
          case NDJSON -> body;
          case JSON -> lines(body);
          case XLSX -> rows(body);
        };
    List<Finding> findings = new ScenarioReader().read(PATH, ndjson).findings();
    if (!findings.isEmpty()) {
      throw DraftRoutes.invalid(findings);
    }
    return ndjson;
  }

  private static byte[] lines(byte[] body) {
    if (!(Json.read(body) instanceof List<?> scenarios)) {
      throw ServiceException.invalid("the body is no JSON array: send the scenarios in brackets");
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < scenarios.size(); i++) {
      Object scenario = scenarios.get(i);
      if (!Json.isWritable(scenario)) {
        throw DraftRoutes.invalid(List.of(ScenarioReader.unwritable(PATH, i + 1)));
      }
      lines.writeBytes(Json.write(scenario));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static byte[] rows(byte[] body) {
    ScenarioSheet.Reading reading = ScenarioSheet.read("scenarios.xlsx", body);
    if (!reading.findings().isEmpty()) {
      throw DraftRoutes.invalid(reading.findings());
    }
    return reading.ndjson().getBytes(StandardCharsets.UTF_8);
  }

  /// The scenarios of a ruleset in this form.
  Response response(RulesetParts parts) {
    byte[] ndjson = DraftRoutes.part(parts, PATH);
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
