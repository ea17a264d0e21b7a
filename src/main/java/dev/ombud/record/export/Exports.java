package dev.ombud.record.export;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Shares;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.Job;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.search.DecisionFilter;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/// Exports the decisions of a query, and remembers what went out: each export is a job, which says
/// how far it is, and in the end an event of the log, whose detail is the manifest. Thread-safe.
public final class Exports {
  /// At once, on this instance; each holds up to 40 MB.
  public static final int MAX_EXPORTS = 4;

  /// Of these for one who asks.
  public static final int MAX_OF_ONE_CALLER = 2;

  private final Database database;
  private final ExportStore store;
  private final JobStore jobs;
  private final AuditLog log;
  private final TimeIds ids;
  private final Clock clock;
  private final Shares room =
      new Shares(
          MAX_EXPORTS, MAX_OF_ONE_CALLER, "exports", "ask for the same again when one has ended");

  /// @param database by whose connections all of an export is read and recorded
  public Exports(Database database, JobStore jobs, AuditLog log, TimeIds ids, Clock clock) {
    this.database = database;
    this.store = new ExportStore(database);
    this.jobs = jobs;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  /// Takes the bytes of an export.
  @FunctionalInterface
  public interface Target {
    /// @param length may be 0: then it is only asked whether anybody still wants them
    /// @throws RuntimeException where nobody wants any more; then the export ends
    void take(byte[] bytes, int from, int length) throws InterruptedException;
  }

  /// Begins an export: what it will hold is fixed from here on. Run it, exactly once.
  ///
  /// @param proofs whether each decision comes with a proof that it is in the log; NDJSON alone has
  ///   a place for it
  /// @param actor who asked for it
  /// @throws ServiceException BAD_PARAMETER for proofs in another format, RATE_LIMITED or
  ///   OVERLOADED where enough are under way, DATABASE_UNAVAILABLE
  public Export begin(ExportFormat format, DecisionFilter filter, boolean proofs, String actor) {
    if (proofs && format != ExportFormat.NDJSON) {
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER,
          "`proofs` goes with `format=ndjson` alone: ask for that, or without proofs");
    }
    room.enter(actor);
    try {
      UUID id = ids.next();
      String what =
          filter.canonical().isEmpty() ? "all decisions" : "decisions with " + filter.canonical();
      return new Export(
          id,
          format,
          filter,
          proofs,
          actor,
          store.bound(),
          database,
          store,
          log,
          clock,
          database.during(
              () -> jobs.begin(id, Job.Kind.EXPORT, actor, what + ", as " + format.word())),
          () -> room.leave(actor));
    } catch (RuntimeException e) {
      room.leave(actor);
      throw e;
    }
  }

  /// What went out: the event of an export that has ended.
  public Optional<EventRow> find(UUID id) {
    return log.find(id).filter(event -> event.kind().equals(AuditEvent.Kind.EXPORTED.name()));
  }
}
