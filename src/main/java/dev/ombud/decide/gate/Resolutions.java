package dev.ombud.decide.gate;

import dev.ombud.ground.domain.GateCase.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which complaints are fixed already: of one cluster and cohort, those until its fix was deployed
/// and its ticket resolved, whichever came last, as long as it did not come back.
///
/// It comes back with a window that calls for somebody and whose evidence is later than that; from
/// then on all of it counts again, until both are reported anew. A ticket that is reopened or
/// declined is not resolved. Immutable.
final class Resolutions implements Predicate<Complaint> {
  private record Trouble(String cluster, String cohort) {}

  /// In the order of time; at the same moment, customers spoke before anybody fixed anything.
  private record Step(Instant at, @Nullable Report report) {}

  private final Map<Trouble, Instant> since = new HashMap<>();

  /// @param complaints that a gate counts
  Resolutions(Collection<Report> reports, Collection<Complaint> complaints) {
    Map<Trouble, List<Step>> courses = new HashMap<>();
    for (Report report : reports) {
      courses
          .computeIfAbsent(new Trouble(report.cluster(), report.cohort()), _ -> new ArrayList<>())
          .add(new Step(report.at(), report));
    }
    complaints.stream()
        .filter(Complaint::breaches)
        .forEach(each ->
            courses.computeIfPresent(
                trouble(each),
                (_, steps) -> {
                  steps.add(new Step(each.at(), null));
                  return steps;
                }));
    courses.forEach((trouble, steps) -> resolvedAt(steps).ifPresent(at -> since.put(trouble, at)));
  }

  private static Trouble trouble(Complaint complaint) {
    return new Trouble(complaint.cluster(), complaint.cohort());
  }

  private static Optional<Instant> resolvedAt(List<Step> steps) {
    steps.sort(Comparator.comparing(Step::at).thenComparing(step -> step.report() != null));
    boolean isDeployed = false;
    boolean isResolved = false;
    Optional<Instant> since = Optional.empty();
    for (Step step : steps) {
      Report report = step.report();
      boolean cameBack = report == null && since.isPresent();
      if (report != null) {
        switch (report.kind()) {
          case DEPLOYED -> isDeployed = true;
          case TICKET_RESOLVED -> isResolved = true;
          case TICKET_REOPENED, TICKET_DECLINED -> isResolved = false;
        }
      } else if (cameBack) {
        isDeployed = false;
        isResolved = false;
      }
      since = isDeployed && isResolved ? since.or(() -> Optional.of(step.at())) : Optional.empty();
    }
    return since;
  }

  /// Whether a complaint is fixed already.
  @Override
  public boolean test(Complaint complaint) {
    Instant at = since.get(trouble(complaint));
    return at != null && !complaint.at().isAfter(at);
  }
}
