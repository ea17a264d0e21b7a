package dev.ombud.ground.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says in clauses what of a scenario does not hold. Stateless.
final class Misses {
  private Misses() {}

  static <T> void oneOf(List<String> misses, String what, Set<T> expected, T actual) {
    if (!expected.isEmpty() && !expected.contains(actual)) {
      misses.add(what + " is " + actual + ", expected " + expected);
    }
  }

  static <T> void same(List<String> misses, String what, Optional<T> expected, T actual) {
    oneOf(misses, what, expected.map(Set::of).orElse(Set.of()), actual);
  }

  static <T> void contains(
      List<String> misses, String what, Set<T> actual, Set<T> wanted, Set<T> unwanted) {
    wanted.stream()
        .filter(value -> !actual.contains(value))
        .forEach(value -> misses.add(what + " " + value + " is missing"));
    unwanted.stream()
        .filter(actual::contains)
        .forEach(value -> misses.add(what + " " + value + " must not be there"));
  }
}
