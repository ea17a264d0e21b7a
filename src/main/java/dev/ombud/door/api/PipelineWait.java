package dev.ombud.door.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Waits for what the pipeline promised.
final class PipelineWait {
  private PipelineWait() {}

  /// Throws what the pipeline failed with, rather than a wrapper of it.
  static <T> T await(CompletableFuture<T> outcome) throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the pipeline failed", e.getCause());
    }
  }
}
