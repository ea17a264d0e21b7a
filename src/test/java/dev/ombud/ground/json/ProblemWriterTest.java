package dev.ombud.ground.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.contract.OpenApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProblemWriterTest {
  private static final ProblemWriter WRITER = new ProblemWriter();

  @Test
  void writesAProblem() {
    assertThat(
            write(
                ErrorCode.MALFORMED_JSON, "line 3: no", Map.of("line", 3, "column", 1), List.of()))
        .isEqualTo(
            "{\"type\":\"/docs/errors#malformed-json\",\"title\":\"the body is not JSON\","
                + "\"status\":400,\"detail\":\"line 3: no\",\"instance\":\"urn:trace:1\","
                + "\"code\":\"malformed-json\",\"column\":1,\"line\":3}");
  }

  @Test
  void writesViolations() {
    assertThat(
            write(
                ErrorCode.INVALID_AGGREGATE,
                "1 violation",
                Map.of(),
                List.of(new Violation("/a", ViolationCode.EMPTY, "an empty text"))))
        .endsWith(
            "\"code\":\"invalid-aggregate\",\"violations\":"
                + "[{\"pointer\":\"/a\",\"code\":\"empty\",\"detail\":\"an empty text\"}]}");
  }

  @Test
  void writesMembersOfEveryKind() {
    Map<String, Object> members =
        Map.of("a", "/x", "b", 1.5, "c", true, "d", List.of("x", "y"), "e", 12L);
    assertThat(write(ErrorCode.AGGREGATE_CONFLICT, "other", members, List.of()))
        .endsWith(",\"a\":\"/x\",\"b\":1.5,\"c\":true,\"d\":[\"x\",\"y\"],\"e\":12}");
  }

  @Test
  void writesHalfASurrogatePairAsSomethingThatUtf8CanHold() {
    String written =
        write(
            ErrorCode.INVALID_AGGREGATE,
            "half \ud800",
            Map.of("a", "\udc00"),
            List.of(new Violation("/\ud800", ViolationCode.UNKNOWN_FIELD, "`\ud800`")));
    assertThat(written).contains("half ?", "\"a\":\"?\"", "\"pointer\":\"/?\"", "`?`");
  }

  @Test
  void writesWhatTheContractPublishesForEveryCode() {
    JsonSchema schema = OpenApi.schema("Problem");
    for (ErrorCode code : ErrorCode.values()) {
      String problem = write(code, code.title() + ": " + code.remedy(), Map.of(), List.of());
      assertThat(schema.validate(JsonReader.read(problem))).as(problem).isEmpty();
    }
  }

  private static String write(
      ErrorCode code, String detail, Map<String, Object> members, List<Violation> violations) {
    return new String(
        WRITER.write(code, detail, "urn:trace:1", members, violations), StandardCharsets.UTF_8);
  }
}
