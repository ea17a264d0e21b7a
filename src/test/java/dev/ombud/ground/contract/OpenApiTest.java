package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Attention;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.code.Phase;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.code.Trust;
import dev.ombud.ground.json.JsonReader;
import dev.ombud.ground.json.ProblemWriter;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: `openapi.yaml` says exactly what the code does. Method: put every odd value in every place
/// of an aggregate, and let a JSON Schema validator and [AggregateReader] judge it apart.
///
/// What a schema cannot say is left to the reader alone: on which side of the first and the last
/// moment a time is with its offset, that a window ends after it starts and is not too long, that a
/// span lies in its text, that there are no more complaints than comments, that no text has half a
/// surrogate pair, that no key stands twice in an object.
@Tag("property")
final class OpenApiTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final AggregateReader READER = new AggregateReader();
  private static final Set<ViolationCode> OF_THE_WINDOW =
      Set.of(ViolationCode.WINDOW_ENDS_BEFORE_IT_STARTS, ViolationCode.OUT_OF_RANGE);
  private static final Pattern EDGE =
      Pattern.compile("(1999-12-31|2000-01-01|2099-12-31|2100-01-01)T.*");
  private static final JsonSchema AGGREGATE = OpenApi.schema("Aggregate");

  @Test
  void takesEveryRealAggregateAndEveryScenario() {
    List<String> all = new ArrayList<>(Samples.reviews());
    all.addAll(Samples.scenarios());
    assertThat(all).hasSize(2_034);
    for (String aggregate : all) {
      checkAgreed(JsonReader.read(aggregate), true);
    }
  }

  @Test
  void agreesWithTheReaderOnEveryOddValueInEveryPlace() {
    int refused = 0;
    List<JsonNode> odd = OddValues.all();
    for (String pointer : Places.of(Samples.later())) {
      for (JsonNode value : odd) {
        ObjectNode aggregate = Samples.later();
        Places.put(aggregate, pointer, value);
        refused += checkAgreed(aggregate) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void agreesWithTheReaderOnEveryMissingAndEveryUnknownField() {
    for (String pointer : Places.of(Samples.later())) {
      ObjectNode without = Samples.later();
      Places.remove(without, pointer);
      checkAgreed(without);
      ObjectNode with = Samples.later();
      if (with.at(pointer) instanceof ObjectNode object) {
        object.put("surprise", 1);
        checkAgreed(with, false);
      }
    }
  }

  @Test
  void agreesWithTheReaderThatContractOneHasNoLaterField() {
    List<String> known = Places.of(Samples.full());
    int later = 0;
    for (String pointer : Places.of(Samples.later())) {
      if (!known.contains(pointer)) {
        later++;
        for (JsonNode value : List.of(Samples.later().at(pointer), NODES.nullNode())) {
          ObjectNode aggregate = Samples.full();
          Places.put(aggregate, pointer, value);
          checkAgreed(aggregate, aggregate.equals(Samples.full()));
        }
      }
    }
    assertThat(later).isGreaterThan(60);
    checkAgreed(Samples.full(), true);
    checkAgreed(Samples.later(), true);
    checkAgreed(Samples.full().put("specVersion", "1.1"), true);
    checkAgreed(Samples.later().put("specVersion", "1.0"), false);
  }

  @Test
  void agreesWithTheReaderOnEveryLink() {
    for (String odd : OddValues.LINKS) {
      ObjectNode aggregate = Samples.later();
      aggregate.putArray("links").addObject().put("url", odd);
      checkAgreed(aggregate);
    }
  }

  @Test
  void agreesWithTheReaderOnRandomlyMutatedRealAggregates() {
    List<String> real = new ArrayList<>(Samples.reviews().subList(0, 200));
    real.addAll(Collections.nCopies(100, Samples.LATER));
    List<JsonNode> odd = OddValues.all();
    Property.forAll(
        (random, size) -> mutated(real, odd, random, 1 + size / 10),
        aggregate -> checkAgreed(aggregate));
  }

  @Test
  void listsTheWordsThatTheCodeKnows() {
    checkWords("Severity", Severity.values());
    checkWords("Disposition", Disposition.values());
    checkWords("ActionKind", ActionKind.values());
    checkWords("ActionState", ActionState.values());
    checkWords("ReasonCode", ReasonCode.values());
    checkWords("Mitigation/properties/tier", Tier.values());
    checkWords("Mitigation/properties/scope", Scope.values());
    checkWords("Mitigation/properties/mode", Mode.values());
    checkWords("RecordedDecision/properties/phase", Phase.values());
    checkWords("RecordedDecision/properties/attention", Attention.values());
    checkWords("RecordedDecision/properties/outcome", Outcome.values());
    checkWords("Context/properties/incident/properties/tierReached", Tier.values());
    checkWords("Source/properties/trust", Trust.values());
    checkWords("Release/properties/stage", ReleaseStage.values());
    checkWords("Tests/properties/regressionSuite", SuiteResult.values());
    checkWords(
        "ViolationCode", Arrays.stream(ViolationCode.values()).map(ViolationCode::code).toList());
    checkWords("ErrorCode", Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
  }

  @Test
  void keepsItsOwnSchemasInEveryExample() {
    checkExample("Surge", "Aggregate");
    checkExample("Reviews", "Aggregate");
    checkExample("Context", "Aggregate");
    checkExample("SurgeDecision", "Decision");
    checkExample("SurgeDecision", "BatchLine");
    checkExample("MalformedProblem", "Problem");
    checkExample("InvalidProblem", "Problem");
    assertThat(OpenApi.document().at("/components/examples")).hasSize(6);
  }

  @Test
  void givesExamplesThatTheCodeWouldGive() {
    JsonNode malformed = OpenApi.document().at("/components/examples/MalformedProblem/value");
    JsonNode invalid = OpenApi.document().at("/components/examples/InvalidProblem/value");
    ObjectNode wrong = Samples.full();
    Places.put(wrong, "/release/rolloutPercnt", NODES.numberNode(5));
    Places.put(wrong, "/cluster/confidence", NODES.numberNode(92));
    assertThat(problem(wrong.toString(), invalid)).hasToString(invalid.toString());
    assertThat(problem("{\n  \"specVersion\": \"1.0\",\n}", malformed))
        .hasToString(malformed.toString());
  }

  @Test
  void namesAResponseForEveryStatusAndTheRolesOfEveryOperation() {
    int operations = 0;
    for (JsonNode path : OpenApi.document().get("paths")) {
      for (JsonNode operation : path) {
        operations++;
        assertThat(operation.path("x-roles").isArray()).as("%s", operation).isTrue();
        boolean open = operation.has("security");
        assertThat(operation.get("x-roles").isEmpty()).as("%s", operation).isEqualTo(open);
        assertThat(operation.at("/responses/401").isMissingNode()).isEqualTo(open);
      }
    }
    assertThat(operations).isEqualTo(118);
    List<String> statuses = new ArrayList<>();
    OpenApi.document()
        .at("/paths/~1v1~1decisions/post/responses")
        .fieldNames()
        .forEachRemaining(statuses::add);
    assertThat(statuses)
        .containsExactly(
            "200", "201", "400", "401", "403", "408", "409", "413", "415", "422", "429", "503",
            "default");
  }

  @Test
  void refersOnlyToWhatIsThere() {
    List<String> references =
        OpenApi.document().findValuesAsText("$ref").stream().distinct().toList();
    assertThat(references).hasSizeGreaterThan(50);
    assertThat(references)
        .allSatisfy(reference ->
            assertThat(OpenApi.document().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }

  private static JsonNode problem(String aggregate, JsonNode like) {
    try {
      READER.read(Samples.utf8(aggregate), UnaryOperator.identity());
      throw new AssertionError("no problem with " + aggregate);
    } catch (ServiceException e) {
      return JsonReader.read(
          new ProblemWriter()
              .write(
                  e.code(),
                  e.detail(),
                  like.get("instance").textValue(),
                  e.members(),
                  e.violations()));
    }
  }

  private static void checkExample(String example, String schema) {
    JsonNode value = OpenApi.document().at("/components/examples/" + example + "/value");
    assertThat(OpenApi.schema(schema).validate(value)).as(example).isEmpty();
  }

  private static void checkWords(String schema, Enum<?>[] words) {
    checkWords(schema, Arrays.stream(words).map(Enum::name).toList());
  }

  private static void checkWords(String schema, List<String> words) {
    assertThat(words(schema)).as(schema).containsExactlyElementsOf(words);
  }

  private static List<String> words(String schema) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : OpenApi.document().at("/components/schemas/" + schema + "/enum")) {
      if (!word.isNull()) {
        words.add(word.textValue());
      }
    }
    return words;
  }

  private static void checkAgreed(JsonNode aggregate, boolean accepted) {
    assertThat(checkAgreed(aggregate)).as("%s", aggregate).isEqualTo(accepted);
  }

  /// Whether both take it.
  private static boolean checkAgreed(JsonNode aggregate) {
    Set<ValidationMessage> messages = AGGREGATE.validate(aggregate);
    List<Violation> violations = violations(aggregate);
    assertThat(violations.isEmpty())
        .as("schema %s, reader %s: %s", messages, violations, aggregate)
        .isEqualTo(messages.isEmpty());
    return messages.isEmpty();
  }

  /// Without those that a schema cannot find.
  private static List<Violation> violations(JsonNode aggregate) {
    try {
      READER.read(Samples.utf8(aggregate.toString()), UnaryOperator.identity());
      return List.of();
    } catch (ServiceException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_AGGREGATE);
      return e.violations().stream()
          .filter(v -> !v.pointer().equals("/window") || !OF_THE_WINDOW.contains(v.code()))
          .filter(v -> v.code() != ViolationCode.CONTRADICTION)
          .filter(v ->
              v.code() != ViolationCode.OUT_OF_RANGE
                  || !EDGE.matcher(aggregate.at(v.pointer()).asText()).matches())
          .toList();
    }
  }

  private static ObjectNode mutated(
      List<String> real, List<JsonNode> odd, Random random, int times) {
    ObjectNode aggregate = (ObjectNode) JsonReader.read(real.get(random.nextInt(real.size())));
    for (int i = 0; i < times; i++) {
      List<String> places = Places.of(aggregate);
      String place = places.get(random.nextInt(places.size()));
      switch (random.nextInt(3)) {
        case 0 -> Places.remove(aggregate, place);
        case 1 -> Places.put(aggregate, place, odd.get(random.nextInt(odd.size())).deepCopy());
        default -> Places.put(aggregate, place + "x", NODES.numberNode(1));
      }
    }
    return aggregate;
  }
}
