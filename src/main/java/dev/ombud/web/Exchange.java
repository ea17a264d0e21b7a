package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Bulkheads.Place;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One request and its one answer, from the side of the transport: begun by the first handler of
/// the router, and kept in its context. Sending is called from any thread and happens on the event
/// loop; all else belongs to the event loop.
final class Exchange {
  private static final String KEY = "ombud.exchange";
  private static final long INTERNAL_ERROR = 2;
  private static final long NO_ERROR = 0;
  private static final long DISCARDED_BYTES_MOST = 16L * 1024 * 1024;
  private static final long DISCARD_MILLIS = 5_000;

  private final RoutingContext routing;
  private final HttpServerRequest http;
  private final Context context;
  private final BooleanSupplier stopping;
  private final String traceId;
  private final String address;
  private final boolean awaitsContinue;
  private @Nullable Place place;
  private @Nullable Route route;
  private @Nullable Caller caller;
  private @Nullable Inbound inbound;
  private Runnable goodToken = () -> {};
  private Runnable whenOver = () -> {};
  private boolean isRunning;
  private boolean isOver;
  private boolean hasBodyBegun;
  private long discarded;
  private volatile boolean isGone;

  private Exchange(
      RoutingContext routing, Context context, BooleanSupplier stopping, String address) {
    this.routing = routing;
    this.http = routing.request();
    this.context = context;
    this.stopping = stopping;
    this.address = address;
    this.traceId = Trace.of(http.getHeader("traceparent"));
    this.awaitsContinue = "100-continue".equalsIgnoreCase(http.getHeader("Expect"));
  }

  /// @param address whom it comes from
  static Exchange begin(
      RoutingContext routing, Context context, BooleanSupplier stopping, String address) {
    Exchange exchange = new Exchange(routing, context, stopping, address);
    routing.put(KEY, exchange);
    routing.addEndHandler(sent -> exchange.end());
    return exchange;
  }

  /// As [Request#origin] has it.
  static String origin(HttpServerRequest http, boolean isBehindProxy) {
    List<String> forwarded = http.headers().getAll("X-Forwarded-For");
    if (isBehindProxy && !forwarded.isEmpty()) {
      String[] hops = forwarded.getLast().split(",", -1);
      return hops[hops.length - 1].strip();
    }
    return String.valueOf(http.remoteAddress().hostAddress());
  }

  /// The one that began with this request.
  static Exchange of(RoutingContext routing) {
    return find(routing).orElseThrow(() -> new IllegalStateException("no exchange has begun"));
  }

  static Optional<Exchange> find(RoutingContext routing) {
    return Optional.ofNullable(routing.get(KEY));
  }

  /// @param action runs on the event loop when the answer has been handed over, or never will be
  void whenOver(Runnable action) {
    whenOver = action;
  }

  String traceId() {
    return traceId;
  }

  String address() {
    return address;
  }

  HttpServerRequest http() {
    return http;
  }

  RoutingContext routing() {
    return routing;
  }

  @Nullable Route route() {
    return route;
  }

  @Nullable Caller caller() {
    return caller;
  }

  /// Takes a place for as long as the request is under way.
  void enter(Route taken, Place given) {
    route = taken;
    place = given;
    if (!taken.isSigned()) {
      given.belongTo("address " + address, taken.work().ofOneAddress());
    }
  }

  /// The same for what has no route.
  void enter(Work work, Place given) {
    place = given;
    given.belongTo("address " + address, work.ofOneAddress());
  }

  /// @throws ServiceException STOPPING
  /// @throws ClientGoneException where nobody waits for the answer any more
  void refuseWhenOver() {
    Inbound.refuseWhenStopping(stopping);
    if (isGone) {
      throw new ClientGoneException();
    }
  }

  /// Says who sent it.
  ///
  /// @throws ServiceException RATE_LIMITED where they have their share of places already
  void identify(Caller who) {
    caller = who;
    if (place != null) {
      place.belongTo("caller " + who.name(), place.work().share());
    }
  }

  /// The same of a token.
  ///
  /// @param stillGood throws where it is good no more
  void identify(Caller who, Runnable stillGood) {
    goodToken = stillGood;
    identify(who);
  }

  /// From any thread, once the handler runs. Where no token came there is none to look at.
  void requireGoodToken() {
    goodToken.run();
  }

  /// Sets aside memory for the body, and lets it come.
  ///
  /// @throws ServiceException OVERLOADED
  void holdBody(long bytes) {
    if (place != null) {
      place.hold(bytes);
    }
    hasBodyBegun = true;
  }

  /// From now on the place is kept until [#finish], whether or not the client is still there.
  void run() {
    isRunning = true;
  }

  /// The handler has done its work. From any thread.
  void finish() {
    context.runOnContext(nothing -> {
      isRunning = false;
      if (isOver) {
        leave();
      }
    });
  }

  private void end() {
    isOver = true;
    isGone = true;
    if (!isRunning) {
      leave();
    }
  }

