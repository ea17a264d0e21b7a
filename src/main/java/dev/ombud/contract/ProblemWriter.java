package dev.ombud.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// STAND-IN.
public final class ProblemWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  public byte[] write(
      ErrorCode code,
      String detail,
      String instance,
      Map<String, Object> members,
      List<Violation> violations) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "/docs/errors#" + code.code());
    problem.put("title", code.title());
    problem.put("status", code.status());
    problem.put("code", code.code());
    problem.put("detail", detail);
    problem.put("instance", instance);
    problem.putAll(members);
    if (!violations.isEmpty()) {
      problem.put(
          "violations",
          violations.stream()
              .map(v -> Map.of("pointer", v.pointer(), "code", v.code(), "detail", v.detail()))
              .toList());
    }
    try {
      return JSON.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
