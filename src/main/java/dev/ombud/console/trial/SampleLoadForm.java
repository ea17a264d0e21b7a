package dev.ombud.console.trial;

import dev.ombud.console.Fields;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Response;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// Posts the kept samples as a pipeline would. Thread-safe.
final class SampleLoadForm {
  /// Those who may post decisions in the API.
  static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);

  private final Intake intake;
  private final Decisions decisions;
  private final Clock clock;

  SampleLoadForm(Intake intake, Decisions decisions, Clock clock) {
    this.intake = intake;
    this.decisions = decisions;
    this.clock = clock;
  }

  Response take(Visit visit, Fields fields) throws InterruptedException {
    List<byte[]> samples = Samples.before(clock.instant());
    for (byte[] sample : samples) {
      try {
        // One after another, so that an incident grows as it would.
        decisions
            .submitWaiting(intake.read(sample, visit.caller().name(), visit.request().traceId()))
            .get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof ServiceException known
            ? known
            : new IllegalStateException("a sample was not decided", e.getCause());
      }
    }
    return visit.redirect(
        "/", Words.count(samples.size(), "sample aggregate") + " were decided. Look around.");
  }
}
