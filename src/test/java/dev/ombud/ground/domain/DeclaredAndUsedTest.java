package dev.ombud.ground.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.field.ContractVocabulary;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.TableVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: no field that nothing fills, and no reason that nothing gives: whoever adds one and
/// forgets the rest is told. Method: each has a constant, and the rules or another class name it.
class DeclaredAndUsedTest {
  private static final List<Class<?>> VOCABULARIES =
      List.of(
          Vocabulary.class, ContractVocabulary.class, GateVocabulary.class, TableVocabulary.class);

  @Test
  void everyFieldHasAConstant() throws IllegalAccessException {
    Set<Object> constants = new HashSet<>();
    for (Class<?> vocabulary : VOCABULARIES) {
      for (Field each : vocabulary.getDeclaredFields()) {
        if (each.getType() == dev.ombud.ground.field.Field.class
            && Modifier.isPublic(each.getModifiers())) {
          constants.add(each.get(null));
        }
      }
    }
    assertThat(Vocabulary.fields()).allMatch(constants::contains);
  }

  @Test
  void everyFieldIsNamedElsewhere() throws IOException {
    for (Class<?> vocabulary : VOCABULARIES) {
      List<String> names =
          Arrays.stream(vocabulary.getDeclaredFields())
              .filter(each -> each.getType() == dev.ombud.ground.field.Field.class)
              .map(Field::getName)
              .toList();
      checkNamed(vocabulary, names);
    }
  }

  @Test
  void everyReasonIsGiven() throws IOException {
    checkNamed(ReasonCode.class, Stream.of(ReasonCode.values()).map(Enum::name).toList());
  }

  private static void checkNamed(Class<?> home, List<String> names) throws IOException {
    Map<String, Set<String>> words = words();
    words.remove(home.getSimpleName() + ".java");
    Set<String> used = words.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    List<String> unused = new ArrayList<>(names);
    unused.removeAll(used);
    assertThat(names).isNotEmpty();
    assertThat(unused).as("declared in " + home.getSimpleName() + " and used by nobody").isEmpty();
  }

  /// The constants that each file of the service and each rule names.
  private static Map<String, Set<String>> words() throws IOException {
    Pattern constant = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
    Map<String, Set<String>> words = new HashMap<>();
    for (Path folder : List.of(Path.of("src/main/java"), Path.of("rules"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          words
              .computeIfAbsent(file.getFileName().toString(), _ -> new HashSet<>())
              .addAll(
                  constant
                      .matcher(Files.readString(file))
                      .results()
                      .map(found -> found.group())
                      .toList());
        }
      }
    }
    return words;
  }
}
