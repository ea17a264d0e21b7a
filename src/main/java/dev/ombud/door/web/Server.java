package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening HTTP server: HTTP/1.1, and over TLS also HTTP/2. Thread-safe.
///
/// One event loop carries the transport of all connections; handlers run on virtual threads.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int MAX_CHUNK_BYTES = 64 * 1024;
  private static final int MAX_FORM_FIELD_BYTES = 2 * 1024 * 1024;
  private static final int MAX_FORM_FIELDS = 1_000;
  private static final int BACKLOG = 1024;
  private static final long HANDSHAKE_SECONDS = 3;

  /// Only those that encrypt and authenticate in one (RFC 9325, section 4.2).
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// Shows people what is refused. Thread-safe.
  @FunctionalInterface
  public interface Pages {
    /// Called on the event loop where there is no room for more, so it neither waits nor asks
    /// anybody.
    Response show(ServiceException failure, String traceId);

    /// Called on the thread of a request, so it may look who it is for.
    default Response show(ServiceException failure, Request request) {
      return show(failure, request.traceId());
    }
  }

  /// What the event loop knows of a connection.
  private static final class Activity {
    private int requests;
    private long idleSinceNanos = System.nanoTime();
  }

  private final ServerConfig config;
  private final Vertx vertx;
  private final Context context;
  private final HttpServer listener;
  private final Door door;
  private final Path uploads;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  // INVARIANT: only the event loop touches these.
  private final Map<HttpConnection, Activity> connections = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private volatile boolean stopping;
  private boolean closed;

  private Server(ServerConfig config, Pages pages) {
    this.config = config;
    this.uploads = temporary();
    this.vertx = Vertx.vertx(vertxOptions());
    this.context = vertx.getOrCreateContext();
    this.listener = vertx.createHttpServer(options(config));
    this.door = new Door(context, config, this::begin, () -> stopping, threads, pages, uploads);
  }

  /// Starts listening; people are told of problems as programs are.
  ///
  /// @throws IllegalStateException if the address is taken or a TLS file cannot be read
  public static Server start(ServerConfig config, List<Route> routes) {
    return start(config, routes, List.of(), Problem::response);
  }

  /// Starts listening.
  ///
  /// @param api what programs ask
  /// @param console what people ask with a browser
  /// @param pages for clients that like HTML better than JSON
  /// @throws IllegalStateException if the address is taken or a TLS file cannot be read
  public static Server start(
      ServerConfig config, List<Route> api, List<Route> console, Pages pages) {
    Server server = new Server(config, pages);
    try {
      server.listen(api, console);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen(List<Route> api, List<Route> console) {
    Router router = door.router(api, console);
    listener.connectionHandler(this::connect);
    listener.requestHandler(router);
    listener.invalidRequestHandler(this::refuse);
    try {
      listener.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "cannot listen on `" + config.host() + ":" + config.port() + "`: " + reason(e), e);
    }
    long period = Math.max(1, config.limits().idle().toMillis() / 4);
    vertx.setPeriodic(period, timer -> closeIdle());
  }

  private static String reason(CompletionException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("ombud-uploads");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made", e);
    }
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(2);
  }

  private static HttpServerOptions options(ServerConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setAcceptBacklog(BACKLOG)
            .setHttp2ClearTextEnabled(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(Head.MAX_READ_BYTES)
            .setMaxHeaderSize(Head.MAX_READ_BYTES)
            .setMaxChunkSize(MAX_CHUNK_BYTES)
            .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
            .setMaxFormFields(MAX_FORM_FIELDS)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) config.limits().idle().toMillis());
    options.getInitialSettings().setMaxHeaderListSize(Head.MAX_READ_BYTES);
    ServerConfig.Tls tls = config.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
          .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
          .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificate().toString())
                  .setKeyPath(tls.key().toString()));
      CIPHERS.forEach(options::addEnabledCipherSuite);
    }
    return options;
  }

  /// The port that it listens on.
  public int port() {
    return listener.actualPort();
  }

  /// Where files lie on their way to a handler.
  Path uploads() {
    return uploads;
  }

  private void connect(HttpConnection connection) {
    String address = Principal.of(String.valueOf(connection.remoteAddress().hostAddress()));
    int fromThere = perAddress.getOrDefault(address, 0);
    // The listener goes on for a moment after the first connections are closed.
    if (stopping
        || connections.size() >= config.limits().connections()
        || fromThere >= config.connectionsPerAddress()) {
      connection.close();
      return;
    }
    connections.put(connection, new Activity());
    // What cannot be read is the peer's affair: else Vert.x logs it, with the peer's own words.
    connection.exceptionHandler(failure -> LOG.debug("a connection failed", failure));
    perAddress.merge(address, 1, Integer::sum);
    connection.closeHandler(nothing -> {
      connections.remove(connection);
      perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    });
  }

  /// Notes that a request is under way on a connection.
  ///
  /// @return what to do when it is over
  private Runnable begin(HttpConnection connection) {
    Activity activity = connections.getOrDefault(connection, new Activity());
    activity.requests++;
    return () -> {
      activity.requests--;
      activity.idleSinceNanos = System.nanoTime();
    };
  }

  /// Ends connections on which no request is under way, also those that send a head byte by byte,
  /// which an idle timeout of the transport never notices.
  private void closeIdle() {
    long now = System.nanoTime();
    long limit = config.limits().idle().toNanos();
    List.copyOf(connections.entrySet()).stream()
        .filter(each -> each.getValue().requests == 0)
        .filter(each -> now - each.getValue().idleSinceNanos > limit)
        .forEach(each -> each.getKey().close());
  }

  /// Answers what is not HTTP as the transport reads it, and closes the connection: where the next
  /// request would begin is unknown.
  private void refuse(HttpServerRequest http) {
    Throwable cause = http.decoderResult().cause();
    boolean tooLong =
        cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
    String traceId = Trace.of(null);
    Response response =
        Problem.response(
            tooLong
                ? Head.tooLarge()
                : new ServiceException(
                    ErrorCode.MALFORMED_REQUEST, "the request is not well-formed HTTP: correct it"),
            traceId);
    if (response.body() instanceof Response.Whole(byte[] bytes)) {
      HttpServerResponse out = http.response();
      out.setStatusCode(response.status());
      config.putSafety(out.headers(), traceId);
      response.headers().forEach(each -> out.putHeader(each.name(), each.value()));
      out.putHeader("Connection", "close");
      out.putHeader("Content-Length", Integer.toString(bytes.length));
      out.end(Buffer.buffer(bytes)).onComplete(sent -> http.connection().close());
    }
  }

  /// Stops: takes no more connections, answers further requests with `stopping`, lets those that
  /// run finish within the limit, and ends. Once is enough, again does no harm.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true;
    context.runOnContext(nothing -> door.stopWaiting());
    long deadline = System.nanoTime() + config.limits().stop().toNanos();
    try {
      await(listener.shutdown(config.limits().stop().toMillis(), TimeUnit.MILLISECONDS));
      threads.shutdown();
      if (!threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      await(vertx.fileSystem().deleteRecursive(uploads.toString()));
      await(vertx.close());
    }
  }

  /// Waits a moment longer than the limit of a stop: a peer that reads nothing has no longer.
  private void await(Future<Void> future) {
    future
        .otherwiseEmpty()
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, 2 * config.limits().stop().toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
