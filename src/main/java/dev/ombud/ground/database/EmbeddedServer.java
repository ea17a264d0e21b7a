package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL 18 of the service's own, in its data directory, for those who keep no server.
///
/// It is as durable as any: what was committed survives the end of the service, of the server and
/// of the machine. It listens on loopback only, asks for passwords, and belongs to one service at a
/// time. A server that a killed service left behind is stopped cleanly before the next one starts;
/// a server that dies while the service lives is started again on the same port.
///
/// ```
/// <data directory>/ombud.lock          the process id of the service that holds it
///                  postgres/           the cluster; postgresql.conf is written at every start
///                  postgres.password   of the superuser, mode 0600
///                  log/                a file a day of the week
///                  server-…/           the programs, unpacked
/// ```
///
/// Thread-safe. No shutdown hook is installed: whoever starts it closes it, after the last session.
public final class EmbeddedServer implements AutoCloseable {
  static final String SUPERUSER = "postgres";
  private static final String CLUSTER = "postgres";
  private static final String PASSWORD = "postgres.password";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final String SERVICE_USER = "ombud_app";
  private static final String DATABASE = "ombud";
  private static final int STARTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final DirectoryLock lock;
  private final Postmaster postmaster;
  private final Path log;
  private final int port;
  private final Login owner;
  private final Login user;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watch;

  private EmbeddedServer(
      DirectoryLock lock, Postmaster postmaster, Path log, int port, Login owner, Login user) {
    this.lock = lock;
    this.postmaster = postmaster;
    this.log = log;
    this.port = port;
    this.owner = owner;
    this.user = user;
    this.watch = Thread.ofPlatform().daemon().name("embedded-server").unstarted(this::watch);
  }

  /// Starts the server of a data directory, which is made where it is missing.
  public static EmbeddedServer start(Path dataDirectory) {
    return start(dataDirectory, dataDirectory);
  }

  /// Starts the server of a data directory, with its programs somewhere else.
  ///
  /// @param programs where the programs are unpacked; several data directories may share it
  /// @throws ServiceException where another service holds the directory, or the server does not
  ///   start
  public static EmbeddedServer start(Path dataDirectory, Path programs) {
    try {
      Path data = Files.createDirectories(dataDirectory).toRealPath();
      DirectoryLock lock = DirectoryLock.take(data);
      try {
        return start(data, programs, lock);
      } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the embedded server starts", e);
    } catch (IOException | SQLException e) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "the embedded server does not start in `"
              + dataDirectory
              + "`: "
              + e.getMessage()
              + ": see the files in its `log`, or set OMBUD_DATABASE_URL to a server of your own");
    }
  }

  private static EmbeddedServer start(Path data, Path programs, DirectoryLock lock)
      throws IOException, SQLException, InterruptedException {
    Path log = data.resolve("log");
    Postmaster postmaster =
        new Postmaster(ServerBinaries.unpack(programs), data.resolve(CLUSTER), log);
    Path passwordFile = data.resolve(PASSWORD);
    if (!postmaster.isInitialized()) {
      writePassword(passwordFile);
      postmaster.initialize(passwordFile);
    }
    if (postmaster.running().isPresent()) {
      LOG.warn("stopping the database server that an earlier service left running in {}", data);
      postmaster.stop();
    }
    int port = startOnFreePort(postmaster, log);
    try {
      Login owner = new Login(SUPERUSER, Files.readString(passwordFile).strip());
      Login user = new Login(SERVICE_USER, secret());
      prepare(new DatabaseConfig(url(port, "postgres"), owner, Optional.empty(), 1), user);
      EmbeddedServer server = new EmbeddedServer(lock, postmaster, log, port, owner, user);
      server.watch.start();
      return server;
    } catch (IOException | SQLException | RuntimeException e) {
      postmaster.stop();
      throw e;
    }
  }

  /// Tries several times, for about three seconds in all: somebody may have taken the port, and the
  /// sessions of a killed server need a moment to end.
  private static int startOnFreePort(Postmaster postmaster, Path log)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      try {
        postmaster.start(ServerSettings.text(port, log));
        return port;
      } catch (IOException e) {
        if (attempt == STARTS) {
          throw e;
        }
        Thread.sleep(FIRST_PAUSE.multipliedBy(1L << attempt));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void writePassword(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret() + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The service's database and its login, whose password is new at every start.
  private static void prepare(DatabaseConfig admin, Login user) throws SQLException {
    try (Connection connection =
            Sessions.forOwner(admin, new StartBudget(StartBudget.USUAL)).getConnection();
        Statement statement = connection.createStatement()) {
      if (isMissing(statement, "pg_roles where rolname = '" + SERVICE_USER + "'")) {
        statement.execute("create role " + SERVICE_USER + " login");
      }
      statement.execute("alter role " + SERVICE_USER + " password '" + user.password() + "'");
      if (isMissing(statement, "pg_database where datname = '" + DATABASE + "'")) {
        statement.execute("create database " + DATABASE + " strategy file_copy");
      }
    }
  }

  private static boolean isMissing(Statement statement, String what) throws SQLException {
    try (ResultSet row = statement.executeQuery("select from " + what)) {
      return !row.next();
    }
  }

  /// How to reach the service's database.
  public DatabaseConfig config(int connections) {
    return config(DATABASE, connections);
  }

  /// How to reach another database of this server.
  public DatabaseConfig config(String database, int connections) {
    return new DatabaseConfig(url(port, database), user, Optional.of(owner), connections);
  }

  /// The service's database, for the superuser of the server that runs in a data directory; nothing
  /// where none does.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE where what it left there cannot be read
  public static Optional<DatabaseConfig> running(Path data) {
    try {
      OptionalInt port =
          Files.exists(data)
              ? Postmaster.port(data.toRealPath().resolve(CLUSTER))
              : OptionalInt.empty();
      if (port.isEmpty()) {
        return Optional.empty();
      }
      Login owner = new Login(SUPERUSER, Files.readString(data.resolve(PASSWORD)).strip());
      return Optional.of(
          new DatabaseConfig(url(port.getAsInt(), DATABASE), owner, Optional.of(owner), 1));
    } catch (IOException | NumberFormatException e) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "the server of the data directory `%s` cannot be found: %s"
              .formatted(data, e.getMessage()));
    }
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private void watch() {
    try {
      while (!closing.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
        revive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void revive() {
    try {
      if (postmaster.running().isEmpty()) {
        LOG.error("the database server has ended: starting it again; its log is in {}", log);
        postmaster.start(ServerSettings.text(port, log));
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("the database server does not start: trying again: {}", e.getMessage());
    }
  }

  /// Stops the server cleanly and gives the directory free. Sessions that are still open are ended.
  @Override
  public void close() {
    closing.countDown();
    try {
      // It may be in a start that takes minutes, or never ends.
      while (!watch.join(WATCH)) {
        postmaster.breakOff();
      }
      if (postmaster.running().isPresent()) {
        postmaster.stop();
      }
    } catch (IOException e) {
      LOG.error("the database server does not stop: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }
}
