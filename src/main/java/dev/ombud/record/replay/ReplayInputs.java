package dev.ombud.record.replay;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.DecisionReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.record.log.DecisionRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a decision was judged from, read back from its row. Immutable by custom.
///
/// @param inputs nothing where they cannot be read
/// @param problems what is wrong with them, in plain words
record ReplayInputs(Optional<Read> inputs, List<String> problems) {
  private static final AggregateReader AGGREGATES = new AggregateReader();
  private static final DecisionReader CONTEXTS = new DecisionReader();

  ReplayInputs {
    problems = List.copyOf(problems);
  }

  record Read(Aggregate aggregate, Context context) {}

  static ReplayInputs of(DecisionRow row) {
    List<String> problems = new ArrayList<>();
    byte[] digest = Sha256.of(row.documents().aggregate());
    if (!Arrays.equals(digest, row.aggregateDigest())) {
      problems.add(
          "the stored aggregate is not the one that was decided: its digest is %s, on record is %s"
              .formatted(Sha256.text(digest), Sha256.text(row.aggregateDigest())));
    }
    try {
      Aggregate aggregate = AGGREGATES.readAggregate(row.documents().aggregate());
      Context context =
          CONTEXTS.context(new String(row.documents().context(), StandardCharsets.UTF_8));
      return new ReplayInputs(Optional.of(new Read(aggregate, context)), problems);
    } catch (ServiceException e) {
      problems.add("the stored aggregate cannot be read: " + e.detail());
    } catch (IllegalStateException | IllegalArgumentException | java.time.DateTimeException e) {
      problems.add("the stored context cannot be read: " + e.getMessage());
    }
    return new ReplayInputs(Optional.empty(), problems);
  }
}