  private void leave() {
    if (place != null) {
      place.close();
    }
    whenOver.run();
    whenOver = () -> {};
  }

  /// The body as it comes in, for one who reads it piece by piece.
  Inbound inbound() {
    Inbound reading = inbound;
    if (reading == null) {
      reading = new Inbound(http, context, stopping, awaitsContinue, () -> hasBodyBegun = true);
      inbound = reading;
    }
    return reading;
  }

  /// Answers; a streamed body is written by the calling thread.
  void answer(Response given) throws InterruptedException {
    String accepted = http.getHeader("Accept-Encoding");
    Response response = accepted != null && accepted.contains("gzip") ? given.zipped() : given;
    switch (response.body()) {
      case Response.Whole(byte[] bytes) ->
          context.runOnContext(nothing -> sendWhole(response, bytes));
      case Response.Streamed(Response.Stream stream) -> {
        // The leave to send a body must go out before the head: after it, no client waits for it.
        if (inbound != null) {
          inbound.begin();
        }
        context.runOnContext(nothing -> sendHead(response));
        sendStream(response, stream);
      }
    }
  }

  /// Answers at once. On the event loop.
  void sendAtOnce(Response response) {
    if (response.body() instanceof Response.Whole(byte[] bytes)) {
      sendWhole(response, bytes);
    }
  }

  private void sendWhole(Response response, byte[] bytes) {
    HttpServerResponse out = http.response();
    if (!out.closed() && !out.headWritten()) {
      putHead(response, out);
      out.putHeader("Content-Length", Integer.toString(bytes.length));
      Future<Void> sent =
          http.method().equals(HttpMethod.HEAD) ? out.end() : out.end(Buffer.buffer(bytes));
      close(response, sent);
    }
  }

  /// Ends the connection, or under HTTP/2 only this stream, without a proper end.
  void abort() {
    context.runOnContext(nothing -> {
      if (isHttp2()) {
        http.response().reset(INTERNAL_ERROR);
      } else {
        http.connection().close();
      }
    });
  }

  private void sendHead(Response response) {
    HttpServerResponse out = http.response();
    if (!out.closed()) {
      putHead(response, out);
      out.setChunked(true);
      out.writeHead();
    }
  }

  private void sendStream(Response response, Response.Stream stream) throws InterruptedException {
    LineWriter lines = new LineWriter(this::sendPiece, () -> isGone);
    stream.write(lines);
    lines.flush();
    context.runOnContext(nothing -> {
      if (!http.response().closed()) {
        close(response, http.response().end());
      }
    });
  }

  private void sendPiece(byte[] piece, Runnable done) {
    context.runOnContext(nothing -> {
      if (http.response().closed()) {
        isGone = true;
        done.run();
      } else {
        http.response().write(Buffer.buffer(piece)).onComplete(written -> done.run());
      }
    });
  }

  private void close(Response response, Future<Void> sent) {
    Runnable close = () -> sent.onComplete(written -> http.connection().close());
    boolean closes = closes(response) && !isHttp2();
    if (closes && !stopping.getAsBoolean()) {
      close.run();
    }
    discardRest(closes ? close : () -> {});
  }

  /// Reads and drops what is left of the body up to a limit, because a client that still sends
  /// would lose the answer if the connection were just closed on it.
  ///
  /// @param action runs when nothing is left
  private void discardRest(Runnable action) {
    if (http.isEnded()) {
      action.run();
      return;
    }
    long timer = context.owner().setTimer(DISCARD_MILLIS, nothing -> cutOff());
    Runnable ended =
        () -> {
          context.owner().cancelTimer(timer);
          action.run();
        };
    http.exceptionHandler(failure -> ended.run());
    http.endHandler(nothing -> ended.run());
    http.handler(buffer -> {
      discarded += buffer.length();
      if (discarded > DISCARDED_BYTES_MOST) {
        cutOff();
      }
    });
    http.resume();
  }

  /// Takes no more of the body: under HTTP/2 other requests share the connection.
  private void cutOff() {
    if (isHttp2()) {
      http.response().reset(NO_ERROR);
    } else {
      http.connection().close();
    }
  }

  private void putHead(Response response, HttpServerResponse out) {
    out.setStatusCode(response.status());
    for (Response.Header header : response.headers()) {
      if (header.name().equals("Set-Cookie")) {
        out.headers().add(header.name(), header.value());
      } else {
        out.putHeader(header.name(), header.value());
      }
    }
    if (closes(response) && !isHttp2()) {
      out.putHeader("Connection", "close");
    }
  }

  /// Whether the connection is of no more use: also where a client waits for leave to send its body
  /// and never got it, so that nobody knows whether the next bytes are that body.
  private boolean closes(Response response) {
    return stopping.getAsBoolean()
        || (awaitsContinue && !hasBodyBegun)
        || response.status() == ErrorCode.REQUEST_TIMEOUT.status();
  }

  private boolean isHttp2() {
    return http.version() == HttpVersion.HTTP_2;
  }
}
