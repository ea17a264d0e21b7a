package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.BooleanSupplier;

/// One request and its one answer, from the side of the transport. Sending is called from any
/// thread and happens on the event loop.
final class Exchange {
  private static final long INTERNAL_ERROR = 2;

  private final HttpServerRequest http;
  private final Context context;
  private final BooleanSupplier stopping;
  private final Runnable answered;
  private final String traceId;
  private final Inbound inbound;
  private volatile boolean isGone;

  /// @param answered runs on the event loop when the answer has been handed over, or never will be
  Exchange(HttpServerRequest http, Context context, BooleanSupplier stopping, Runnable answered) {
    this.http = http;
    this.context = context;
    this.stopping = stopping;
    this.answered = answered;
    this.traceId = Trace.of(http.getHeader("traceparent"));
    this.inbound = new Inbound(http, context, stopping);
  }

  String traceId() {
    return traceId;
  }

  Inbound inbound() {
    return inbound;
  }

  HttpServerRequest http() {
    return http;
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
        inbound.begin();
        context.runOnContext(nothing -> sendHead(response));
        sendStream(response, stream);
      }
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
      answered.run();
    });
  }

  private void sendWhole(Response response, byte[] bytes) {
    HttpServerResponse out = http.response();
    if (!out.closed()) {
      putHead(response, out);
      out.putHeader("Content-Length", Integer.toString(bytes.length));
      Future<Void> sent =
          http.method().equals(HttpMethod.HEAD) ? out.end() : out.end(Buffer.buffer(bytes));
      finish(response, sent);
    }
    answered.run();
  }

  private void sendHead(Response response) {
    HttpServerResponse out = http.response();
    if (!out.closed()) {
      putHead(response, out);
      out.closeHandler(nothing -> isGone = true);
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
        finish(response, http.response().end());
      }
      answered.run();
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

  private void finish(Response response, Future<Void> sent) {
    Runnable close = () -> sent.onComplete(written -> http.connection().close());
    boolean closes = closes(response) && !isHttp2();
    if (closes && !stopping.getAsBoolean()) {
      close.run();
    }
    inbound.discardRest(closes ? close : () -> {});
  }

  private void putHead(Response response, HttpServerResponse out) {
    putFixed(response, out, traceId);
    if (closes(response) && !isHttp2()) {
      out.putHeader("Connection", "close");
    }
  }

  private boolean closes(Response response) {
    return stopping.getAsBoolean()
        || inbound.leavesFramingOpen()
        || response.status() == ErrorCode.REQUEST_TIMEOUT.status();
  }

  /// Answers a request that was none, and closes the connection.
  static void refuse(HttpServerRequest http, Response response, String traceId) {
    if (response.body() instanceof Response.Whole(byte[] bytes)) {
      HttpServerResponse out = http.response();
      putFixed(response, out, traceId);
      out.putHeader("Connection", "close");
      out.putHeader("Content-Length", Integer.toString(bytes.length));
      out.end(Buffer.buffer(bytes)).onComplete(sent -> http.connection().close());
    }
  }

  private static void putFixed(Response response, HttpServerResponse out, String traceId) {
    out.setStatusCode(response.status());
    out.putHeader("X-Content-Type-Options", "nosniff");
    out.putHeader("Cache-Control", "no-store");
    out.putHeader("Trace-Id", traceId);
    for (Response.Header header : response.headers()) {
      if (header.name().equals("Set-Cookie")) {
        out.headers().add(header.name(), header.value());
      } else {
        out.putHeader(header.name(), header.value());
      }
    }
  }

  private boolean isHttp2() {
    return http.version() == HttpVersion.HTTP_2;
  }
}
