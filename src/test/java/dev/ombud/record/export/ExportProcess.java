package dev.ombud.record.export;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.search.DecisionFilter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// A process of its own that exports everything once in each format, to nobody, and writes how many
/// bytes that were.
final class ExportProcess {
  private ExportProcess() {}

  /// @param arguments the address of the database, a user, the password, the migrations
  public static void main(String[] arguments) throws InterruptedException {
    DatabaseConfig config =
        new DatabaseConfig(
            arguments[0],
            new DatabaseConfig.Login(arguments[1], arguments[2]),
            Optional.empty(),
            4);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    try (Database database = Database.open(config, Path.of(arguments[3]), Instant.now())) {
      Clock clock = Clock.systemUTC();
      Exports exports =
          new Exports(
              database, new JobStore(database), new AuditLog(database), new TimeIds(clock), clock);
      for (ExportFormat format : ExportFormat.values()) {
        long[] bytes = {0};
        exports
            .begin(format, DecisionFilter.ALL, false, "test")
            .run((_, _, length) -> bytes[0] += length);
        out.println(format.word() + " " + bytes[0]);
      }
    }
  }
}
