package dev.ombud.record.archive;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.Json;
import dev.ombud.record.archive.ArchiveFile.Content;
import dev.ombud.record.archive.ArchiveStore.Archived;
import dev.ombud.record.export.ExportOutput;
import dev.ombud.record.export.ExportReader;
import dev.ombud.record.export.ExportRow;
import dev.ombud.record.export.ExportStore;
import dev.ombud.record.export.ExportStore.Range;
import dev.ombud.record.export.NdjsonWriter;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.search.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves months that are old enough out of the database into files.
///
/// For each such month that no hold keeps: write the file, read it back and compare every leaf with
/// the log, record that (an event of the log), drop the month. Each step begins by looking what is
/// there, so it may be broken off anywhere and simply run again. The database lets a month go only
/// by a function that looks for itself (`migrations/V9__archive.sql`). Thread-safe.
public final class Archives {
  private static final Logger LOGGER = LoggerFactory.getLogger(Archives.class);
  private static final String SERVICE = "service";
  private static final Condition EVERY = Condition.of("true");

  private final ExportStore exports;
  private final ArchiveStore store;
  private final TimeIds ids;
  private final Clock clock;
  private final Path folder;
  private final int months;

  /// @param folder where the files go
  /// @param months how many whole months stay in the database beside the one that it is; 0 for all
  public Archives(Database database, TimeIds ids, Clock clock, Path folder, int months) {
    this.exports = new ExportStore(database);
    this.store = new ArchiveStore(database);
    this.ids = ids;
    this.clock = clock;
    this.folder = folder;
    this.months = months;
  }

  /// What came of a month that is old enough.
  ///
  /// @param isGone whether its decisions are now in the file alone
  /// @param why it is not
  public record Outcome(YearMonth month, boolean isGone, String why) {}

  /// Archives what is due. A month that cannot be archived stays, is logged, and is tried again the
  /// next time; the others go on.
  ///
  /// @return the months that were due, the oldest first; none where another instance is at it
  public List<Outcome> run() throws SQLException, InterruptedException {
    if (months == 0) {
      return List.of();
    }
    return store.alone(this::archiveAll).orElse(List.of());
  }

  private List<Outcome> archiveAll() throws SQLException, InterruptedException {
    YearMonth kept = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)).minusMonths(months);
    List<Outcome> outcomes = new ArrayList<>();
    for (YearMonth month : store.months()) {
      if (month.isBefore(kept)) {
        outcomes.add(attempt(month));
      }
    }
    for (YearMonth month : store.monthsOfTexts()) {
      if (month.isBefore(kept)) {
        store.dropTexts(month);
      }
    }
    return outcomes;
  }

  private Outcome attempt(YearMonth month) throws InterruptedException {
    try {
      Optional<String> obstacle = store.obstacle(month);
      if (obstacle.isPresent()) {
        return new Outcome(month, false, obstacle.get());
      }
      archive(month);
      return new Outcome(month, true, "");
    } catch (IOException | SQLException | RuntimeException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      LOGGER.warn("month {} is not archived, it is tried again: {}", month, why);
      return new Outcome(month, false, why);
    }
  }

  private void archive(YearMonth month) throws IOException, SQLException, InterruptedException {
    ArchiveFile file = new ArchiveFile(folder, month);
    UUID from = first(month);
    UUID to = first(month.plusMonths(1));
    Optional<Archived> before = store.find(month);
    Content content = verified(file, from, to, before);
    if (before.isEmpty()) {
      Archived archived =
          new Archived(
              month,
              clock.instant(),
              content.records(),
              Files.size(file.path()),
              file.path().toString(),
              content.digest());
      AuditEvent event = event(Kind.ARCHIVED, month, archived);
      store.record(archived, connection -> AuditLog.append(connection, event));
    }
    AuditEvent event = event(Kind.DECISIONS_RETIRED, month, store.find(month).orElseThrow());
    store.retire(month, connection -> AuditLog.append(connection, event));
    LOGGER.info("month {} is archived: {} decisions", month, content.records());
  }

  /// The file's content, once the file is whole: as it stands, or written anew.
  private Content verified(ArchiveFile file, UUID from, UUID to, Optional<Archived> before)
      throws IOException, SQLException, InterruptedException {
    long count = store.count(from, to);
    if (before.isPresent() && Files.exists(file.path())) {
      try {
        return matching(file.verify(store, from, to), count, before);
      } catch (IOException e) {
        LOGGER.warn("`{}` is written anew: {}", file.path(), e.getMessage());
      }
    }
    try {
      file.write(output -> fill(output, from, to));
      Content content = matching(file.verifyPart(store, from, to), count, before);
      file.publish(manifest(file, content));
      return content;
    } finally {
      file.discard();
    }
  }

  private static Content matching(Content content, long count, Optional<Archived> before)
      throws IOException {
    if (content.records() != count) {
      throw new IOException(
          "the file has %d decisions, the database has %d: some are not sealed yet"
              .formatted(content.records(), count));
    }
    if (before.isPresent() && !Arrays.equals(before.get().digest(), content.digest())) {
      throw new IOException("the file is not what was archived");
    }
    return content;
  }

  private void fill(ExportOutput output, UUID from, UUID to)
      throws SQLException, InterruptedException {
    NdjsonWriter writer = new NdjsonWriter(output);
    Range range = new Range(EVERY, before(from), to, Long.MAX_VALUE, false, false);
    try (ExportReader reader = new ExportReader(exports, range)) {
      for (Optional<List<ExportRow>> page = reader.next(); page.isPresent(); page = reader.next()) {
        for (ExportRow row : page.get()) {
          writer.add(row);
        }
      }
    }
    writer.end();
  }

  private byte[] manifest(ArchiveFile file, Content content) {
    ExportStore.Bound bound = exports.bound();
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("file", String.valueOf(file.path().getFileName()));
    manifest.put("count", content.records());
    manifest.put("bytes", content.bytes());
    manifest.put("sha256", HexFormat.of().formatHex(content.digest()));
    manifest.put("archivedAt", clock.instant().toString());
    manifest.put("checkpoint", bound.note().orElse(""));
    return Json.write(manifest);
  }

  private AuditEvent event(Kind kind, YearMonth month, Archived archived) {
    return new AuditEvent(
        ids.next(),
        kind,
        SERVICE,
        "month:" + month,
        null,
        "",
        Map.of(
            "count",
            archived.records(),
            "path",
            archived.path(),
            "sha256",
            HexFormat.of().formatHex(archived.digest())));
  }

  private static UUID first(YearMonth month) {
    Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    // As partitions are bounded: by the time alone.
    return new UUID(start.toEpochMilli() << 16, 0);
  }

  /// The identity just before one that ends with zeros.
  private static UUID before(UUID id) {
    return new UUID(id.getMostSignificantBits() - 1, -1);
  }
}
