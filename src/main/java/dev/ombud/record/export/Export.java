package dev.ombud.record.export;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.export.ExportStore.Bound;
import dev.ombud.record.export.ExportStore.Range;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.RunningJob;
import dev.ombud.record.search.DecisionFilter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One export under way. What it holds was fixed when it began: the decisions of the query whose
/// leaves are in the log's newest checkpoint of that moment. Belongs to one thread.
public final class Export {
  private static final Logger LOGGER = LoggerFactory.getLogger(Export.class);

  /// Less than every identity.
  private static final UUID START = new UUID(0, 0);

  private final UUID id;
  private final ExportFormat format;
  private final DecisionFilter filter;
  private final boolean proofs;
  private final String actor;
  private final Bound bound;
  private final Database database;
  private final ExportStore store;
  private final AuditLog log;
  private final Clock clock;
  private final RunningJob job;
  private final Runnable ended;

  Export(
      UUID id,
      ExportFormat format,
      DecisionFilter filter,
      boolean proofs,
      String actor,
      Bound bound,
      Database database,
      ExportStore store,
      AuditLog log,
      Clock clock,
      RunningJob job,
      Runnable ended) {
    this.id = id;
    this.format = format;
    this.filter = filter;
    this.proofs = proofs;
    this.actor = actor;
    this.bound = bound;
    this.database = database;
    this.store = store;
    this.log = log;
    this.clock = clock;
    this.job = job;
    this.ended = ended;
  }

  /// By which its manifest is found afterwards.
  public UUID id() {
    return id;
  }

  /// What the file is called that somebody keeps it in.
  public String file() {
    return "decisions-" + id() + "." + format.word();
  }

  public ExportFormat format() {
    return format;
  }

  /// Writes everything and records the manifest, also of an export that was broken off: whoever
  /// asked has what had gone out by then. When it returns, the manifest of the whole is committed.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE, WRONG_STATE where somebody cancelled it; as
  ///   anything else that is thrown, it means that what was written is not the whole
  public void run(Exports.Target target) throws InterruptedException {
    boolean _ = HeavyWork.apart("export", () -> database.during(() -> isWhole(target)));
  }

  private boolean isWhole(Exports.Target target) throws InterruptedException {
    ExportOutput output = new ExportOutput(target);
    ExportTally tally = new ExportTally();
    try {
      write(output, tally, target);
    } catch (InterruptedException | RuntimeException | Error e) {
      recordPart(output, tally, e);
      throw e;
    } finally {
      ended.run();
    }
    record(output, tally, true);
    finish(tally);
    return true;
  }

  /// The manifest is on record: what else is missing is only how the job reads.
  private void finish(ExportTally tally) {
    try {
      job.finish(tally.count(), null);
    } catch (RuntimeException e) {
      LOGGER.warn("export {} is whole, and its job could not be ended", id, e);
    }
  }

  private void recordPart(ExportOutput output, ExportTally tally, Throwable reason) {
    try {
      record(output, tally, false);
      job.breakOff(
          reason instanceof ServiceException known
              ? known.detail()
              : "the file was not taken to its end: ask for the same export again");
    } catch (RuntimeException e) {
      LOGGER.warn("export {} was broken off and could not be recorded", id, e);
      reason.addSuppressed(e);
    }
  }

  private void write(ExportOutput output, ExportTally tally, Exports.Target target)
      throws InterruptedException {
    ExportWriter writer = writer(output);
    Range range =
        new Range(filter.where(), START, filter.end(), bound.size(), format.hasColumns(), proofs);
    try (ExportReader reader = new ExportReader(store, range)) {
      Optional<List<ExportRow>> page = reader.next();
      while (page.isPresent()) {
        for (ExportRow row : page.get()) {
          tally.add(row);
          writer.add(row);
        }
        job.at(tally.count(), share(tally));
        target.take(new byte[0], 0, 0);
        page = reader.next();
      }
    } catch (SQLException e) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "the database does not answer: ask for the same export again: " + e.getMessage());
    }
    if (store.bound().dropped() != bound.dropped()) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "a month was archived while it was exported: ask for the same export again");
    }
    writer.end();
  }

  /// Decisions go out in the order of their times, so the time that is reached tells how far it is.
  private double share(ExportTally tally) {
    if (tally.first().isEmpty() || tally.last().isEmpty()) {
      return 0;
    }
    long first = TimeIds.millisOf(tally.first().get());
    long end = Math.min(filter.to().toEpochMilli(), TimeIds.millisOf(id));
    return (double) (TimeIds.millisOf(tally.last().get()) - first) / Math.max(1, end - first);
  }

  private ExportWriter writer(ExportOutput output) throws InterruptedException {
    return switch (format) {
      case NDJSON -> new NdjsonWriter(output);
      case CSV -> new CsvWriter(output);
      case PARQUET -> new ParquetWriter(output, id.toString());
    };
  }

  private void record(ExportOutput output, ExportTally tally, boolean isWhole) {
    if (tally.altered() > 0) {
      LOGGER.error(
          "export {} has {} decisions that are not what was sealed: verify the log",
          id,
          tally.altered());
    }
    ExportManifest manifest =
        new ExportManifest(
            format, filter, proofs, bound, tally, output.end(), clock.instant(), isWhole);
    log.append(
        new AuditEvent(
            id, AuditEvent.Kind.EXPORTED, actor, "export:" + id, null, "", manifest.detail()));
  }
}
