package dev.ombud.ground.database;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/// A service that is there to be killed: it starts the server of a data directory, and then writes
/// the number of each row that it has committed.
final class HoldingService {
  private HoldingService() {}

  public static void main(String[] arguments) {
    EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]), Path.of(arguments[1]));
    try (Database database =
        Database.open(server.config(2), Path.of(arguments[2]), Instant.now())) {
      PrintStream out =
          new PrintStream(
              new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
      for (int number = 0; ; number++) {
        insert(database, Integer.toString(number));
        out.println(number);
      }
    }
  }

  static void insert(Database database, String aggregateId) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "insert into aggregate_keys (decision_id, revision, product, aggregate_id, digest)"
                    + " values (?, 0, 'shop', ?, sha256(''))",
                UUID.randomUUID(),
                aggregateId));
  }

  static long count(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from aggregate_keys").mapTo(Long.class).one());
  }
}
