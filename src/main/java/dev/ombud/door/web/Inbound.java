package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A body without an end on its way from the event loop to the thread that reads it, with
/// back-pressure: nothing is taken from the socket before the first read, nor while enough waits.
/// (`BodyHandler` takes whole bodies only.)
final class Inbound {
  private static final int MAX_WAITING_BYTES = 256 * 1024;
  private static final int WAITING_BYTES_RESUME = 64 * 1024;
  private static final long STOP_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private sealed interface Part {}

  private record Data(byte[] bytes) implements Part {}

  private enum Mark implements Part {
    END,
    GONE
  }

  private final HttpServerRequest http;
  private final Context context;
  private final BooleanSupplier stopping;
  private final boolean awaitsContinue;
  private final Runnable begun;
  private final LinkedBlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private volatile boolean paused = true;
  // Only the thread that handles, and then reads, writes it.
  private volatile boolean started;

  /// Made on the event loop, while the request is paused.
  Inbound(
      HttpServerRequest http,
      Context context,
      BooleanSupplier stopping,
      boolean awaitsContinue,
      Runnable begun) {
    this.http = http;
    this.context = context;
    this.stopping = stopping;
    this.awaitsContinue = awaitsContinue;
    this.begun = begun;
    http.exceptionHandler(failure -> parts.add(Mark.GONE));
    http.endHandler(nothing -> parts.add(Mark.END));
    http.handler(this::arrive);
  }

  private void arrive(Buffer buffer) {
    parts.add(new Data(buffer.getBytes()));
    if (waitingBytes.addAndGet(buffer.length()) > MAX_WAITING_BYTES) {
      http.pause();
      paused = true;
      // The reader may have emptied the queue before it could see that it has to resume.
      resumeIfLow();
    }
  }

  private void resumeIfLow() {
    if (paused && waitingBytes.get() <= WAITING_BYTES_RESUME) {
      paused = false;
      http.resume();
    }
  }

  /// Waits for the next bytes; null at the end of the body. Not on the event loop.
  ///
  /// @throws ServiceException REQUEST_TIMEOUT where nothing comes in time, STOPPING where nothing
  ///   has come yet and the server stops
  /// @throws ClientGoneException if the client will send no more
  byte @Nullable [] next(Duration timeout) throws InterruptedException {
    begin();
    return switch (await(timeout)) {
      case Data(byte[] bytes) -> {
        int waiting = waitingBytes.addAndGet(-bytes.length);
        if (paused && waiting <= WAITING_BYTES_RESUME) {
          context.runOnContext(nothing -> resumeIfLow());
        }
        yield bytes;
      }
      case Mark.END -> {
        parts.add(Mark.END);
        yield null;
      }
      case Mark.GONE -> {
        parts.add(Mark.GONE);
        throw new ClientGoneException();
      }
    };
  }

  /// Lets the body come, if nobody has yet: a client that waits for leave to send it gets that.
  void begin() {
    if (!started) {
      started = true;
      context.runOnContext(nothing -> start());
    }
  }

  private void start() {
    begun.run();
    if (awaitsContinue && !http.response().closed()) {
      http.response().writeContinue();
    }
    resumeIfLow();
  }

  private Part await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Part part = parts.poll();
    while (part == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new ServiceException(
            ErrorCode.REQUEST_TIMEOUT, "the body came too slowly: send it again, faster");
      }
      part = parts.poll(Math.min(left, STOP_POLL_NANOS), TimeUnit.NANOSECONDS);
      if (part == null) {
        refuseWhenStopping(stopping);
      }
    }
    return part;
  }

  /// For what may go on for ever.
  ///
  /// @throws ServiceException STOPPING where the server stops
  static void refuseWhenStopping(BooleanSupplier stopping) {
    if (stopping.getAsBoolean()) {
      throw stopping();
    }
  }

  static ServiceException stopping() {
    return new ServiceException(
        ErrorCode.STOPPING, "the service stops: send the same again to another instance");
  }
}
