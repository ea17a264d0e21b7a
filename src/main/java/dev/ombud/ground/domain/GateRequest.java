package dev.ombud.ground.domain;

import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.SuiteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a pipeline asks a release gate, with the evidence that it brings. Null and empty mean *not
/// known*. Immutable.
///
/// @param gate for example `production`
/// @param release the candidate
/// @param surfaces those that it changes; none for all of the product
/// @param telemetry by name, as in an aggregate
/// @param fixes what the candidate claims to mend
public record GateRequest(
    String gate,
    String product,
    String release,
    ReleaseStage stage,
    List<String> surfaces,
    @Nullable SuiteResult regressionSuite,
    @Nullable SuiteResult vulnerabilityScan,
    Map<String, Aggregate.Metric> telemetry,
    boolean rollbackPlanAttached,
    List<Fix> fixes,
    Optional<Environment> environment,
    Optional<Experiment> experiment) {

  public GateRequest {
    surfaces = List.copyOf(surfaces);
    telemetry = Map.copyOf(telemetry);
    fixes = List.copyOf(fixes);
  }

  /// Whether it says anything that the record does not know.
  public boolean bringsEvidence() {
    return regressionSuite != null
        || vulnerabilityScan != null
        || !telemetry.isEmpty()
        || !fixes.isEmpty();
  }

  /// One change that claims to mend something.
  ///
  /// @param id for people, for example `PR-4711`
  /// @param themes what it mends: categories or ids of clusters
  /// @param validatedAgainst those of them that a test or a person found mended
  /// @param rootCauseConfidence 0 to 1, or null where nobody said
  public record Fix(
      String id,
      List<String> themes,
      List<String> validatedAgainst,
      @Nullable Double rootCauseConfidence) {
    public Fix {
      themes = List.copyOf(themes);
      validatedAgainst = List.copyOf(validatedAgainst);
    }
  }

  /// What the candidate was tested in.
  ///
  /// @param fingerprint of what it was tested in, for example the digest of its configuration
  /// @param reference the same of what it is promoted to
  public record Environment(String fingerprint, String reference) {
    public boolean hasDrifted() {
      return !fingerprint.equals(reference);
    }
  }

  /// An experiment that runs.
  ///
  /// @param control the variant that the others are compared with
  /// @param exposed customers who got each variant, by its name
  public record Experiment(String key, String control, Map<String, Double> exposed) {
    public Experiment {
      exposed = Map.copyOf(exposed);
    }
  }
}
