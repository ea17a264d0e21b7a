package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.Job;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.verify.Verifications;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Exports and verifications: how far each is, its end, what it found. A page of its own, which
/// loads itself again while anything runs, and a part of the page for auditors, which a module
/// keeps up to date. Thread-safe.
public final class JobsPage {
  private static final int SHOWN = 10;
  private static final String PATH = "/audit/jobs";

  private final JobStore jobs;
  private final Verifications verifications;
  private final Exports exports;

  JobsPage(JobStore jobs, Verifications verifications, Exports exports) {
    this.jobs = jobs;
    this.verifications = verifications;
    this.exports = exports;
  }

  /// @param isRunning whether any of them runs
  public record View(List<Line> lines, boolean isRunning) {}

  /// One of them.
  ///
  /// @param style `good`, `warn` or `bad`, for the style sheet
  /// @param percent of the whole
  /// @param said why it failed, who cancelled it, or the verdict
  /// @param cancellation where to cancel it, while it runs
  /// @param result where to download what it left
  public record Line(
      String id,
      String title,
      String what,
      String when,
      String state,
      String style,
      String done,
      long percent,
      boolean isRunning,
      Optional<String> said,
      Optional<String> cancellation,
      Optional<String> result,
      String resultName) {}

  View view() {
    List<Line> lines = jobs.newest(SHOWN).stream().map(JobsPage::line).toList();
    return new View(lines, lines.stream().anyMatch(Line::isRunning));
  }

  private static Line line(Job job) {
    boolean isRunning = job.state() == Job.State.RUNNING;
    boolean isExport = job.kind() == Job.Kind.EXPORT;
    Optional<String> verdict = job.result().map(text -> text.substring(text.lastIndexOf('\n') + 1));
    boolean isBad = verdict.filter(text -> text.contains("does not hold")).isPresent();
    String path = PATH + "/" + job.id();
    return new Line(
        job.id().toString(),
        PageWords.name(job.kind()),
        job.what(),
        "%s by %s".formatted(PageWords.time(job.startedAt()), job.caller()),
        isRunning && job.cancelledBy().isPresent() ? "Is being cancelled" : state(job.state()),
        isBad ? "bad" : style(job.state()),
        PageWords.count(job.done(), isExport ? "decision" : "record"),
        Math.round(100 * job.share()),
        isRunning,
        job.failure()
            .or(() -> job.cancelledBy().map(who -> "cancelled by " + who))
            .or(() -> verdict)
            .map(PageWords::sentence),
        isRunning && job.cancelledBy().isEmpty()
            ? Optional.of(path + "/cancellation")
            : Optional.empty(),
        job.state() == Job.State.DONE ? Optional.of(path + "/result") : Optional.empty(),
        isExport ? "Manifest" : "Report");
  }

  private static String state(Job.State state) {
    return switch (state) {
      case RUNNING -> "Runs";
      case DONE -> "Complete";
      case CANCELLED -> "Cancelled, not complete";
      case FAILED -> "Failed, not complete";
    };
  }

  private static String style(Job.State state) {
    return switch (state) {
      case RUNNING, CANCELLED -> "warn";
      case DONE -> "good";
      case FAILED -> "bad";
    };
  }

  Response show(Visit visit) {
    return visit.page(
        Section.AUDIT, "Exports and verifications", "audit/jobs.jte", view(), "jobs.js");
  }

  /// The manifest of an export, the report of a verification, as a file.
  Response result(Visit visit) {
    UUID id = Paths.id(visit.request(), "job");
    Optional<String> report = jobs.find(id).flatMap(Job::result);
    Optional<String> manifest = exports.find(id).map(event -> event.detail());
    String text = report.or(() -> manifest).orElseThrow(() -> Paths.missing("result of job", id));
    return Response.of(
            200,
            report.isPresent() ? "text/plain; charset=utf-8" : "application/json",
            text.getBytes(StandardCharsets.UTF_8))
        .attached(report.isPresent() ? "verification-" + id + ".txt" : id + ".json");
  }

  Response cancel(Visit visit, Fields fields) {
    jobs.cancel(Paths.id(visit.request(), "job"), visit.caller().name());
    return visit.redirect(PATH, "It ends within about a second.");
  }

  Response verify(Visit visit, Fields fields) {
    UUID _ = verifications.start(visit.caller().name());
    return visit.redirect(PATH, "The verification has begun.");
  }
}
