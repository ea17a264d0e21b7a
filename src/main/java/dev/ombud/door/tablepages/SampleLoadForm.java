package dev.ombud.door.tablepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
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
        "/", PageWords.count(samples.size(), "sample aggregate") + " were decided. Look around.");
  }
}
