package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.database.EmbeddedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/// A real, freshly migrated database for each test class, on one server a JVM.
///
/// ```java
/// @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();
/// ```
///
/// The first class starts the server and migrates a template; each class gets a copy of that. After
/// the last test of a class no connection may be left in use. The server does not wait for the
/// disk: durability is tested on servers of its own. Tests run in several JVMs at once; each has a
/// folder of its own, which the next run finds again.
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  public static final Path MIGRATIONS = Path.of("migrations");

  /// Where the programs of the server are unpacked, once for all runs.
  public static final Path PROGRAMS = Path.of("target", "postgres");

  /// With forks, each class is a run of its own for JUnit; the session is what all of them share.
  private static final StoreScope SCOPE = StoreScope.LAUNCHER_SESSION;

  /// Ten of them for those who read.
  private static final int POOL_SIZE = 54;

  private @Nullable DatabaseConfig config;
  private @Nullable Database database;

  /// As the service has it, with the connections of those who read.
  public Database database() {
    if (database == null) {
      throw new IllegalStateException("the extension is not registered in a static field");
    }
    return database;
  }

  /// How to open the same database, for tests that start a service.
  public DatabaseConfig config() {
    if (config == null) {
      throw new IllegalStateException("the extension is not registered in a static field");
    }
    return config;
  }

  /// A session with every right, for what the service may not do. The caller closes it.
  public Connection connectAsOwner() throws SQLException {
    return Server.connectAsOwner(config());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    Server server =
        context
            .getStore(SCOPE, ExtensionContext.Namespace.create(TestDatabase.class))
            .computeIfAbsent(Server.class, _ -> Server.start(), Server.class);
    config = server.freshDatabase();
    database = Database.open(config, MIGRATIONS, Instant.now());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Database used = database();
    int leaked = used.activeConnections();
    used.close();
    assertThat(leaked).as("connections that the tests did not give back").isZero();
  }

  /// JUnit closes it after the last class of the JVM.
  private record Server(EmbeddedServer embedded, List<String> copies) implements AutoCloseable {
    private static final String TEMPLATE = "migrated";

    static Server start() {
      Path folder = Path.of("target", "test-database", System.getProperty("ombud.fork", "0"));
      EmbeddedServer embedded = EmbeddedServer.start(folder, PROGRAMS);
      try {
        Server server = new Server(embedded, new ArrayList<>());
        server.prepare();
        return server;
      } catch (SQLException | RuntimeException e) {
        embedded.close();
        throw new IllegalStateException("the test database cannot be prepared", e);
      }
    }

    private void prepare() throws SQLException {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        execute("alter system set " + setting + " = off");
      }
      execute("select pg_reload_conf()");
      for (String leftover : databases()) {
        execute("drop database " + leftover + " with (force)");
      }
      execute("create database " + TEMPLATE);
      Database.open(embedded.config(TEMPLATE, 1), MIGRATIONS, Instant.now()).close();
    }

    synchronized DatabaseConfig freshDatabase() throws SQLException {
      String name = "test_" + copies.size();
      copies.add(name);
      execute("create database " + name + " template " + TEMPLATE);
      return embedded.config(name, POOL_SIZE);
    }

    private List<String> databases() throws SQLException {
      try (Connection connection = connectAsOwner(embedded.config("postgres", 1));
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select datname from pg_database where datname ~ '^(test_[0-9]+|migrated)$'")) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }

    private void execute(String sql) throws SQLException {
      try (Connection connection = connectAsOwner(embedded.config("postgres", 1));
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    static Connection connectAsOwner(DatabaseConfig config) throws SQLException {
      DatabaseConfig.Login owner = config.owner().orElse(config.user());
      return DriverManager.getConnection(config.url(), owner.user(), owner.password());
    }

    @Override
    public void close() {
      embedded.close();
    }
  }
}
