package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the packages to the diagram in `docs/architecture.md`, both ways: whoever draws an arrow
/// must use it, and whoever uses a package must have drawn the arrow.
class ArchitectureTest {
  private static final String DOCUMENT = "docs/architecture.md";
  private static final Pattern DIAGRAM = Pattern.compile("```mermaid\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern ARROW = Pattern.compile("\\s*(\\w+) --> (\\w+(?: & \\w+)*)\\s*");

  @Test
  void everyImportFollowsAnArrow() {
    Map<String, Set<String>> drawn = drawn();
    List<String> stray = new ArrayList<>();
    used()
        .forEach((from, targets) ->
            targets.forEach((to, place) -> {
              if (!drawn.getOrDefault(from, Set.of()).contains(to)) {
                stray.add(
                    "%s draws no %s --> %s, but %s: do without, or draw it"
                        .formatted(DOCUMENT, from, to, place));
              }
            }));
    assertThat(stray).isEmpty();
  }

  @Test
  void everyArrowIsUsed() {
    Map<String, Map<String, String>> used = used();
    List<String> idle = new ArrayList<>();
    drawn()
        .forEach((from, targets) -> {
          for (String to : targets) {
            if (!used.getOrDefault(from, Map.of()).containsKey(to)) {
              idle.add(
                  "%s draws %s --> %s, but nothing in %s uses %s: remove the arrow"
                      .formatted(DOCUMENT, from, to, from, to));
            }
          }
        });
    assertThat(idle).isEmpty();
  }

  @Test
  void everyPackageIsInTheDiagramAndTheCodeMap() {
    Set<String> inDiagram = new TreeSet<>();
    drawn()
        .forEach((from, targets) -> {
          inDiagram.add(from);
          inDiagram.addAll(targets);
        });
    Set<String> inMap = new TreeSet<>();
    Matcher headings = Pattern.compile("(?m)^### `(\\w+)`$").matcher(SourceTree.text(DOCUMENT));
    while (headings.find()) {
      inMap.add(headings.group(1));
    }
    Set<String> inCode = new TreeSet<>(code().stream().map(JavaCode::feature).toList());
    assertThat(inDiagram).as("packages in the diagram of " + DOCUMENT).isEqualTo(inCode);
    assertThat(inMap).as("headings of the code map in " + DOCUMENT).isEqualTo(inCode);
  }

  @Test
  void noArrowsRunInACircle() {
    Map<String, Set<String>> left = drawn();
    boolean removed = true;
    while (removed) {
      Set<String> open = Set.copyOf(left.keySet());
      removed = left.values().removeIf(targets -> targets.stream().noneMatch(open::contains));
    }
    assertThat(left).as("arrows of " + DOCUMENT + " that lie on or lead into a circle").isEmpty();
  }

  private static List<JavaCode> code() {
    return List.copyOf(JavaCode.parse(SourceTree.mainJavaFiles()).values());
  }

  /// For each package those that it uses, with one place where it does.
  private static Map<String, Map<String, String>> used() {
    Map<String, Map<String, String>> used = new TreeMap<>();
    for (JavaCode code : code()) {
      Map<String, String> targets = used.computeIfAbsent(code.feature(), _ -> new TreeMap<>());
      for (String name : code.names()) {
        String to = JavaCode.feature(name);
        if (!to.isEmpty() && !to.equals(code.feature())) {
          targets.putIfAbsent(to, code.file() + " uses " + name);
        }
      }
    }
    return used;
  }

  private static Map<String, Set<String>> drawn() {
    Matcher diagram = DIAGRAM.matcher(SourceTree.text(DOCUMENT));
    assertThat(diagram.find()).as(DOCUMENT + " has a Mermaid diagram").isTrue();
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : diagram.group(1).lines().toList()) {
      Matcher arrow = ARROW.matcher(line);
      if (arrow.matches()) {
        arrows
            .computeIfAbsent(arrow.group(1), _ -> new TreeSet<>())
            .addAll(List.of(arrow.group(2).split(" & ")));
      } else {
        assertThat(line).as("a line of the diagram that is no `a --> b & c`").doesNotContain("--");
      }
    }
    return arrows;
  }
}
