package dev.ombud.record.log;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A log on a real database, with its key and its checkpoints in a folder of its own, that seals
/// when it is told to.
public final class TestLog {
  final Database database;
  final Path folder;
  public final AuditLog audit;
  final List<Checkpoint.Note> told = new ArrayList<>();
  private final TimeIds ids = new TimeIds(Clock.systemUTC());

  private TestLog(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
    this.audit = new AuditLog(database);
  }

  public static TestLog open(Database database) {
    try {
      return new TestLog(database, Files.createTempDirectory(Path.of("target"), "log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path key() {
    return folder.resolve("log.key");
  }

  public CheckpointFile file() {
    return new CheckpointFile(folder.resolve("checkpoints"));
  }

  /// One that has just started.
  public Sealer sealer() {
    return sealer(file());
  }

  Sealer sealer(CheckpointFile file) {
    return new Sealer(
        database,
        audit,
        LogKeys.open(key(), database, Instant.now()),
        file,
        told::add,
        ids,
        Clock.systemUTC());
  }

  /// Records some events, a transaction each.
  public List<UUID> record(int count) {
    List<UUID> recorded = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEvent event =
          new AuditEvent(
              ids.next(), AuditEvent.Kind.EXPORTED, "ada", "export:" + i, null, "", Map.of("n", i));
      audit.append(event);
      recorded.add(event.id());
    }
    return recorded;
  }
}
