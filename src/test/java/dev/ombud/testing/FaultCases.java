package dev.ombud.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.contract.ScenarioTimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What was once judged wrongly on the running service, a case a fault, and what is right. Held
/// against answers as callers get them, whichever door they come from.
public final class FaultCases {
  private FaultCases() {}

  /// @param aggregate with times as offsets of now
  /// @param expect in the form of the scenarios, with `status`, `warns`, `sameAs` and
  ///   `priorityAbove` besides
  public record Fault(String name, JsonNode aggregate, JsonNode expect) {
    /// As it is sent at a moment.
    public byte[] sentAt(Instant now) {
      return ScenarioTimes.resolved(aggregate, now).toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /// One answer.
  public record Answer(int status, JsonNode body) {}

  public static List<Fault> all() {
    try (InputStream in = FaultCases.class.getResourceAsStream("/faults/evidence.ndjson")) {
      if (in == null) {
        throw new IllegalStateException("faults/evidence.ndjson is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(ApiClient::json)
          .map(each ->
              new Fault(each.get("name").asText(), each.get("aggregate"), each.get("expect")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What does not hold, by the name of the fault; empty where all does.
  public static Map<String, List<String>> misses(Function<Fault, Answer> door) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    List<Fault> faults = all();
    faults.forEach(fault -> answers.put(fault.name(), door.apply(fault)));
    Map<String, List<String>> misses = new LinkedHashMap<>();
    for (Fault fault : faults) {
      List<String> missed = misses(fault, answers);
      if (!missed.isEmpty()) {
        misses.put(fault.name(), missed);
      }
    }
    return misses;
  }

  private static List<String> misses(Fault fault, Map<String, Answer> answers) {
    List<String> misses = new ArrayList<>();
    Answer answer = answers.get(fault.name());
    JsonNode expect = fault.expect();
    if (expect.has("status")) {
      if (answer.status() != expect.get("status").asInt()) {
        misses.add("status is " + answer.status());
      }
      return misses;
    }
    JsonNode body = answer.body();
    oneOf(misses, "severity", expect, body.path("severity").asText());
    oneOf(misses, "disposition", expect, body.path("disposition").asText());
    mitigation(misses, expect, body.path("mitigation"));
    Set<String> actions = texts(body.path("actions"), "kind");
    Set<String> reasons = texts(body.path("reasons"), "code");
    contains(misses, actions, expect.path("actions"), expect.path("notActions"));
    contains(misses, reasons, expect.path("reasons"), expect.path("notReasons"));
    states(misses, expect, texts(body.path("actions"), "state"));
    if (expect.has("warns")
        && !body.path("warnings").toString().contains(expect.get("warns").asText())) {
      misses.add("warnings are " + body.path("warnings"));
    }
    beside(misses, expect, body, answers);
    return misses;
  }

  private static void mitigation(List<String> misses, JsonNode expect, JsonNode mitigation) {
    for (Map.Entry<String, JsonNode> member : expect.path("mitigation").properties()) {
      if (!mitigation.path(member.getKey()).equals(member.getValue())) {
        misses.add("mitigation is " + mitigation);
      }
    }
    if (expect.has("notMode") && mitigation.path("mode").equals(expect.get("notMode"))) {
      misses.add("mode is " + mitigation.path("mode"));
    }
  }

  private static void states(List<String> misses, JsonNode expect, Set<String> states) {
    if (expect.path("suppressed").asBoolean() && !states.equals(Set.of("SUPPRESSED"))) {
      misses.add("states are " + states);
    }
    if (expect.path("notQueued").asBoolean() && states.contains("QUEUED")) {
      misses.add("states are " + states);
    }
  }

  private static void beside(
      List<String> misses, JsonNode expect, JsonNode body, Map<String, Answer> answers) {
    if (expect.has("sameAs")) {
      JsonNode other = answers.get(expect.get("sameAs").asText()).body();
      if (!body.path("severity").equals(other.path("severity"))) {
        misses.add("severity is " + body.path("severity") + ", not " + other.path("severity"));
      }
    }
    if (expect.has("priorityAbove")) {
      JsonNode other = answers.get(expect.get("priorityAbove").asText()).body();
      if (body.path("priority").asDouble() <= other.path("priority").asDouble()) {
        misses.add("priority is " + body.path("priority") + ", not over " + other.path("priority"));
      }
    }
  }

  private static void oneOf(List<String> misses, String field, JsonNode expect, String actual) {
    if (expect.path(field) instanceof ArrayNode allowed && !texts(allowed).contains(actual)) {
      misses.add(field + " is " + actual);
    }
  }

  private static void contains(
      List<String> misses, Set<String> actual, JsonNode wanted, JsonNode unwanted) {
    texts(wanted).stream()
        .filter(each -> !actual.contains(each))
        .forEach(each -> misses.add(each + " is missing of " + actual));
    texts(unwanted).stream()
        .filter(actual::contains)
        .forEach(each -> misses.add(each + " must not be there"));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static Set<String> texts(JsonNode list, String member) {
    Set<String> texts = new HashSet<>();
    list.forEach(item -> texts.add(((ObjectNode) item).path(member).asText()));
    return texts;
  }
}
