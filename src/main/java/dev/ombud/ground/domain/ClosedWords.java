package dev.ombud.ground.domain;

import java.util.Arrays;
import java.util.Optional;

/// Reads the words of closed lists, as they stand in queries and bodies. Stateless.
public final class ClosedWords {
  private ClosedWords() {}

  public static <E extends Enum<E>> Optional<E> find(String text, E[] known) {
    return Arrays.stream(known).filter(each -> each.name().equals(text)).findFirst();
  }

  /// What to say where a parameter or a field is none of them.
  public static String refusal(String name, String text, Enum<?>[] known) {
    return "`%s` is `%s`: use one of %s".formatted(name, text, Arrays.toString(known));
  }
}
