package dev.ombud.door.command;

import dev.ombud.ground.base.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What stands on a command line behind the command's name. Immutable.
///
/// @param operands what is no option
/// @param options by name, for example `--junit`; an empty text for one that takes no value
record Arguments(List<String> operands, Map<String, String> options) {
  Arguments {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
  }

  /// @param known every option, and whether a value follows it
  /// @throws UsageException for an unknown option, a repeated one, and one without its value
  static Arguments read(List<String> words, Map<String, Boolean> known) {
    List<String> operands = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        operands.add(word);
        continue;
      }
      Boolean takesValue = known.get(word);
      if (takesValue == null) {
        throw new UsageException("`" + word + "` is no option here: " + remedy(word, known));
      }
      String value = "";
      if (takesValue) {
        i++;
        if (i == words.size() || known.containsKey(words.get(i)) || words.get(i).isBlank()) {
          throw new UsageException("`" + word + "` has no value: write one behind it");
        }
        value = words.get(i);
      }
      if (options.put(word, value) != null) {
        throw new UsageException("`" + word + "` stands there twice: leave one out");
      }
    }
    return new Arguments(operands, options);
  }

  private static String remedy(String word, Map<String, Boolean> known) {
    return Nearest.of(word, known.keySet())
        .map(nearest -> "did you mean `" + nearest + "`?")
        .orElse("write one of " + String.join(", ", new TreeSet<>(known.keySet())));
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /// @throws UsageException where it is missing
  String require(String option, String why) {
    return value(option)
        .orElseThrow(() -> new UsageException("`" + option + "` is missing: " + why));
  }

  /// The only operand.
  ///
  /// @throws UsageException where there is none, or another one
  String onlyOperand(String name) {
    if (operands.isEmpty()) {
      throw new UsageException("`" + name + "` is missing: name the folder of the ruleset");
    }
    requireOperands(1);
    return operands.getFirst();
  }

  /// @throws UsageException where there are more
  void requireOperands(int most) {
    if (operands.size() > most) {
      throw new UsageException("`" + operands.get(most) + "` is too much: leave it out");
    }
  }
}
