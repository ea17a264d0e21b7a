package dev.ombud.door.recordpages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.record.export.Export;
import dev.ombud.record.export.ExportFormat;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.Job;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an auditor sees of long work, and that nothing that ended early looks finished. The exports
/// that end early run in the test, on the database of the service, as on another instance.
class JobsPageTest {
  private static final Pattern RESULT = Pattern.compile("href=\"(/audit/jobs/[0-9a-f-]+/result)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static ConsoleClient browser;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    browser = new ConsoleClient(service.port()).signIn(Role.AUDITOR);
    assertThat(service.client().decide(Aggregates.surge()).status()).isEqualTo(201);
    Condition.await(
        PATIENCE,
        "the decision is sealed",
        () -> !browser.get("/audit").words().contains("Nothing is sealed"));
  }

  @AfterAll
  static void stop() {
    browser.close();
    service.close();
  }

  private static Exports exports() {
    Clock clock = Clock.systemUTC();
    return new Exports(
        POSTGRES.database(),
        new JobStore(POSTGRES.database()),
        new AuditLog(POSTGRES.database()),
        new TimeIds(clock),
        clock);
  }

  private static Export begin() {
    return exports().begin(ExportFormat.NDJSON, DecisionFilter.ALL, false, "ada");
  }

  private static Job job(UUID id) {
    return new JobStore(POSTGRES.database()).find(id).orElseThrow();
  }

  /// The part of the list about one job.
  private static String line(UUID id) {
    Page page = browser.get("/audit/jobs");
    assertThat(page.text()).contains("data-job=\"" + id + "\"");
    String from = page.text().substring(page.text().indexOf("data-job=\"" + id));
    return new Page(200, Map.of(), from.substring(0, from.indexOf("</tr>"))).words();
  }

  @Test
  void verifiesTheWholeLogAndHandsOutTheReport() {
    Page begun = browser.submit(browser.get("/audit"), "/audit/verifications", Map.of());
    assertThat(begun.header("Location")).isEqualTo("/audit/jobs");
    Condition.await(
        PATIENCE,
        "the log is verified",
        () -> browser.get("/audit/jobs").words().contains("The log holds."));
    Matcher result = RESULT.matcher(browser.get("/audit/jobs").text());
    assertThat(result.find()).isTrue();
    Page report = browser.get(result.group(1));
    assertThat(report.header("Content-Disposition")).startsWith("attachment");
    assertThat(report.text()).contains("decisions", "checkpoints: ").endsWith("the log holds");
  }

  @Test
  void showsAnExportWithItsManifest() {
    assertThat(
            browser
                .submit(
                    browser.get("/audit"),
                    "/audit/export",
                    Map.of("format", "csv", "product", "", "from", ""))
                .status())
        .isEqualTo(200);
    Page page = browser.get("/audit/jobs");
    assertThat(page.words()).contains("all decisions, as csv", "Complete", "1 decision");
    Job job =
        new JobStore(POSTGRES.database())
            .newest(20).stream()
                .filter(each -> each.what().endsWith("csv"))
                .findFirst()
                .orElseThrow();
    assertThat(browser.get("/audit/jobs/" + job.id() + "/result").text())
        .contains("\"complete\":true", "\"sha256\"");
  }

  @Test
  void endsWhatAnotherInstanceDoesOnceItIsCancelledHere() throws InterruptedException {
    Export export = begin();
    assertThat(line(export.id())).contains("Runs", "0 decisions, 0 %", "Cancel it");
    Page page = browser.get("/audit/jobs");
    String path = "/audit/jobs/" + export.id() + "/cancellation";
    assertThat(browser.submit(page, path, Map.of()).status()).isEqualTo(303);
    assertThat(line(export.id())).contains("Is being cancelled");
    assertThatThrownBy(() -> export.run((_, _, _) -> {})).isInstanceOf(ServiceException.class);
    assertThat(job(export.id()).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(line(export.id()))
        .contains("Cancelled, not complete", "Cancelled by ")
        .doesNotContain("Manifest");
    assertThat(exports().find(export.id()).orElseThrow().detail()).contains("\"complete\":false");
    assertThat(browser.submit(page, path, Map.of()).status()).isEqualTo(409);
  }

  @Test
  void neverShowsAsFinishedWhatItsReaderLeft() throws InterruptedException {
    Export export = begin();
    assertThatThrownBy(() ->
            export.run((_, _, _) -> {
              throw new IllegalStateException("the reader has left");
            }))
        .hasMessage("the reader has left");
    assertThat(line(export.id())).contains("Failed, not complete", "not taken to its end");
  }

  @Test
  void neverShowsAsFinishedWhatWasKilled() {
    UUID id = begin().id();
    POSTGRES
        .database()
        .change(handle ->
            handle.execute(
                "update jobs set heartbeat_at = heartbeat_at - interval '61 s' where id = ?", id));
    assertThat(line(id))
        .contains("Failed, not complete", "the instance that ran it is gone")
        .doesNotContain("Cancel it");
  }

  @Test
  void refusesPeopleWhoAreNoAuditors() {
    try (ConsoleClient owner = new ConsoleClient(service.port()).signIn(Role.OWNER)) {
      assertThat(owner.get("/audit/jobs").status()).isEqualTo(403);
      Page tables = owner.get("/tables");
      assertThat(owner.submit(tables, "/audit/verifications", Map.of()).status()).isEqualTo(403);
    }
    assertThat(browser.get("/audit/jobs/%s/result".formatted(new UUID(0, 1))).status())
        .isEqualTo(404);
  }
}
