package dev.ombud.database;

import dev.ombud.database.DatabaseConfig.Login;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// How a session is opened: limits and role travel as start-up parameters, so that no `reset` and
/// no `discard` inside the session takes them off.
final class Sessions {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration STATEMENT = Duration.ofSeconds(20);
  private static final Duration LOCK = Duration.ofSeconds(5);
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(30);

  private Sessions() {}

  /// Sessions that migrate: as long as it takes.
  static PGSimpleDataSource forOwner(DatabaseConfig config) {
    return open(config, config.migratingLogin(), "ombud-owner", "-c lock_timeout=60s");
  }

  /// Sessions that serve: every wait has an end.
  static PGSimpleDataSource forService(DatabaseConfig config) {
    StringBuilder options = new StringBuilder();
    limit(options, "statement_timeout", STATEMENT);
    limit(options, "lock_timeout", LOCK);
    limit(options, "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION);
    if (config.owner().isEmpty()) {
      options.append("-c role=").append(ServiceRole.NAME);
    }
    PGSimpleDataSource source =
        open(config, config.user(), "ombud", options.toString().stripTrailing());
    source.setSocketTimeout(Math.toIntExact(SILENCE.toSeconds()));
    return source;
  }

  /// Sessions that read all there is: as long as it takes.
  static PGSimpleDataSource forReading(DatabaseConfig config) {
    PGSimpleDataSource source =
        open(
            config,
            config.user(),
            "ombud-reader",
            config.owner().isEmpty() ? "-c role=" + ServiceRole.NAME : "-c lock_timeout=60s");
    // Binary from the first execution on.
    source.setPrepareThreshold(-1);
    return source;
  }

  private static void limit(StringBuilder options, String name, Duration time) {
    options.append("-c ").append(name).append('=').append(time.toMillis()).append("ms ");
  }

  private static PGSimpleDataSource open(
      DatabaseConfig config, Login login, String applicationName, String options) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setApplicationName(applicationName);
    source.setCurrentSchema("public");
    source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
    source.setLoginTimeout(Math.toIntExact(2 * CONNECT.toSeconds()));
    source.setTcpKeepAlive(true);
    // Ours come last and so win over any that the address brings.
    String given = source.getOptions();
    source.setOptions(given == null ? options : given + " " + options);
    return source;
  }
}
