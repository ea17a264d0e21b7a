package dev.ombud.act.flag;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.NotifyLoop;
import java.util.function.Supplier;

/// All flags in memory, as this instance serves them: a change is heard at once (PostgreSQL's
/// NOTIFY), and looked for several times a second besides. While the database is away, the last
/// ones go on being served. Holds one connection. Thread-safe.
public final class LiveFlags implements Supplier<FlagSet>, AutoCloseable {
  private static final int POLL_MILLIS = 300;

  private final FlagStore store;
  private final NotifyLoop following;
  private volatile FlagSet flags;

  public LiveFlags(Database database) {
    this.store = new FlagStore(database);
    this.flags = store.load();
    this.following = new NotifyLoop(database, FlagStore.CHANNEL, POLL_MILLIS, this::look);
  }

  @Override
  public FlagSet get() {
    return flags;
  }

  /// Reads them now, if anything changed.
  synchronized void look() {
    if (store.revision() != flags.revision()) {
      flags = store.load();
    }
  }

  /// Follows no more; [#get] goes on answering.
  @Override
  public void close() {
    following.close();
  }
}
