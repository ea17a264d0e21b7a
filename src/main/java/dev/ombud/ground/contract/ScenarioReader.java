package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.domain.DecisionCase;
import dev.ombud.ground.domain.DecisionCase.Expectation;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads scenarios: one JSON document a line, `{name, because, aggregate, receivedAt?,
/// maskingConfidence?, expect}`, or `{name, because, gate, expect}`, which [GateCaseReader] reads.
/// In `expect` a list of severities or dispositions means one of them; `actions` and `reasons` must
/// all be there; `notActions`, `notReasons` and `notMode` must not; `ticketChildren` counts child
/// tickets; `suppressed` says that nothing of it is done, and `notQueued` that nothing starts by
/// itself. Times may be offsets ([ScenarioTimes]); without `receivedAt` an aggregate comes in when
/// its window ends, or, if any of its times is an offset, at the `now` of the offsets. Thread-safe.
public final class ScenarioReader {
  private static final Set<String> ASKED =
      Set.of(
          "severity",
          "disposition",
          "mitigation",
          "notMode",
          "actions",
          "notActions",
          "reasons",
          "notReasons",
          "owner",
          "suppressed",
          "notQueued",
          "ticketChildren");

  private static final String UNWRITABLE = Json.unwritable("the scenario");

  private final AggregateReader aggregates = new AggregateReader();

  /// The scenarios that could be read, and a finding for each that could not.
  public record Reading(List<Scenario> scenarios, List<Finding> findings) {
    public Reading {
      scenarios = List.copyOf(scenarios);
      findings = List.copyOf(findings);
    }
  }

  /// @param file names the place in findings
  public Reading read(String file, byte[] ndjson) {
    List<Scenario> scenarios = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    int number = 0;
    for (String line : new String(ndjson, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        try {
          scenarios.add(scenario(line));
        } catch (ServiceException e) {
          if (e.violations().isEmpty()) {
            findings.add(finding(file, number, Json.inLine(e, number).detail()));
          }
          for (Violation violation : e.violations()) {
            findings.add(finding(file, number, violation.pointer() + ": " + violation.detail()));
          }
        } catch (IllegalArgumentException e) {
          findings.add(finding(file, number, String.valueOf(e.getMessage())));
        }
      }
    }
    return new Reading(scenarios, findings);
  }

  /// The aggregate of a scenario as the file has it; nothing for a case of a gate, which has none.
  public static Optional<byte[]> aggregate(byte[] ndjson, String name) {
    return new String(ndjson, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> JsonReader.read(line.getBytes(StandardCharsets.UTF_8)))
        .filter(root -> root.path("name").asText().equals(name) && root.has("aggregate"))
        .map(root -> ScenarioTimes.resolved(root.path("aggregate"), ScenarioTimes.NOW))
        .map(aggregate -> aggregate.toString().getBytes(StandardCharsets.UTF_8))
        .findFirst();
  }

  /// What is said of a scenario that [Json#isWritable] says no of.
  ///
  /// @param line from 1
  public static Finding unwritable(String file, int line) {
    return finding(file, line, UNWRITABLE);
  }

  private static Finding finding(String file, int line, String message) {
    return new Finding(
        file, "", Integer.toString(line), Finding.Level.ERROR, "bad-scenario", message);
  }

  private Scenario scenario(String line) {
    JsonNode root = JsonReader.read(line.getBytes(StandardCharsets.UTF_8));
    if (!Json.isWritable(Json.plain(root))) {
      throw new IllegalArgumentException(UNWRITABLE);
    }
    if (root.has("gate")) {
      return GateCaseReader.read(root);
    }
    JsonNode written = root.path("aggregate");
    String json = ScenarioTimes.resolved(written, ScenarioTimes.NOW).toString();
    Aggregate aggregate = aggregates.readAggregate(json.getBytes(StandardCharsets.UTF_8));
    return new DecisionCase(
        root.path("name").asText(),
        root.path("because").asText(),
        aggregate,
        receivedAt(root, aggregate),
        masking(root),
        expectation(root.path("expect")));
  }

