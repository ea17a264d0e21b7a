package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.GateRequest.Environment;
import dev.ombud.ground.domain.GateRequest.Experiment;
import dev.ombud.ground.domain.GateRequest.Fix;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.JsonReader;
import dev.ombud.ground.json.TextLimit;
import dev.ombud.ground.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a pipeline asks a release gate, and refuses what breaks the contract with every
/// violation at once. The contract stands in `openapi.yaml` and `docs/gates.md`. `null` means the
/// same as an absent field. Thread-safe.
public final class GateRequestReader {
  static final int SURFACES = 50;
  static final int FIXES = 100;
  static final int THEMES = 50;
  static final int VARIANTS = 20;

  private static final TextLimit FINGERPRINT = TextLimit.name(200);
  private static final TextLimit ID = TextLimit.name(200);

  /// @param kept the canonical form, from which [#read] reads the same request
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Received(GateRequest request, byte[] kept) {}

  /// @param gate that is asked; stands in the address
  /// @throws ServiceException MALFORMED_JSON, or INVALID_REQUEST with all violations
  public Received read(String gate, byte[] utf8) {
    JsonNode tree = JsonReader.read(utf8);
    List<Violation> violations = new ArrayList<>();
    if (!tree.isObject()) {
      violations.add(
          new Violation("", ViolationCode.WRONG_TYPE, "a question is an object: send `{…}`"));
      throw invalid(violations);
    }
    GateRequest request = request(gate, AggregateBlock.root(tree, violations));
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
    return new Received(request, CanonicalJson.write(tree));
  }

  static ServiceException invalid(List<Violation> violations) {
    Violation first = violations.getFirst();
    String place = first.pointer().isEmpty() ? "the body" : "`" + Excerpt.of(first.pointer()) + "`";
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "%d violation%s, the first at %s: %s"
            .formatted(violations.size(), violations.size() == 1 ? "" : "s", place, first.detail()),
        Map.of(),
        violations);
  }

  static GateRequest request(String gate, AggregateBlock root) {
    String product = root.requiredText("product", AggregateLimits.PRODUCT);
    String release = root.requiredText("release", AggregateLimits.VERSION);
    ReleaseStage stage = stage(root);
    AggregateBlock tests = root.block("tests");
    SuiteResult regression = null;
    SuiteResult scan = null;
    if (tests != null) {
      regression = tests.word("regressionSuite", AggregateLimits.SUITE_RESULTS);
      scan = tests.word("vulnerabilityScan", AggregateLimits.SUITE_RESULTS);
      tests.finish();
    }
    GateRequest request =
        new GateRequest(
            gate,
            product,
            release,
            stage,
            root.texts("surfaces", SURFACES, AggregateLimits.WORD),
            regression,
            scan,
            AggregateReader.telemetry(root),
            Boolean.TRUE.equals(root.flag("rollbackPlanAttached")),
            fixes(root),
            environment(root.block("environment")),
            experiment(root.block("experiment")));
    root.finish();
    return request;
  }

  private static ReleaseStage stage(AggregateBlock root) {
    ReleaseStage stage = root.word("stage", AggregateLimits.STAGES);
    if (!root.has("stage")) {
      root.complain(
          ViolationCode.MISSING_FIELD, "`stage` is needed: one of " + AggregateLimits.STAGES);
    }
    return stage == null ? ReleaseStage.PREPROD : stage;
  }

  private static List<Fix> fixes(AggregateBlock root) {
    List<Fix> fixes = new ArrayList<>();
    for (AggregateBlock block : root.blocks("fixes", FIXES)) {
      fixes.add(
          new Fix(
              block.requiredText("id", ID),
              block.requiredTexts("themes", THEMES, ID),
              block.texts("validatedAgainst", THEMES, ID),
              block.number("rootCauseConfidence", AggregateLimits.CONFIDENCE)));
      block.finish();
    }
    return fixes;
  }

  private static Optional<Environment> environment(@Nullable AggregateBlock block) {
    if (block == null) {
      return Optional.empty();
    }
    Environment environment =
        new Environment(
            block.requiredText("fingerprint", FINGERPRINT),
            block.requiredText("reference", FINGERPRINT));
    block.finish();
    return Optional.of(environment);
  }

  private static Optional<Experiment> experiment(@Nullable AggregateBlock block) {
    if (block == null) {
      return Optional.empty();
    }
    String key = block.requiredText("key", AggregateLimits.FLAG_KEY);
    String control = block.requiredText("control", ID);
    Map<String, Double> exposed = new LinkedHashMap<>();
    for (AggregateBlock variant : block.blocks("variants", VARIANTS)) {
      String name = variant.requiredText("name", ID);
      double customers = variant.requiredNumber("exposed", AggregateLimits.CUSTOMERS);
      if (exposed.put(name, customers) != null) {
        variant.complain(
            ViolationCode.REPEATED_ITEM, "`%s` is named twice: say it once".formatted(name));
      }
      variant.finish();
    }
    if (!exposed.containsKey(control)) {
      block.complain(
          ViolationCode.UNKNOWN_CONTROL,
          "`variants` has no `control`: name how many customers got it");
    }
    block.finish();
    return Optional.of(new Experiment(key, control, exposed));
  }
}
