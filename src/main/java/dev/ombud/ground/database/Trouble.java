package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What keeps the database from its work, told by SQLSTATE (PostgreSQL, appendix A) and never by
/// the words of a message, which are translated. Not a trouble is what the database answers no to.
public enum Trouble {
  DISK_FULL(
      "the database's disk is full", "free space on it, or give the server a larger one", "53100"),
  READ_ONLY(
      "the database takes no writes: it is a standby, or `default_transaction_read_only` is on",
      "let OMBUD_DATABASE_URL name the primary, or switch that off",
      "25006"),
  NO_CONNECTION_LEFT(
      "the database server takes no more connections",
      "raise its `max_connections`, or lower OMBUD_DATABASE_POOL",
      "53300"),
  // The driver itself refuses to log in without a password where the server wants one: 08004.
  LOGIN_REFUSED("the database refuses the user or the password", "check both", "28|08004"),
  NO_DATABASE("the server has no such database", "check its name", "3D000"),
  NO_RIGHT("the database user may not do this", "see the log for the right that it lacks", "42501"),
  STARTING("the database server is starting or stopping", "", "57P0[123]"),
  DISK_FAILS("the database's disk fails", "see the log of its server", "58"),
  OUT_OF_RESOURCES("the database server has no memory left", "see its log", "53"),
  BUSY("the database is too busy to answer in time", "", "57014|55P03"),
  SILENT("the database does not answer", "", "08|57"),
  FAILS("the database fails in a way that nobody foresaw", "see the log of the service", "none");

  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  private final String what;
  private final String advice;
  private final String states;

  /// @param states what SQLSTATE begins with, an expression; of several that fit, the first counts
  Trouble(String what, String advice, String states) {
    this.what = what;
    this.advice = advice;
    this.states = states;
  }

  /// What a failure, or what it was caused by, says of the database; nothing where the database
  /// works and answered no.
  public static Optional<Trouble> of(Throwable failure) {
    Optional<Trouble> found = Optional.empty();
    // The innermost knows best: a pool that has no connection wraps why it could open none.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && of(e).isPresent()) {
        found = of(e);
      }
    }
    return found;
  }

  private static Optional<Trouble> of(SQLException failure) {
    String state = failure.getSQLState();
    // The pool gives no state where all its connections are in use, nor the driver where the
    // socket broke.
    if (state == null) {
      return Optional.of(failure instanceof SQLTransientException ? BUSY : SILENT);
    }
    for (Trouble trouble : values()) {
      if (state.matches("(?:" + trouble.states + ").*")) {
        return Optional.of(trouble);
      }
    }
    return failure instanceof SQLTransientException ? Optional.of(SILENT) : Optional.empty();
  }

  /// Whether it is over by itself, perhaps soon: a try after a moment may find a connection.
  ///
  /// @param failure to get a connection
  static boolean mayPass(Throwable failure) {
    return switch (of(failure).orElse(FAILS)) {
      case SILENT, BUSY, STARTING, NO_CONNECTION_LEFT, OUT_OF_RESOURCES -> true;
      case DISK_FULL, READ_ONLY, LOGIN_REFUSED, NO_DATABASE, NO_RIGHT, DISK_FAILS, FAILS -> false;
    };
  }

  /// Whether nobody is there at the address, rather than slow.
  static boolean isRefused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && !(cause instanceof SocketTimeoutException)) {
        return true;
      }
    }
    return false;
  }

  /// What whoever asked for something is told of a failure; nothing where that is no trouble.
  ///
  /// @param again what they do once it is over, for example `ask the same again in a second`
  public static Optional<ServiceException> unavailable(Throwable failure, String again) {
    return of(failure)
        .map(trouble -> {
          if (trouble == NO_RIGHT || trouble == DISK_FAILS) {
            log.error("{}", trouble.what, failure);
          }
          return new ServiceException(ErrorCode.DATABASE_UNAVAILABLE, trouble.sentence(again));
        });
  }

  /// In words, with what an operator does about it.
  public String sentence() {
    return advice.isEmpty() ? what : what + ": " + advice;
  }

  public String sentence(String again) {
    return advice.isEmpty() ? what + ": " + again : what + ": " + advice + ", then " + again;
  }
}