  private static Instant receivedAt(JsonNode root, Aggregate aggregate) {
    if (root.hasNonNull("receivedAt")) {
      String text = root.get("receivedAt").asText();
      try {
        Instant moment = ScenarioTimes.moment(text, ScenarioTimes.NOW);
        if (TimeIds.covers(moment)) {
          return moment;
        }
      } catch (DateTimeParseException e) {
        // The refusal below says it for both cases.
      }
      throw new IllegalArgumentException(
          "`receivedAt` is `"
              + text
              + "`: write a time such as 2026-03-02T18:00:00Z, or an offset such as now-2h");
    }
    return ScenarioTimes.hasOffsets(root.path("aggregate"))
        ? ScenarioTimes.NOW
        : aggregate.window().end();
  }

  private static MaskingConfidence masking(JsonNode root) {
    if (!root.hasNonNull("maskingConfidence")) {
      return MaskingConfidence.HIGH;
    }
    return ClosedWords.find(root.get("maskingConfidence").asText(), MaskingConfidence.values())
        .orElseThrow(() -> new IllegalArgumentException("`maskingConfidence` is LOW or HIGH"));
  }

  private static boolean isAsked(JsonNode expect, String name) {
    JsonNode flag = expect.path(name);
    if (!flag.isMissingNode() && !flag.isBoolean()) {
      throw new IllegalArgumentException("`" + name + "` is true or false");
    }
    return flag.asBoolean();
  }

  /// @throws IllegalArgumentException for a name that is not in the list
  static void requireOnly(JsonNode expect, Set<String> asked) {
    for (String name : (Iterable<String>) expect::fieldNames) {
      if (!asked.contains(name)) {
        throw new IllegalArgumentException(
            "`expect` has no `" + name + "`: use one of " + asked.stream().sorted().toList());
      }
    }
  }

  private static Expectation expectation(JsonNode expect) {
    requireOnly(expect, ASKED);
    JsonNode mitigation = expect.path("mitigation");
    return new Expectation(
        all(Severity.class, expect.path("severity")),
        all(Disposition.class, expect.path("disposition")),
        one(Tier.class, mitigation.path("tier")),
        one(Scope.class, mitigation.path("scope")),
        one(Mode.class, mitigation.path("mode")),
        one(Mode.class, expect.path("notMode")),
        all(ActionKind.class, expect.path("actions")),
        all(ActionKind.class, expect.path("notActions")),
        all(ReasonCode.class, expect.path("reasons")),
        all(ReasonCode.class, expect.path("notReasons")),
        expect.hasNonNull("owner") ? Optional.of(expect.get("owner").asText()) : Optional.empty(),
        expect.hasNonNull("ticketChildren")
            ? OptionalInt.of(expect.get("ticketChildren").asInt())
            : OptionalInt.empty(),
        isAsked(expect, "suppressed"),
        isAsked(expect, "notQueued"));
  }

  /// One word, or a list of them.
  ///
  /// @throws IllegalArgumentException for another word
  static <E extends Enum<E>> Set<E> all(Class<E> type, JsonNode list) {
    Set<E> values = EnumSet.noneOf(type);
    if (list.isTextual()) {
      values.add(word(type, list.asText()));
    }
    for (JsonNode item : list) {
      values.add(word(type, item.asText()));
    }
    return values;
  }

  private static <E extends Enum<E>> Optional<E> one(Class<E> type, JsonNode word) {
    return word.isTextual() ? Optional.of(word(type, word.asText())) : Optional.empty();
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word) {
    E[] known = type.getEnumConstants();
    return ClosedWords.find(word, known)
        .orElseThrow(
            () -> new IllegalArgumentException("`" + word + "` is none of " + List.of(known)));
  }
}
