package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening HTTP server: HTTP/1.1, and over TLS also HTTP/2. Thread-safe.
///
/// One event loop carries the transport of all connections; handlers run on virtual threads.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int ADDRESS_BYTES_MOST = 8 * 1024;
  private static final int HEADER_BYTES_MOST = 16 * 1024;
  private static final int CHUNK_BYTES_MOST = 64 * 1024;
  private static final int BACKLOG = 1024;

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
  private final RouteTable routes;
  private final Pages pages;
  private final Vertx vertx;
  private final Context context;
  private final HttpServer listener;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();
  // INVARIANT: only the event loop touches it.
  private final Map<HttpConnection, Activity> connections = new HashMap<>();
  private volatile boolean stopping;
  private boolean closed;

  private Server(ServerConfig config, List<Route> routes, Pages pages) {
    this.config = config;
    this.pages = pages;
    this.routes = new RouteTable(routes);
    this.vertx = Vertx.vertx(vertxOptions());
    this.context = vertx.getOrCreateContext();
    this.listener = vertx.createHttpServer(options(config));
  }

  /// Starts listening; people are told of problems as programs are.
  ///
  /// @throws IllegalStateException if the address is taken or a TLS file cannot be read
  public static Server start(ServerConfig config, List<Route> routes) {
    return start(config, routes, Problem::response);
  }

  /// Starts listening.
  ///
  /// @param pages for clients that like HTML better than JSON
  /// @throws IllegalStateException if the address is taken or a TLS file cannot be read
  public static Server start(ServerConfig config, List<Route> routes, Pages pages) {
    Server server = new Server(config, routes, pages);
    try {
      server.listen();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    listener.connectionHandler(this::connect);
    listener.requestHandler(this::accept);
    listener.invalidRequestHandler(Server::refuse);
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

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(2)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions options(ServerConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setAcceptBacklog(BACKLOG)
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(ADDRESS_BYTES_MOST)
            .setMaxHeaderSize(HEADER_BYTES_MOST)
            .setMaxChunkSize(CHUNK_BYTES_MOST)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) config.limits().idle().toMillis());
    options.getInitialSettings().setMaxHeaderListSize(HEADER_BYTES_MOST);
    ServerConfig.Tls tls = config.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificate().toString())
                  .setKeyPath(tls.key().toString()));
    }
    return options;
  }

  /// The port that it listens on.
  public int port() {
    return listener.actualPort();
  }

  private void connect(HttpConnection connection) {
    // The listener goes on for a moment after the first connections are closed.
    if (stopping || connections.size() >= config.limits().connections()) {
      connection.close();
      return;
    }
    connections.put(connection, new Activity());
    connection.closeHandler(nothing -> connections.remove(connection));
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

  private void accept(HttpServerRequest http) {
    Activity activity = connections.getOrDefault(http.connection(), new Activity());
    activity.requests++;
    Exchange exchange =
        new Exchange(
            http,
            context,
            () -> stopping,
            () -> {
              activity.requests--;
              activity.idleSinceNanos = System.nanoTime();
            });
    try {
      route(exchange);
    } catch (ServiceException e) {
      String traceId = exchange.traceId();
      answer(
          exchange,
          isPerson(http)
              ? Problem.withAdvice(pages.show(e, traceId), e.code())
              : Problem.response(e, traceId));
    }
  }

  /// Whether a browser shows the answer to somebody: it likes a page better than data.
  private static boolean isPerson(HttpServerRequest http) {
    String accept = String.valueOf(http.headers().get("Accept"));
    return Accept.quality(accept, "text/html") > Accept.quality(accept, "application/json");
  }

  private Response refusal(Request request, Throwable failure) {
    if (!request.prefers("text/html", "application/json")) {
      return Problem.response(failure, request.traceId());
    }
    ServiceException known = Problem.known(failure, request.traceId());
    return Problem.withAdvice(pages.show(known, request), known.code());
  }

  private void route(Exchange exchange) {
    HttpServerRequest http = exchange.http();
    switch (routes.find(http.method().name(), String.valueOf(http.path()))) {
      case RouteTable.Found(Route route, Map<String, String> parameters) ->
          dispatch(exchange, route, parameters);
      case RouteTable.OtherMethods(Collection<String> allowed) -> {
        String list = String.join(", ", allowed);
        ServiceException refusal =
            new ServiceException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "method `" + http.method() + "` does not apply here: use " + list);
        dispatch(
            exchange,
            Route.of("*", "*", request -> refusal(request, refusal).with("Allow", list), Route.ANY),
            Map.of());
      }
      case RouteTable.Nothing() -> {
        Optional<String> without = isPerson(http) ? withoutSlash(http) : Optional.empty();
        if (without.isPresent()) {
          answer(
              exchange,
              Response.of(308, "text/plain", new byte[0]).with("Location", without.get()));
          return;
        }
        ServiceException refusal =
            new ServiceException(
                ErrorCode.NOT_FOUND,
                "there is nothing at `" + http.path() + "`: see /docs for what there is");
        dispatch(
            exchange,
            Route.of("*", "*", request -> refusal(request, refusal), Route.ANY),
            Map.of());
      }
    }
  }

  /// Where a person meant a page that is there, and wrote a slash behind it.
  private Optional<String> withoutSlash(HttpServerRequest http) {
    String path = String.valueOf(http.path());
    if (!path.endsWith("/") || path.startsWith("//") || !http.method().name().matches("GET|HEAD")) {
      return Optional.empty();
    }
    String shorter = path.substring(0, path.length() - 1);
    String query = http.query() == null ? "" : "?" + http.query();
    return routes.find(http.method().name(), shorter) instanceof RouteTable.Found
        ? Optional.of(shorter + query)
        : Optional.empty();
  }

  private void dispatch(Exchange exchange, Route route, Map<String, String> parameters) {
    if (stopping && !route.isVital()) {
      throw new ServiceException(
          ErrorCode.STOPPING, "the service stops: send the same again to another instance");
    }
    if (running.incrementAndGet() > config.limits().running() && !route.isVital()) {
      running.decrementAndGet();
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          "too many requests are under way: send the same again after a second");
    }
    threads.execute(() -> run(exchange, route, parameters));
  }

  private void run(Exchange exchange, Route route, Map<String, String> parameters) {
    try (BodyMemory memory = new BodyMemory(bodyBytes)) {
      exchange.answer(respond(exchange, route, parameters, memory));
    } catch (ClientGoneException e) {
      exchange.abort();
    } catch (InterruptedException e) {
      exchange.abort();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("unexpected exception in the answer of trace {}", exchange.traceId(), e);
      exchange.abort();
    } finally {
      running.decrementAndGet();
    }
  }

  private Response respond(
      Exchange exchange, Route route, Map<String, String> parameters, BodyMemory memory)
      throws InterruptedException {
    HttpServerRequest http = exchange.http();
    Map<String, List<String>> query;
    try {
      query = Address.query(http.query(), route.parameters());
    } catch (ServiceException e) {
      return refusal(request(exchange, parameters, Map.of(), memory), e);
    }
    Request request = request(exchange, parameters, query, memory);
    try {
      return route.handler().handle(request);
    } catch (ClientGoneException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return refusal(request, e);
    }
  }

  private Request request(
      Exchange exchange,
      Map<String, String> parameters,
      Map<String, List<String>> query,
      BodyMemory memory) {
    return new Request(
        exchange.http(),
        parameters,
        query,
        exchange.traceId(),
        exchange.inbound(),
        memory,
        config.limits());
  }

  private static void answer(Exchange exchange, Response response) {
    try {
      exchange.answer(response);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a whole body never waits", e);
    }
  }

  /// Answers what is not HTTP as the transport reads it, and closes the connection: where the next
  /// request would begin is unknown.
  private static void refuse(HttpServerRequest http) {
    Throwable cause = http.decoderResult().cause();
    boolean tooLong =
        cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
    String traceId = Trace.of(null);
    Response response =
        Problem.response(
            tooLong
                ? new ServiceException(
                    ErrorCode.HEADERS_TOO_LARGE,
                    "the address or the headers are too long: send at most "
                        + ADDRESS_BYTES_MOST
                        + " and "
                        + HEADER_BYTES_MOST
                        + " bytes")
                : new ServiceException(
                    ErrorCode.MALFORMED_REQUEST, "the request is not well-formed HTTP: mend it"),
            traceId);
    Exchange.refuse(http, response, traceId);
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
      await(vertx.close());
    }
  }

  private static void await(Future<Void> future) {
    future.otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
  }
}
