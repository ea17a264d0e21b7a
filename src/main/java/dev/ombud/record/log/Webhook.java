package dev.ombud.record.log;

import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts each checkpoint to an address of the operator's choice, as `text/plain`. Only the newest
/// matters: one that comes while another is under way takes the place of any that waits. A refusal
/// is tried again after twice the pause each time, at most eight times for one checkpoint; the next
/// checkpoint begins anew. Nobody ever waits for it. Thread-safe.
public final class Webhook implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Webhook.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(12);
  private static final int TRIES = 8;

  private final URI address;
  private final Duration firstPause;
  private final Outbound outbound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  // INVARIANT: only whoever holds the lock touches these.
  private Checkpoint.@Nullable Note newest;
  private boolean stopping;

  private volatile boolean failing;

  /// @param address its path and query may be a secret, and are never shown
  public Webhook(HttpOutbound outside, URI address) {
    this(outside.to(List.of(Destination.of(address, true))), address, FIRST_PAUSE);
  }

  /// @param firstPause before the second try
  Webhook(Outbound outbound, URI address, Duration firstPause) {
    this.outbound = outbound;
    this.address = address;
    this.firstPause = firstPause;
    this.thread = Thread.ofVirtual().name("checkpoint-webhook").start(this::run);
  }

  /// Takes a checkpoint, and returns at once.
  public void send(Checkpoint.Note note) {
    lock.lock();
    try {
      newest = note;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the last try failed.
  public boolean isFailing() {
    return failing;
  }

  private void run() {
    try {
      for (Checkpoint.Note note = next(); note != null; note = next()) {
        deliver(note);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for a checkpoint; nothing where it is over and none is left.
  private Checkpoint.@Nullable Note next() throws InterruptedException {
    lock.lock();
    try {
      while (newest == null && !stopping) {
        changed.await();
      }
      Checkpoint.Note note = newest;
      newest = null;
      return note;
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Checkpoint.Note first) throws InterruptedException {
    Checkpoint.Note note = first;
    Duration pause = firstPause;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      String trouble = post(note);
      if (trouble.isEmpty()) {
        failing = false;
        return;
      }
      if (!failing) {
        log.warn("the checkpoint webhook does not take checkpoints: {}", trouble);
      }
      failing = true;
      if (attempt == TRIES || isOverAfter(pause)) {
        return;
      }
      pause = pause.multipliedBy(2);
      note = newer(note);
    }
  }

  private Checkpoint.Note newer(Checkpoint.Note note) {
    lock.lock();
    try {
      Checkpoint.Note taken = newest == null ? note : newest;
      newest = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOverAfter(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /// What went wrong; empty where nothing did.
  private String post(Checkpoint.Note note) {
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    try {
      return switch (outbound.send(
          Call.of("POST", address).with("text/plain; charset=utf-8", text))) {
        case Reply.Answered answered when answered.status() / 100 == 2 -> "";
        case Reply.Answered answered -> "it answers " + answered.status();
        case Reply.Unreached(String why) -> why;
        case Reply.Unanswered(String why, Duration _) -> why;
      };
    } catch (RuntimeException | Error e) {
      log.error("a checkpoint could not be sent", e);
      return "the service failed";
    }
  }

  /// Sends what waits, once, and stops.
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(STOP_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
