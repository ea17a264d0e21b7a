package dev.ombud.ground.contract;

import dev.ombud.ground.domain.Aggregate;
import java.util.ArrayList;
import java.util.List;

/// What an aggregate carries that no field has and no part uses, so that its sender is told. What
/// stands for where it came from (`source.pipeline`, `source.runId`, `source.languages`, `lineage`,
/// and of evidence all but its text) is there to be kept, and is used by being on record.
/// Stateless.
public final class Unused {
  private Unused() {}

  /// A clause for each, as details of reasons are; of equal aggregates the same ones in the same
  /// order.
  public static List<String> of(Aggregate aggregate) {
    List<String> unused = new ArrayList<>();
    int variables = aggregate.variables().size();
    if (variables > 0) {
      unused.add(
          variables == 1
              ? "`environment` sets 1 variable, of which the name alone counts: what it is set to is"
                  + " not even kept"
              : "`environment` sets %d variables, of which the names alone count: what they are set to is not even kept"
                  .formatted(variables));
    }
    return unused;
  }
}
