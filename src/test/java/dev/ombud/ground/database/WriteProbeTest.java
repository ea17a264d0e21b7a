package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: readiness writes what it promises, and names what keeps it from that. Method: the server
/// itself reports each SQLSTATE, most of them from a trigger; [FullDiskTest] fills a real disk.
class WriteProbeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @AfterEach
  void repair() throws SQLException {
    asOwner(
        "drop trigger if exists refuses on probes",
        "drop function if exists refuses()",
        "grant select, insert, update, delete on probes to ombud_service",
        "truncate probes");
  }

  private static void asOwner(String... statements) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static WriteProbe probe() {
    return new WriteProbe(POSTGRES.database(), UUID.randomUUID());
  }

  private static long rows() {
    return POSTGRES
        .database()
        .ask(handle -> handle.createQuery("select count(*) from probes").mapTo(Long.class).one());
  }

  @Test
  void writesOneRowAnInstanceHoweverOftenItIsAsked() {
    UUID instance = UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      assertThat(new WriteProbe(POSTGRES.database(), instance).trouble()).isEmpty();
    }
    assertThat(rows()).isEqualTo(1);
    assertThat(probe().trouble()).isEmpty();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void takesAwayWhatInstancesLeftThatAreGone() throws SQLException {
    asOwner("insert into probes values (now() - interval '25 hours', gen_random_uuid())");
    assertThat(probe().trouble()).isEmpty();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void writesOnceForAllWhoAskWithinAMoment() throws SQLException {
    WriteProbe probe = probe();
    assertThat(probe.trouble()).isEmpty();
    asOwner("truncate probes");
    assertThat(probe.trouble()).isEmpty();
    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          53100 | DISK_FULL | the database's disk is full: free space on it
          25006 | READ_ONLY | the database takes no writes: it is a standby
          53300 | NO_CONNECTION_LEFT | raise its `max_connections`, or lower OMBUD_DATABASE_POOL
          53200 | OUT_OF_RESOURCES | no memory left
          58030 | DISK_FAILS | the database's disk fails
          42501 | NO_RIGHT | the right that it lacks
          57014 | BUSY | too busy to answer in time
          57P03 | STARTING | is starting or stopping
          23514 | FAILS | see the log of the service
          """)
  void namesWhatTheServerReports(String state, Trouble trouble, String words) throws SQLException {
    asOwner(
        """
        create function refuses() returns trigger language plpgsql as
        $$ begin raise exception 'in another language' using errcode = '%s'; end $$
        """
            .formatted(state),
        "create trigger refuses before insert on probes for each row execute function refuses()");
    WriteProbe probe = probe();
    assertThat(probe.trouble()).contains(trouble);
    assertThat(trouble.sentence()).contains(words);
    asOwner("drop trigger refuses on probes");
    assertThat(probe().trouble()).isEmpty();
  }

  @Test
  void namesAMissingRight() throws SQLException {
    asOwner("revoke insert on probes from ombud_service");
    assertThat(probe().trouble()).contains(Trouble.NO_RIGHT);
  }

  @Test
  void namesAServerThatTakesNoWrites() throws SQLException {
    try {
      setForNewSessions("set default_transaction_read_only = on");
      assertThat(probe().trouble()).contains(Trouble.READ_ONLY);
    } finally {
      setForNewSessions("reset default_transaction_read_only");
    }
    assertThat(probe().trouble()).isEmpty();
  }

  /// As after a failover: the old sessions end, and the new ones find another server.
  private static void setForNewSessions(String setting) throws SQLException {
    asOwner(
        "set default_transaction_read_only = off",
        "do $$ begin execute format('alter database %I "
            + setting
            + "', current_database()); end $$",
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            + " where datname = current_database() and application_name = 'ombud-vital'");
  }

  @Test
  void saysThatItIsBusyWhereAllConnectionsAreInUse() throws SQLException {
    Database vital = POSTGRES.database().of(Pool.VITAL);
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < Pool.VITAL.size(POSTGRES.config().connections()); i++) {
        taken.add(vital.dataSource().getConnection());
      }
      assertThat(probe().trouble()).contains(Trouble.BUSY);
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void looksForFiveSecondsAtAServerThatIsSilent() throws Exception {
    try (Door door = Door.slow(POSTGRES.config(), Duration.ZERO);
        Database database =
            Database.open(
                StartWaitTest.through(POSTGRES.config(), door.port()),
                TestDatabase.MIGRATIONS,
                Instant.now())) {
      assertThat(new WriteProbe(database, UUID.randomUUID()).trouble()).isEmpty();
      door.hush();
      long begin = System.nanoTime();
      assertThat(new WriteProbe(database, UUID.randomUUID()).trouble()).contains(Trouble.SILENT);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
    }
  }
}
