package dev.ombud.record.texts;

import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The proofs of text keys. Thread-safe.
final class TextKeyStore {
  /// Instances that start together for the first time must not make a key each.
  private static final long MAKING_KEYS = 7_226_839_016_403_575L;

  private final Database database;

  TextKeyStore(Database database) {
    this.database = database;
  }

  /// What is known and what can be added, while nobody else is at it.
  interface Known {
    Map<Integer, byte[]> proofs();

    void add(Map<Integer, byte[]> proofs, Instant now);
  }

  <T> T exclusively(Function<Known, T> work) {
    return database.change(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", MAKING_KEYS);
      return work.apply(new Locked(handle));
    });
  }

  private record Locked(Handle handle) implements Known {
    @Override
    public Map<Integer, byte[]> proofs() {
      Map<Integer, byte[]> proofs = new TreeMap<>();
      handle
          .createQuery("select id, proof from text_keys")
          .map((row, context) -> Map.entry(row.getInt(1), row.getBytes(2)))
          .forEach(entry -> proofs.put(entry.getKey(), entry.getValue()));
      return proofs;
    }

    @Override
    public void add(Map<Integer, byte[]> proofs, Instant now) {
      proofs.forEach((id, proof) ->
          handle.execute("insert into text_keys (at, id, proof) values (?, ?, ?)", now, id, proof));
    }
  }
}
