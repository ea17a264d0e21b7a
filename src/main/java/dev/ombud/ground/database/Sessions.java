package dev.ombud.ground.database;

import dev.ombud.ground.database.DatabaseConfig.Login;
import dev.ombud.ground.database.Pool.Limits;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// How a session is opened: limits and role travel as start-up parameters, so that no `reset` and
/// no `discard` inside the session takes them off.
final class Sessions {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// A machine under load takes its time. Who waits for the connection gives up sooner; then the
  /// next one has it.
  private static final Duration LOGIN = Duration.ofSeconds(15);

  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(30);

  /// The server ends the session of a machine that is gone after a minute, and with it its locks.
  private static final String LIVENESS =
      "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3";

  private Sessions() {}

  /// Sessions that migrate: as long as it takes.
  static PGSimpleDataSource forOwner(DatabaseConfig config, StartBudget budget) {
    return prepare(
        new PatientSource(budget, config.place()),
        config,
        config.migratingLogin(),
        "ombud-owner",
        "-c lock_timeout=60s");
  }

  /// Sessions that serve: every wait has an end.
  static PGSimpleDataSource forService(DatabaseConfig config, Pool pool) {
    return serve(new PooledSource(), config, pool);
  }

  /// The first session that serves, which a start waits for.
  static PGSimpleDataSource forService(DatabaseConfig config, StartBudget budget) {
    return serve(new PatientSource(budget, config.place()), config, Pool.UPKEEP);
  }

  private static PGSimpleDataSource serve(
      PGSimpleDataSource source, DatabaseConfig config, Pool pool) {
    Limits limits = pool.limits();
    StringBuilder options = new StringBuilder();
    limit(options, "statement_timeout", limits.statement());
    limit(options, "lock_timeout", limits.lock());
    limit(options, "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION);
    if (config.owner().isEmpty()) {
      options.append("-c role=").append(ServiceRole.NAME);
    }
    source.setSocketTimeout(Math.toIntExact(limits.silence().toSeconds()));
    return prepare(
        source, config, config.user(), pool.applicationName(), options.toString().stripTrailing());
  }

  /// Sessions that read all there is: as long as it takes.
  static PGSimpleDataSource forReading(DatabaseConfig config, StartBudget budget) {
    PGSimpleDataSource source =
        prepare(
            new PatientSource(budget, config.place()),
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

  private static PGSimpleDataSource prepare(
      PGSimpleDataSource source,
      DatabaseConfig config,
      Login login,
      String applicationName,
      String options) {
    source.setUrl(config.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setApplicationName(applicationName);
    source.setCurrentSchema("public");
    source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
    // The first answer to a session's greeting: the driver would give up after 5 s.
    source.setSslResponseTimeout(Math.toIntExact(LOGIN.toMillis()));
    source.setGssResponseTimeout(Math.toIntExact(LOGIN.toMillis()));
    source.setTcpKeepAlive(true);
    // Ours come last and so win over any that the address brings.
    String given = source.getOptions();
    source.setOptions((given == null ? "" : given + " ") + LIVENESS + " " + options);
    return source;
  }

  /// The pool sets the time that it waits for a connection as that of a login, which is another
  /// matter: a server on which each login takes three seconds would never be served.
  @SuppressWarnings("serial") // Nobody writes it to a stream.
  private static final class PooledSource extends PGSimpleDataSource {
    PooledSource() {
      super.setLoginTimeout(Math.toIntExact(LOGIN.toSeconds()));
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // As the constructor says.
    }
  }
}
