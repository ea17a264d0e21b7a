package dev.ombud.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says whether the database takes writes, by writing: a row of this instance's own, committed, and
/// some blocks of a file. The row alone would not tell of a full disk, for it goes where an earlier
/// one was; the blocks have to be found anew each time, and are given back at once.
///
/// However many ask, it writes at most once in two seconds; who asks meanwhile gets what was found
/// then. Thread-safe.
public final class Probe {
  private static final Logger log = LoggerFactory.getLogger(Probe.class);
  private static final Set<Trouble> ENDED = EnumSet.of(Trouble.SILENT, Trouble.STARTING);
  private static final int SILENCE_MILLIS = 5_000;
  private static final Duration FRESH_FOR = Duration.ofSeconds(2);

  /// Also takes away what instances left that are gone.
  private static final String ROW =
      """
      with gone as (delete from probes where at < now() - interval '1 day' and instance <> ?)
      insert into probes (instance, at) values (?, now())
      on conflict (instance) do update set at = excluded.at
      """;

  /// About 200 kB on the disk of the database, and not on one that is for temporary files only.
  private static final String BLOCKS =
      """
      set local temp_tablespaces = '';
      set local work_mem = '64kB';
      select count(*) from generate_series(1, 8192)
      """;

  private static final int SESSIONS_MOST = 8;

  private final Database database;
  private final UUID instance;
  private Optional<Trouble> found = Optional.empty();
  private long until;

  /// @param instance of this process alone
  public Probe(Database database, UUID instance) {
    this.database = database.of(Pool.VITAL);
    this.instance = instance;
    this.until = System.nanoTime();
  }

  /// What keeps the database from taking writes; nothing where it takes them. Takes up to ten
  /// seconds where it does not answer.
  public synchronized Optional<Trouble> trouble() {
    if (System.nanoTime() - until >= 0) {
      found = look();
      until = System.nanoTime() + FRESH_FOR.toNanos();
    }
    return found;
  }

  /// A session that somebody ended says nothing of the next one, and all that the pool keeps may
  /// have been ended at once.
  private Optional<Trouble> look() {
    Optional<Trouble> last = write();
    for (int i = 0; i < SESSIONS_MOST && last.filter(ENDED::contains).isPresent(); i++) {
      last = write();
    }
    return last;
  }

  private Optional<Trouble> write() {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
      try (PreparedStatement row = connection.prepareStatement(ROW);
          Statement blocks = connection.createStatement()) {
        row.setObject(1, instance);
        row.setObject(2, instance);
        row.executeUpdate();
        blocks.execute(BLOCKS);
        connection.commit();
        return Optional.empty();
      } catch (SQLException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      Optional<Trouble> trouble = Trouble.of(e);
      if (trouble.isEmpty()) {
        log.error("the database takes no writes", e);
      }
      return trouble.or(() -> Optional.of(Trouble.FAILS));
    }
  }

  private static void rollback(Connection connection, SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
