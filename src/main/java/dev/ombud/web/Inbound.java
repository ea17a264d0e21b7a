package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The body of one request on its way from the event loop to the thread that reads it, with
/// back-pressure: nothing is taken from the socket before the first read, nor while enough waits.
///
/// What nobody read when the answer has gone out is thrown away up to a limit, because a client
/// that still sends would lose the answer if the connection were just closed on it.
final class Inbound {
  private static final int WAITING_BYTES_MOST = 256 * 1024;
  private static final int WAITING_BYTES_RESUME = 64 * 1024;
  private static final long DISCARDED_BYTES_MOST = 16L * 1024 * 1024;
  private static final long DISCARD_MILLIS = 5_000;
  private static final long STOP_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long NO_TIMER = -1;
  private static final long NO_ERROR = 0;

  private sealed interface Part {}

  private record Data(byte[] bytes) implements Part {}

  private enum Mark implements Part {
    END,
    GONE
  }

  private final HttpServerRequest http;
  private final Context context;
  private final BooleanSupplier stopping;
  private final LinkedBlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final boolean awaitsContinue;
  private volatile boolean paused;
  // Only the thread that handles, and then reads, writes it; the event loop reads it after that
  // thread has answered.
  private volatile boolean started;
  // These belong to the event loop.
  private boolean ended;
  private boolean discarding;
  private long discardedBytes;
  private long discardTimer = NO_TIMER;
  private Runnable drained = () -> {};

  /// Called on the event loop, at once when the request's head is in.
  Inbound(HttpServerRequest http, Context context, BooleanSupplier stopping) {
    this.http = http;
    this.context = context;
    this.stopping = stopping;
    this.awaitsContinue = "100-continue".equalsIgnoreCase(http.getHeader("Expect"));
    http.exceptionHandler(failure -> end(Mark.GONE));
    http.endHandler(nothing -> end(Mark.END));
    http.handler(this::arrive);
    http.pause();
    paused = true;
  }

  private void end(Mark mark) {
    ended = true;
    context.owner().cancelTimer(discardTimer);
    parts.add(mark);
    drained.run();
  }

  private void arrive(Buffer buffer) {
    if (discarding) {
      discardedBytes += buffer.length();
      if (discardedBytes > DISCARDED_BYTES_MOST) {
        cutOff();
      }
      return;
    }
    parts.add(new Data(buffer.getBytes()));
    if (waitingBytes.addAndGet(buffer.length()) > WAITING_BYTES_MOST) {
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
        refuseWhenStopping();
      }
    }
    return part;
  }

  /// For bodies that may go on for ever.
  ///
  /// @throws ServiceException STOPPING where the server stops
  void refuseWhenStopping() {
    if (stopping.getAsBoolean()) {
      throw new ServiceException(
          ErrorCode.STOPPING, "the service stops: send the same again to another instance");
    }
  }

  /// Whether a client that waits for leave to send its body never got it, so that it is unknown
  /// whether the next bytes are that body.
  boolean leavesFramingOpen() {
    return awaitsContinue && !started;
  }

  /// Reads and drops what is left, called on the event loop when the answer has been handed over.
  ///
  /// @param action runs when nothing is left
  void discardRest(Runnable action) {
    if (ended) {
      action.run();
      return;
    }
    drained = action;
    discarding = true;
    parts.clear();
    // May deliver the end at once.
    http.resume();
    if (!ended) {
      discardTimer = context.owner().setTimer(DISCARD_MILLIS, nothing -> cutOff());
    }
  }

  /// Takes no more of the body: under HTTP/2 other requests share the connection.
  private void cutOff() {
    if (http.version() == HttpVersion.HTTP_2) {
      http.response().reset(NO_ERROR);
    } else {
      http.connection().close();
    }
  }
}
