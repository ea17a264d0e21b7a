package dev.ombud.record.verify;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.log.CheckpointFile;
import dev.ombud.record.log.Job.Kind;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.log.RunningJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies the log beside the service's work: one verification at a time, by two sessions. Says
/// the same as the command `verify`, as far as a service can vouch for itself. Thread-safe.
public final class Verifications implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Verifications.class);
  private static final int SESSIONS = 2;
  private static final long STOPPING_SECONDS = 20;

  private final Database database;
  private final JobStore jobs;
  private final DatabaseConfig config;
  private final CheckpointFile file;
  private final TimeIds ids;
  private final Semaphore room = new Semaphore(1);
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(HeavyWork.threads("verifier"));
  private volatile boolean isClosed;

  /// @param database by whose connections it is told how one goes
  /// @param file what the database cannot change
  public Verifications(
      Database database, JobStore jobs, DatabaseConfig config, CheckpointFile file, TimeIds ids) {
    this.database = database;
    this.jobs = jobs;
    this.config = config;
    this.file = file;
    this.ids = ids;
  }

  /// Begins one; the job says how it goes.
  ///
  /// @throws ServiceException OVERLOADED where one is under way; STOPPING; DATABASE_UNAVAILABLE
  public UUID start(String caller) {
    if (!room.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          "a verification is under way: wait for its end, or cancel it before you start another");
    }
    UUID id = ids.next();
    try {
      RunningJob job =
          database.during(
              () -> jobs.begin(id, Kind.VERIFICATION, caller, "the whole log and its records"));
      runner.execute(() -> database.run(() -> perform(id, job)));
      return id;
    } catch (RejectedExecutionException e) {
      room.release();
      throw new ServiceException(
          ErrorCode.STOPPING, "the service is stopping: start the verification again");
    } catch (RuntimeException e) {
      room.release();
      throw e;
    }
  }

  private TrustAnchors trust() {
    try {
      return new TrustAnchors(Optional.empty(), file.notes());
    } catch (IOException e) {
      throw new UncheckedIOException("the file of checkpoints cannot be read", e);
    }
  }

  private void perform(UUID id, RunningJob job) {
    try {
      LogReport report =
          Verifier.verify(config, trust(), SESSIONS, (leaves, of) -> tell(job, leaves, of));
      List<String> lines = report.text();
      job.finish(report.leaves(), String.join("\n", lines));
      if (report.count() > 0) {
        LOGGER.error("verification {}: {}", id, lines.getLast());
      }
    } catch (ServiceException e) {
      breakOff(id, job, e.detail());
    } catch (RuntimeException | Error e) {
      LOGGER.error("verification {} failed", id, e);
      breakOff(id, job, "the service failed: see its log for `" + id + "`");
    } finally {
      room.release();
    }
  }

  private void tell(RunningJob job, long leaves, long of) {
    if (isClosed) {
      throw new ServiceException(
          ErrorCode.STOPPING, "the service was stopped: start it again elsewhere");
    }
    job.at(leaves, of == 0 ? 1 : (double) leaves / of);
  }

  private static void breakOff(UUID id, RunningJob job, String reason) {
    try {
      job.breakOff(reason);
    } catch (RuntimeException e) {
      LOGGER.warn("the end of verification {} is not on record", id, e);
    }
  }

  /// Breaks off what runs.
  @Override
  public void close() {
    isClosed = true;
    runner.shutdown();
    try {
      if (!runner.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.warn("a verification did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
