package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.util.concurrent.atomic.AtomicLong;

/// One request's share of the memory for bodies, so that many large bodies at once cannot exhaust
/// the heap. Belongs to one thread; the total that it takes from is shared.
final class BodyMemory implements AutoCloseable {
  static final long TOTAL_BYTES_MOST = 64L * 1024 * 1024;

  private final AtomicLong total;
  private long taken;

  BodyMemory(AtomicLong total) {
    this.total = total;
  }

  void take(int bytes) {
    taken += bytes;
    if (total.addAndGet(bytes) > TOTAL_BYTES_MOST) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          "too many large bodies are under way: send the same again after a second");
    }
  }

  @Override
  public void close() {
    total.addAndGet(-taken);
    taken = 0;
  }
}
