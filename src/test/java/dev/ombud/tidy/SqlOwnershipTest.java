package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds all SQL to `migrations/owners.txt`: an arrow between packages that only a text draws is
/// one that no import shows.
class SqlOwnershipTest {
  private static final String OWNERS = "migrations/owners.txt";

  /// The room whose tables are read together: its packages name each other's.
  private static final String RECORD = "record.";

  /// A table stands after a word of SQL, after the comma of a list of tables (with its alias), or
  /// in quotes where its name is put together; a function of ours has our name.
  private static final Pattern NAME =
      Pattern.compile(
          "(?<=\\b(?:from|join|into|update|table|copy|only|using)\\s{1,99}(?:public\\.)?)"
              + "\\w+"
              + "|(?<=,\\s{1,99})\\w+(?= \\w+\\n)|(?<=')\\w+(?=')|\\bombud_\\w+");

  private static final Pattern MADE_FUNCTION =
      Pattern.compile("create (?:or replace )?function (\\w+).*?\\n(?=\\n|\\z)", Pattern.DOTALL);

  /// @param packages whose stores name it; the first is the owner
  /// @param asks what a function names of others
  private record Owned(List<String> packages, Set<String> asks) {
    static Owned read(String line) {
      String[] parts = line.split(" asks ", 2);
      List<String> words = List.of(parts[0].split("\\s+"));
      return new Owned(
          words.subList(1, words.size()),
          parts.length == 1 ? Set.of() : new TreeSet<>(List.of(parts[1].split(" "))));
    }

    boolean mayBeNamedBy(String other) {
      return packages.stream()
          .anyMatch(own ->
              other.equals(own)
                  || other.startsWith(own + ".")
                  || (own.startsWith(RECORD) && other.startsWith(RECORD)));
    }
  }

  @Test
  void everyTableAndFunctionHasOneOwner() {
    Matcher made =
        Pattern.compile("(?m)^(?:table|view|function) (\\w+?)(?:_YYYY_MM)?\\b")
            .matcher(SourceTree.text("src/test/resources/golden/schema.sql"));
    Set<String> there = new TreeSet<>();
    while (made.find()) {
      there.add(made.group(1));
    }
    Map<String, Owned> owners = owners();
    assertThat(owners.keySet()).as("what " + OWNERS + " names").isEqualTo(there);
    Set<String> packages = new TreeSet<>(code().stream().map(SqlOwnershipTest::path).toList());
    owners.forEach((name, owned) ->
        assertThat(packages).as("owners of " + name).containsAll(owned.packages()));
  }

  @Test
  void onlyItsOwnerNamesIt() {
    Map<String, Owned> owners = owners();
    List<String> strays = new ArrayList<>();
    for (JavaCode code : code()) {
      code.texts().stream()
          .flatMap(text -> named(text, owners.keySet()).stream())
          .distinct()
          .filter(name -> !owners.get(name).mayBeNamedBy(path(code)))
          .forEach(name ->
              strays.add(
                  "%s names %s in SQL: ask %s, which owns it by %s"
                      .formatted(code.file(), name, owners.get(name).packages(), OWNERS)));
    }
    assertThat(strays).isEmpty();
  }

  /// As the last migration that makes it has it.
  @Test
  void functionsNameWhatTheirOwnerOwnsOrTheListSaysThatTheyAsk() {
    Map<String, Owned> owners = owners();
    Map<String, Set<String>> asked = new TreeMap<>();
    SourceTree.files(file -> file.matches("migrations/.*\\.sql")).stream()
        .sorted(Comparator.comparingInt(SqlOwnershipTest::number))
        .forEach(file -> {
          String code = SourceTree.text(file).replaceAll("(?m)^ *--.*\n|--.*", "");
          Matcher made = MADE_FUNCTION.matcher(code);
          while (made.find()) {
            String owner = owners.get(made.group(1)).packages().getFirst();
            Set<String> foreign = new TreeSet<>(named(made.group(), owners.keySet()));
            foreign.removeIf(name -> owners.get(name).mayBeNamedBy(owner));
            asked.put(made.group(1), foreign);
          }
        });
    asked.forEach((function, foreign) ->
        assertThat(owners.get(function).asks())
            .as("what " + function + " asks")
            .isEqualTo(foreign));
  }

  private static int number(String file) {
    return Integer.parseInt(SourceTree.name(file).replaceFirst("^V(\\d+).*", "$1"));
  }

  /// What of the names a text names as SQL does.
  private static Set<String> named(String text, Set<String> names) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(names::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JavaCode> code() {
    return List.copyOf(JavaCode.parse(SourceTree.mainJavaFiles()).values());
  }

  private static String path(JavaCode code) {
    return code.packageName().replaceFirst("^dev\\.ombud\\.?", "");
  }

  private static Map<String, Owned> owners() {
    Map<String, Owned> owners = new TreeMap<>();
    for (String line : SourceTree.lines(OWNERS)) {
      if (!line.startsWith("#")) {
        owners.put(line.split("\\s+")[0], Owned.read(line));
      }
    }
    return owners;
  }
}
