package dev.ombud.ground.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens sessions for starts and commands: where the server is slow, full or not there yet, it
/// tries on while the budget lasts, and says every few seconds what it waits for. A wrong password
/// and an unknown database end it at once. For one thread at a time.
@SuppressWarnings("serial") // Nobody writes it to a stream.
final class PatientSource extends PGSimpleDataSource {
  private static final Logger log = LoggerFactory.getLogger(PatientSource.class);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(3);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

  /// A try that takes longer is given up for another.
  private static final Duration MAX_TRY = Duration.ofSeconds(20);

  private final transient StartBudget budget;
  private final String place;
  private volatile String latest = "it has not answered yet";

  /// @param place the address, fit for a log
  PatientSource(StartBudget budget, String place) {
    this.budget = budget;
    this.place = place;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Thread words = Thread.ofVirtual().name("waits-for-database").start(this::say);
    try {
      while (true) {
        try {
          setLoginTimeout(seconds(budget.left()));
          return super.getConnection();
        } catch (SQLException e) {
          if (!Trouble.mayPass(e) || budget.left().compareTo(BETWEEN_TRIES) < 0) {
            throw e;
          }
          latest = Migrations.oneLine(e);
          Thread.sleep(BETWEEN_TRIES);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the database", e);
    } finally {
      words.interrupt();
    }
  }

  /// At least one: nothing at all would mean for ever.
  private static int seconds(Duration left) {
    long most = Math.min(left.toSeconds(), MAX_TRY.toSeconds());
    return Math.toIntExact(Math.max(1, most));
  }

  private void say() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_WORDS);
        log.warn(
            "waiting for the database at `{}`, {} s of {}: {}",
            place,
            budget.spent().toSeconds(),
            budget.all().toSeconds(),
            latest);
      }
    } catch (InterruptedException e) {
      // There is a connection, or the wait is over.
    }
  }
}
