package dev.ombud.testing;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Checks that a statement holds for many random values. Sizes grow, so that the first
/// counterexample is small; the seed stands in the failure and can be given as `-Dombud.seed=…` to
/// see the same run again. `make test` makes a fifth of the runs, `make test-long` all of them:
/// classes that use this are tagged `property`.
public final class Property {
  private static final int RUNS = length(500);

  private Property() {}

  /// Whether this is `make test-long`.
  public static boolean isLong() {
    return Boolean.getBoolean("ombud.long");
  }

  /// How much of something to do in this run.
  ///
  /// @param all what `make test-long` does
  public static int length(int all) {
    return isLong() ? all : all / 5;
  }

  /// @param generator makes a value from a source of chance and a size, which grows from 1 to 50
  public static <T> void forAll(
      BiFunction<Random, Integer, T> generator, Consumer<? super T> statement) {
    long seed = Long.getLong("ombud.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      T value = generator.apply(random, 1 + run * 50 / RUNS);
      try {
        statement.accept(value);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "fails in run " + run + " of seed " + seed + " for: " + value + ": " + e.getMessage(),
            e);
      }
    }
  }
}
