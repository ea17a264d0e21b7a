package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig.Login;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the service can do its work and nothing else, on our server and on a foreign one. Method:
/// real roles and databases on the server of the test run.
final class DatabaseTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Database open(DatabaseConfig config) {
    return Database.open(config, TestDatabase.MIGRATIONS, Instant.now());
  }

  private static void asOwner(String... statements) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String one(Database database, String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private static void refuses(Database database, String sql) {
    assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(sql)))
        .as(sql)
        .isInstanceOf(JdbiException.class)
        .hasRootCauseInstanceOf(SQLException.class)
        .hasMessageFindingMatch("permission denied|must be owner");
  }

  private static void checkThatTheServiceCannotChangeTheRecord(Database database) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    DecisionRow.insert(database, DecisionRow.id(now), now);
    for (String table : List.of("decisions", "records")) {
      String partition =
          one(
              database,
              "select min(relname) from pg_class where relkind = 'r' and relname like '"
                  + table
                  + "\\_2%'");
      for (String name : List.of(table, partition)) {
        refuses(database, "delete from " + name);
        refuses(database, "truncate " + name);
        refuses(database, "drop table " + name);
        refuses(database, "alter table " + name + " add column more text");
      }
      refuses(database, "alter table " + table + " detach partition " + partition);
    }
    refuses(database, "update decisions set severity = 'P4'");
    refuses(database, "update records set engine_version = 'another'");
    refuses(database, "update aggregate_keys set revision = 9");
    refuses(database, "delete from aggregate_keys");
    refuses(database, "update ruleset_parts set bytes = ''");
    refuses(database, "update rulesets set digest = ''");
    refuses(database, "delete from rulesets");
    refuses(database, "delete from incidents");
    refuses(database, "update flyway_schema_history set success = false");
    refuses(database, "create table more (id integer)");
    assertThat(one(database, "select count(*) from decisions")).isEqualTo("1");
    assertThat(one(database, "select count(*) from records")).isEqualTo("1");
    assertThat(
            one(
                database,
                "select count(*) from pg_class where pg_get_userbyid(relowner) = current_user"))
        .isEqualTo("0");
  }

  @Test
  void letsTheServiceAddToTheRecordAndNeverChangeIt() {
    Database database = POSTGRES.database();
    checkThatTheServiceCannotChangeTheRecord(database);
    assertThat(one(database, "select current_user")).isEqualTo("ombud_app");
    refuses(database, "set role postgres");
  }

  @Test
  void letsTheServiceChangeWhatHasToChange() {
    POSTGRES
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("update incidents set breaches = breaches + 1, state = 'OPEN'");
          handle.execute("update rulesets set state = 'RETIRED'");
          handle.execute("update tokens set revoked_at = now()");
          handle.execute("select * from incidents for update");
        });
    assertThat(POSTGRES.database().activeConnections()).isZero();
  }

  @Test
  void migratesTwiceWithoutAChange() {
    String catalogue = "select string_agg(oid || relname, ',' order by oid) from pg_class";
    String before = one(POSTGRES.database(), catalogue);
    open(POSTGRES.config()).close();
    open(POSTGRES.config()).close();
    assertThat(one(POSTGRES.database(), catalogue)).isEqualTo(before);
  }

  @Test
  void migratesOnceForInstancesThatStartTogether() throws Exception {
    asOwner("create database together");
    DatabaseConfig config = POSTGRES.config();
    DatabaseConfig fresh = new DatabaseConfig(url("together"), config.user(), config.owner(), 2);
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int instance = 0; instance < 4; instance++) {
        starts.add(() -> {
          try (Database database = open(fresh)) {
            return one(database, "select 1").equals("1");
          }
        });
      }
      for (Future<Boolean> start : instances.invokeAll(starts)) {
        assertThat(start.get()).isTrue();
      }
    }
    asOwner("drop database together");
  }

  private static String url(String database) {
    return POSTGRES.config().url().replaceFirst("/[^/]*$", "/" + database);
  }

  @Test
  void refusesADatabaseOfANewerVersion(@TempDir Path older) throws IOException {
    Files.copy(TestDatabase.MIGRATIONS.resolve("V1__record.sql"), older.resolve("V1__record.sql"));
    assertThatThrownBy(() -> Database.open(POSTGRES.config(), older, Instant.now()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("newer version of the service")
        .hasMessageContaining("V2");
  }

  @Test
  void refusesAMigrationThatWasChangedAfterItRan(@TempDir Path changed) throws IOException {
    for (String name : List.of("V1__record.sql", "V2__partitions.sql")) {
      Files.copy(TestDatabase.MIGRATIONS.resolve(name), changed.resolve(name));
    }
    Path second = changed.resolve("V2__partitions.sql");
    Files.writeString(second, Files.readString(second) + "select 1;\n");
    assertThatThrownBy(() -> Database.open(POSTGRES.config(), changed, Instant.now()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("V2")
        .hasMessageContaining("changed");
  }

  @Test
  void namesTheFolderWhereMigrationsAreMissing() {
    assertThatThrownBy(() -> Database.open(POSTGRES.config(), Path.of("nowhere"), Instant.now()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void stepsDownToTheServiceRoleWithOneUserOfAForeignServer() throws SQLException {
    asOwner(
        "create role lone_user login createrole password 'lone-secret'",
        "create database foreign_server owner lone_user",
        "revoke ombud_service from ombud_app");
    try {
      DatabaseConfig config =
          new DatabaseConfig(
              url("foreign_server"), new Login("lone_user", "lone-secret"), Optional.empty(), 2);
      asOwner("grant ombud_service to lone_user with admin option, set false, inherit false");
      try (Database database = open(config)) {
        checkThatTheServiceCannotChangeTheRecord(database);
        database
            .jdbi()
            .useHandle(handle -> {
              handle.execute("discard all");
              assertThat(handle.createQuery("select current_user").mapTo(String.class).one())
                  .isEqualTo("ombud_service");
              assertThat(handle.createQuery("show lock_timeout").mapTo(String.class).one())
                  .isEqualTo("5s");
            });
        assertThat(new Partitions(database).ensure(Instant.parse("2040-01-01T00:00:00Z")))
            .isEqualTo(12);
      }
    } finally {
      asOwner(
          "drop database foreign_server with (force)",
          "drop role lone_user",
          "grant ombud_service to ombud_app");
    }
  }

  @Test
  void saysWhatAnAdministratorMustRunWhereTheUserMayNotMakeTheRole() throws SQLException {
    asOwner(
        "create role plain_user login password 'plain-secret'",
        "create database plain owner plain_user");
    try {
      DatabaseConfig config =
          new DatabaseConfig(
              url("plain"), new Login("plain_user", "plain-secret"), Optional.empty(), 2);
      assertThatThrownBy(() -> open(config))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("grant ombud_service to \"plain_user\";")
          .hasMessageNotContaining("plain-secret");
      asOwner("grant ombud_service to \"plain_user\"");
      try (Database database = open(config)) {
        assertThat(one(database, "select current_user")).isEqualTo("ombud_service");
      }
    } finally {
      asOwner("drop database plain with (force)", "drop role plain_user");
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutSayingIt() {
    DatabaseConfig config =
        new DatabaseConfig(
            POSTGRES.config().url() + "?password=in-the-address",
            new Login("nobody", "a-wrong-secret"),
            Optional.empty(),
            1);
    assertThatThrownBy(() -> open(config))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("`nobody`")
        .hasMessageNotContaining("a-wrong-secret")
        .hasMessageNotContaining("in-the-address");
    assertThat(config.toString()).doesNotContain("secret").doesNotContain("in-the-address");
  }

  @Test
  void saysThatNobodyAnswers() {
    DatabaseConfig config =
        new DatabaseConfig(
            "jdbc:postgresql://127.0.0.1:1/ombud", new Login("u", "p"), Optional.empty(), 1);
    assertThatThrownBy(() ->
            Database.open(config, TestDatabase.MIGRATIONS, Instant.now(), Duration.ofSeconds(2)))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith(
            "the database at `jdbc:postgresql://127.0.0.1:1/ombud` does not answer, within ")
        .hasMessageEndingWith("a slow one has 2 s");
  }

  @Test
  void saysWhoCannotServeWhereTheOwnerCan() {
    DatabaseConfig config =
        new DatabaseConfig(
            POSTGRES.config().url(),
            new Login(POSTGRES.config().user().user(), "a-wrong-secret"),
            POSTGRES.config().owner(),
            1);
    assertThatThrownBy(() -> open(config))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(
            "cannot be used by `ombud_app`: FATAL: password authentication failed")
        .hasMessageNotContaining("a-wrong-secret");
  }

  @Test
  void refusesAnAddressOfAnotherKind() {
    Login login = new Login("somebody", "");
    assertThatThrownBy(() -> new DatabaseConfig("mysql://host/ombud", login, Optional.empty(), 1))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("jdbc:postgresql://host:5432/ombud");
  }
}
