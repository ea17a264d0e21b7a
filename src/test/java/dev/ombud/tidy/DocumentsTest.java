package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: who reads the documents finds the way, and recipes name what is there. Method: every link
/// is followed, every page is looked for on the map, every class of a recipe in the source tree.
class DocumentsTest {
  private static final String MAP = "docs/README.md";
  private static final String RECIPES = "CONTRIBUTING.md";
  private static final Set<String> KINDS = Set.of("Tutorial", "How-to", "Reference", "Explanation");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern KIND = Pattern.compile("(?m)^# .+\n\n\\*(.+)\\.\\*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");

  /// A class, with a method perhaps; `<System>Connector` is none, nor is a word in capitals.
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:[.#]\\w+)*`");

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> lost = new ArrayList<>();
    for (String file : SourceTree.files(name -> name.endsWith(".md"))) {
      Matcher link = LINK.matcher(CODE.matcher(SourceTree.text(file)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (target.contains(":") || target.startsWith("/")) {
          continue;
        }
        Path there =
            target.isEmpty()
                ? Path.of(file)
                : Path.of(SourceTree.folder(file)).resolve(target).normalize();
        if (!Files.exists(there) || !hasHeading(there, link.group(2))) {
          lost.add(file + ": " + link.group());
        }
      }
    }
    assertThat(lost).as("links that lead nowhere").isEmpty();
  }

  private static boolean hasHeading(Path file, @Nullable String anchor) {
    return anchor == null
        || HEADING
            .matcher(SourceTree.text(file.toString()))
            .results()
            .map(heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-'))
            .anyMatch(anchor::equals);
  }

  @Test
  void everyPageIsOfOneKindAndOnTheMap() {
    Map<String, Set<String>> map = new HashMap<>();
    for (String part : SourceTree.text(MAP).split("(?m)^## ")) {
      String kind = part.lines().findFirst().orElse("");
      Matcher link = LINK.matcher(part);
      while (link.find()) {
        map.computeIfAbsent(link.group(1), _ -> new HashSet<>()).add(kind);
      }
    }
    for (String file : SourceTree.files(name -> name.matches("docs/[^/]+\\.md"))) {
      if (!file.equals(MAP)) {
        Matcher kind = KIND.matcher(SourceTree.text(file));
        assertThat(kind.find()).as(file + " names its kind below its title").isTrue();
        assertThat(KINDS).as(file).contains(kind.group(1));
        assertThat(map.get(SourceTree.name(file)))
            .as(file + " on the map")
            .containsExactly(kind.group(1));
      }
    }
  }

  @Test
  void everyClassOfARecipeIsThere() {
    String page = SourceTree.text(RECIPES);
    Set<String> named =
        CLASS
            .matcher(page.substring(page.indexOf("\n## Recipes\n")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(20);
    named.removeAll(
        SourceTree.javaFiles().stream()
            .map(file -> SourceTree.name(file).replace(".java", ""))
            .collect(Collectors.toSet()));
    assertThat(named).as("classes that " + RECIPES + " names and nobody wrote").isEmpty();
  }
}
