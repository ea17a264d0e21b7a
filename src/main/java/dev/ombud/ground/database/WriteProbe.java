package dev.ombud.ground.database;

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
public final class WriteProbe {
  private static final Logger log = LoggerFactory.getLogger(WriteProbe.class);
  private static final Set<Trouble> ENDED = EnumSet.of(Trouble.SILENT, Trouble.STARTING);

  /// For one look, however many sessions it tries.
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

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

  private final Database database;
  private final UUID instance;
  private Optional<Trouble> found = Optional.empty();
  private long until;

  /// @param instance of this process alone
  public WriteProbe(Database database, UUID instance) {
    this.database = database.of(Pool.VITAL);
    this.instance = instance;
    this.until = System.nanoTime();
  }

  /// What keeps the database from taking writes; nothing where it takes them. Takes up to five
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
    StartBudget budget = new StartBudget(MAX_TIME);
    Optional<Trouble> last = write(budget);
    while (last.filter(ENDED::contains).isPresent()
        && budget.left().compareTo(Pool.VITAL.waitLimit()) > 0) {
      last = write(budget);
    }
    return last;
  }

  private Optional<Trouble> write(StartBudget budget) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      limit(connection, budget);
      try (PreparedStatement row = connection.prepareStatement(ROW);
          Statement blocks = connection.createStatement()) {
        row.setObject(1, instance);
        row.setObject(2, instance);
        row.executeUpdate();
        limit(connection, budget);
        blocks.execute(BLOCKS);
        limit(connection, budget);
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

  /// At least a moment: nothing at all would mean for ever.
  private static void limit(Connection connection, StartBudget budget) throws SQLException {
    int left = Math.toIntExact(Math.max(1, budget.left().toMillis()));
    connection.setNetworkTimeout(Runnable::run, left);
  }

  private static void rollback(Connection connection, SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
