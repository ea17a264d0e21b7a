package dev.ombud.door.web;

import dev.ombud.door.web.Bulkheads.Place;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One request and its one answer, from the side of the transport: begun by the first handler of
/// the router, and kept in its context. Sending is called from any thread and happens on the event
/// loop; all else belongs to the event loop.
final class Exchange {
  private static final String KEY = "ombud.exchange";
  private static final long INTERNAL_ERROR = 2;
  private static final long NO_ERROR = 0;
  private static final int HEAD_BYTES = 1024;
  private static final long MAX_DISCARDED_BYTES = 16L * 1024 * 1024;
  private static final long DISCARD_MILLIS = 5_000;

  private final RoutingContext routing;
  private final HttpServerRequest http;
  private final Context context;
  private final BooleanSupplier stopping;
  private final Bulkheads bulkheads;
  private final Unread unread;
  private final String traceId;
  private final String principal;
  private final boolean awaitsContinue;
  private Place place;
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
      RoutingContext routing,
      Context context,
      BooleanSupplier stopping,
      ServerConfig config,
      Bulkheads bulkheads) {
    this.routing = routing;
    this.http = routing.request();
    this.context = context;
    this.stopping = stopping;
    this.unread = new Unread(http, context.owner(), config.limits().body(), this::leave);
    this.bulkheads = bulkheads;
    this.principal = Principal.of(http, config.isBehindProxy());
    this.place = bulkheads.enter(Work.REFUSED);
    this.traceId = Trace.of(http.getHeader("traceparent"));
    this.awaitsContinue = "100-continue".equalsIgnoreCase(http.getHeader("Expect"));
  }

  static Exchange begin(
      RoutingContext routing,
      Context context,
      BooleanSupplier stopping,
      ServerConfig config,
      Bulkheads bulkheads) {
    Exchange exchange = new Exchange(routing, context, stopping, config, bulkheads);
    exchange.enter(Work.REFUSED);
    routing.put(KEY, exchange);
    routing.addEndHandler(sent -> exchange.end());
    return exchange;
  }

  /// The one that began with this request.
  static Exchange of(RoutingContext routing) {
    return find(routing).orElseThrow(() -> new IllegalStateException("no exchange has begun"));
  }

  static Optional<Exchange> find(RoutingContext routing) {
    return Optional.ofNullable(routing.get(KEY));
  }

  /// @param action runs on the event loop when the answer has been sent, or never will be
  void whenOver(Runnable action) {
    whenOver = action;
  }

  String traceId() {
    return traceId;
  }

  /// Whom it comes from.
  String principal() {
    return principal;
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
  ///
  /// @throws ServiceException OVERLOADED, RATE_LIMITED
  void enter(Route taken) {
    route = taken;
    if (taken.isSigned()) {
      change(taken.work());
    } else {
      enter(taken.work());
    }
  }

  /// Takes a place for one of whom the address is all that is known.
  ///
  /// @throws ServiceException OVERLOADED, RATE_LIMITED
  void enter(Work work) {
    change(work);
    place.belongTo("address " + principal, work.ofOneAddress());
  }

  private void change(Work work) {
    if (!isOver && place.work() != work) {
      Place taken = bulkheads.enter(work);
      place.close();
      place = taken;
    }
  }

  /// Whether it was answered, or nobody waits for the answer any more.
  boolean isOver() {
    return isOver;
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
    place.belongTo("caller " + who.name(), place.work().share());
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
    place.hold(bytes);
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
      leave();
    });
  }

  private void end() {
    isOver = true;
    isGone = true;
    leave();
  }

  /// Once nobody works on it any more, and nothing of it waits to be read.
  private void leave() {
    if (isOver && !isRunning && unread.isEmpty()) {
      place.close();
      routing.cancelAndCleanupFileUploads();
      whenOver.run();
      whenOver = () -> {};
    }
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
    boolean readsGzip = Accept.hasCoding(http.headers().getAll("Accept-Encoding"), "gzip");
    Response response = readsGzip ? given.zipped() : given;
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
      int most = HEAD_BYTES + bytes.length;
      boolean isHead = http.method().equals(HttpMethod.HEAD);
      Future<Void> sent =
          unread.write(most, place, () -> isHead ? out.end() : out.end(Buffer.buffer(bytes)));
      if (!sent.isComplete() && !place.holdMore(most)) {
        unread.drop(place);
      }
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
        close(response, unread.write(0, place, () -> http.response().end()));
      }
    });
  }

  /// Where there is no memory for what is not read yet, it waits until this has been.
  private void sendPiece(byte[] piece, Runnable done) throws InterruptedException {
    boolean isHeld = place.holdMore(piece.length);
    CountDownLatch awaited = new CountDownLatch(isHeld ? 0 : 1);
    Runnable over =
        () -> {
          if (isHeld) {
            boolean _ = place.holdMore(-piece.length);
          }
          done.run();
          awaited.countDown();
        };
    context.runOnContext(nothing -> {
      if (http.response().closed()) {
        isGone = true;
        over.run();
      } else {
        unread
            .write(piece.length, place, () -> http.response().write(Buffer.buffer(piece)))
            .onComplete(written -> over.run());
      }
    });
    awaited.await();
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
    http.uploadHandler(null);
    http.endHandler(nothing -> ended.run());
    http.handler(buffer -> {
      discarded += buffer.length();
      if (discarded > MAX_DISCARDED_BYTES) {
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
