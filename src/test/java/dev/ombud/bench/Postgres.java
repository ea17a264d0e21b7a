package dev.ombud.bench;

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

/// A PostgreSQL as durable as in production (`fsync` and `synchronous_commit` on), outside of the
/// service.
final class Postgres implements AutoCloseable {
  private static final int POOL = 24;

  private final EmbeddedServer server;

  private Postgres(EmbeddedServer server) {
    this.server = server;
  }

  static Postgres start(Run run) throws SQLException {
    Path data = run.folder().resolve("server");
    Postgres postgres =
        run.own(new Postgres(EmbeddedServer.start(data, Path.of("target", "postgres"))));
    run.machine("PostgreSQL", postgres.text("show server_version"));
    for (String setting : new String[] {"fsync", "synchronous_commit"}) {
      if (!postgres.text("show " + setting).equals("on")) {
        throw new IllegalStateException("the server has " + setting + " off");
      }
    }
    return postgres;
  }

  /// A database with nothing in it.
  DatabaseConfig create(String name) throws SQLException {
    try (Connection connection = connect(server.config("postgres", POOL));
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return server.config(name, POOL);
  }

  /// A database with empty tables.
  DatabaseConfig createMigrated(String name) throws SQLException {
    DatabaseConfig config = create(name);
    Database.open(config, Path.of("migrations"), Instant.now()).close();
    return config;
  }

  /// Writes what is dirty to the disk, so that nothing pays for what went before.
  void checkpoint() throws SQLException {
    try (Connection connection = connect(server.config("postgres", POOL));
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
    }
  }

  private String text(String query) throws SQLException {
    try (Connection connection = connect(server.config("postgres", POOL));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /// How much a database takes on the disk.
  static long bytes(DatabaseConfig config) throws SQLException {
    return number(config, "select pg_database_size(current_database())");
  }

  private static long number(DatabaseConfig config, String query) throws SQLException {
    try (Connection connection = connect(config);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /// How many records are in the log.
  static long leaves(DatabaseConfig config) throws SQLException {
    return number(config, "select count(*) from log_leaves");
  }

  /// @throws IllegalStateException where an answer has no record or a record no answer
  static void requireDecisions(DatabaseConfig config, long answers) throws SQLException {
    long recorded = number(config, "select count(*) from decisions");
    if (recorded != answers) {
      throw new IllegalStateException(
          answers + " decisions were answered, " + recorded + " are on record");
    }
  }

  /// A session of the owner.
  static Connection connect(DatabaseConfig config) throws SQLException {
    DatabaseConfig.Login owner = config.owner().orElse(config.user());
    return DriverManager.getConnection(config.url(), owner.user(), owner.password());
  }

  @Override
  public void close() {
    server.close();
  }
}
