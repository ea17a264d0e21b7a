package dev.ombud.door.recordpages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.text.Excerpt;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.CheckpointRow;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.KeyRow;
import dev.ombud.record.log.Proofs;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The log, for those who check it. Thread-safe.
public final class AuditPage {
  private static final int CHECKPOINTS = 5;
  private static final int EVENTS = 50;
  private static final List<String> KINDS =
      Arrays.stream(AuditEvent.Kind.values()).map(Enum::name).sorted().toList();

  private final Proofs proofs;
  private final AuditLog log;
  private final JobsPage jobs;

  AuditPage(Proofs proofs, AuditLog log, JobsPage jobs) {
    this.proofs = proofs;
    this.log = log;
    this.jobs = jobs;
  }

  /// @param note the newest checkpoint byte for byte
  public record View(
      List<Checkpoint> checkpoints,
      Optional<String> note,
      List<String> keys,
      List<Event> events,
      String kind,
      List<String> kinds,
      String actor,
      Optional<String> next,
      List<String> formats,
      JobsPage.View jobs) {}

  public record Checkpoint(String at, String size, String root, String key) {}

  /// @param decision the address of the decision that it is about
  public record Event(
      String at,
      String kind,
      String actor,
      String subject,
      Optional<String> decision,
      String reason) {}

  /// The page as it is without filters, where a filter or a form of it is refused.
  Response again(Visit visit) {
    return page(visit, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Response show(Visit visit) {
    Request request = visit.request();
    Optional<String> kind =
        request.query("kind").filter(text -> !text.isBlank()).map(AuditPage::kind);
    Optional<String> actor = request.query("actor").filter(text -> !text.isBlank());
    return page(visit, kind, actor, request.query("before").map(AuditPage::cursor));
  }

  private Response page(
      Visit visit, Optional<String> kind, Optional<String> actor, Optional<UUID> before) {
    Page<EventRow> page =
        log.find(
            new EventQuery(
                Optional.empty(),
                actor,
                kind,
                Optional.empty(),
                Instant.EPOCH,
                TimeIds.EVER,
                EVENTS,
                before));
    List<CheckpointRow> checkpoints = proofs.page(CHECKPOINTS, Optional.empty()).items();
    View view =
        new View(
            checkpoints.stream().map(AuditPage::checkpoint).toList(),
            checkpoints.stream().findFirst().map(CheckpointRow::note),
            proofs.keys().stream().map(AuditPage::key).toList(),
            page.items().stream().map(AuditPage::event).toList(),
            kind.orElse(""),
            KINDS,
            actor.orElse(""),
            page.next().map(oldest -> next(kind, actor, oldest)),
            List.of("ndjson", "csv", "parquet"),
            jobs.view());
    return visit.page(Section.AUDIT, "Audit", "audit/audit.jte", view, "jobs.js");
  }

  private static Checkpoint checkpoint(CheckpointRow row) {
    return new Checkpoint(
        PageWords.time(row.at()),
        PageWords.number(row.size()),
        HexFormat.of().formatHex(row.root()),
        row.keyId());
  }

  private static String key(KeyRow row) {
    return "%s, from leaf %s, since %s"
        .formatted(row.key().idText(), PageWords.number(row.fromSize()), PageWords.time(row.at()));
  }

  private static Event event(EventRow row) {
    return new Event(
        PageWords.time(row.at()),
        row.kind(),
        row.actor(),
        row.subject(),
        Optional.ofNullable(row.decisionId()).map(id -> "/decisions/" + id),
        row.reason());
  }

  private static String next(Optional<String> kind, Optional<String> actor, String before) {
    return "/audit?before="
        + before
        + kind.map(text -> "&kind=" + encoded(text)).orElse("")
        + actor.map(text -> "&actor=" + encoded(text)).orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String kind(String text) {
    if (!KINDS.contains(text)) {
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER,
          "`kind` is `%s`: choose one of the list".formatted(Excerpt.of(text)));
    }
    return text;
  }

  private static UUID cursor(String text) {
    return TimeIds.read(text)
        .orElseThrow(
            () -> ServiceException.badParameter("`before` is no id of an event: leave it out"));
  }
}
