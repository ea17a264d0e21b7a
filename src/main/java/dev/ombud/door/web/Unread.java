package dev.ombud.door.web;

import dev.ombud.door.web.Bulkheads.Place;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Supplier;

/// What was written of one answer and has not left yet, since its client does not read: `end` of
/// Vert.x returns at once, however much still waits. Belongs to the event loop.
final class Unread {
  private static final long ENHANCE_YOUR_CALM = 11;

  /// The slowest line that an answer is sent to.
  private static final int BYTES_A_MILLISECOND = 32;

  private final HttpServerRequest http;
  private final Vertx vertx;
  private final Duration patience;
  private final Runnable whenSent;
  private int writes;
  private long bytes;

  /// @param patience how long nothing at all may be read
  /// @param whenSent runs after each write that has left, or never will
  Unread(HttpServerRequest http, Vertx vertx, Duration patience, Runnable whenSent) {
    this.http = http;
    this.vertx = vertx;
    this.patience = patience;
    this.whenSent = whenSent;
  }

  boolean isEmpty() {
    return writes == 0;
  }

  /// Writes, and ends what has not left in the time that a slow line takes.
  ///
  /// @param length bytes
  Future<Void> write(int length, Place place, Supplier<Future<Void>> write) {
    writes++;
    bytes += length;
    Future<Void> sent = write.get();
    if (!sent.isComplete()) {
      long millis = patience.toMillis() + bytes / BYTES_A_MILLISECOND;
      long timer = vertx.setTimer(millis, nothing -> drop(place));
      sent.onComplete(written -> vertx.cancelTimer(timer));
    }
    sent.onComplete(written -> {
      writes--;
      bytes -= length;
      whenSent.run();
    });
    return sent;
  }

  /// Ends what nobody reads: under HTTP/2 the stream, but the connection of those who do not read
  /// even refusals. That is closed below all handlers, which would wait until everything is read.
  void drop(Place place) {
    if (!(http.connection() instanceof ConnectionBase connection)) {
      throw new IllegalStateException("the connection is none of Vert.x's own");
    }
    ChannelHandlerContext channel = connection.channelHandlerContext();
    if (place.work() != Work.REFUSED && channel.handler() instanceof Http2ConnectionHandler http2) {
      // Vert.x resets no stream on which `end` was called.
      int stream = http.response().streamId();
      ChannelFuture _ =
          http2.encoder().writeRstStream(channel, stream, ENHANCE_YOUR_CALM, channel.newPromise());
      channel.flush();
    } else {
      ChannelFuture _ = channel.pipeline().firstContext().close();
    }
  }
}
