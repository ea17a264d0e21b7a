package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the code to the diagrams in `docs/architecture.md`, both ways: whoever draws an arrow must
/// use it, and whoever uses a room or a package must have drawn the arrow. The first diagram is
/// that of the rooms, the others are those of the packages of each room.
class ArchitectureTest {
  private static final String DOCUMENT = "docs/architecture.md";
  private static final Pattern DIAGRAM = Pattern.compile("```mermaid\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern ARROW = Pattern.compile("\\s*(\\w+) --> (\\w+(?: & \\w+)*)\\s*");

  /// The wiring points at everything, so that no picture shows it; nothing points at it.
  private static final String WIRING = "door.start";

  private static final int MOST_ROOMS = 8;
  private static final int MOST_ARROWS = 20;
  private static final int MOST_TYPES = 30;

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
  void everyPackageLiesInARoomAndStandsInTheCodeMap() {
    Set<String> rooms = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    for (JavaCode code : code()) {
      rooms.add(code.room());
      packages.add(code.feature());
      assertThat(code.packageName()).as(code.file()).isEqualTo("dev.ombud." + code.feature());
    }
    assertThat(rooms).hasSizeLessThanOrEqualTo(MOST_ROOMS).isEqualTo(sections().keySet());
    Set<String> mapped = new TreeSet<>();
    sections()
        .forEach((room, text) -> {
          Matcher bullets = Pattern.compile("(?m)^- `(\\w+)`:").matcher(text);
          while (bullets.find()) {
            mapped.add(room + "." + bullets.group(1));
          }
        });
    assertThat(mapped).as("packages in the code map of " + DOCUMENT).isEqualTo(packages);
  }

  @Test
  void noPictureHasMoreArrowsThanFitOneScreen() {
    List<String> crowded = new ArrayList<>();
    pictures()
        .forEach((room, arrows) -> {
          int number = arrows.values().stream().mapToInt(Set::size).sum();
          if (number > MOST_ARROWS) {
            crowded.add("the picture of " + room + " has " + number + " arrows");
          }
        });
    assertThat(crowded).as("more than " + MOST_ARROWS + " arrows").isEmpty();
  }

  @Test
  void noPackageHasMoreTypesThanAPersonKeepsInMind() {
    Map<String, Integer> types = new TreeMap<>();
    for (JavaCode code : code()) {
      if (!code.file().endsWith("package-info.java")) {
        types.merge(code.feature(), 1, Integer::sum);
      }
    }
    types.values().removeIf(number -> number <= MOST_TYPES);
    assertThat(types).as("packages of more than " + MOST_TYPES + " types").isEmpty();
  }

  @Test
  void oneSimpleNameStandsForOneType() {
    Map<String, List<String>> files = new TreeMap<>();
    for (String file : SourceTree.mainJavaFiles()) {
      String name = SourceTree.name(file);
      if (!name.equals("package-info.java")) {
        files.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
      }
    }
    files.values().removeIf(places -> places.size() == 1);
    assertThat(files).as("names that stand for several types").isEmpty();
  }

  @Test
  void noArrowsRunInACircle() {
    pictures()
        .forEach((room, arrows) -> {
          Map<String, Set<String>> left = new TreeMap<>(arrows);
          boolean removed = true;
          while (removed) {
            Set<String> open = Set.copyOf(left.keySet());
            removed = left.values().removeIf(targets -> targets.stream().noneMatch(open::contains));
          }
          assertThat(left).as("arrows of " + room + " that lie on or lead into a circle").isEmpty();
        });
  }

  private static Collection<JavaCode> code() {
    return JavaCode.parse(SourceTree.mainJavaFiles()).values();
  }

  /// For each room the rooms, and for each package the packages of its room that it uses, with one
  /// place where it does.
  private static Map<String, Map<String, String>> used() {
    Map<String, Map<String, String>> used = new TreeMap<>();
    for (JavaCode code : code()) {
      for (String name : code.names()) {
        String place = code.file() + " uses " + name;
        String room = JavaCode.room(name);
        String feature = JavaCode.feature(name);
        if (!room.isEmpty() && !room.equals(code.room())) {
          note(used, code.room(), room, place);
        } else if (!room.isEmpty()
            && !feature.equals(code.feature())
            && !code.feature().equals(WIRING)) {
          note(used, code.feature(), feature, place);
        }
      }
    }
    return used;
  }

  private static void note(
      Map<String, Map<String, String>> used, String from, String to, String place) {
    used.computeIfAbsent(from, _ -> new TreeMap<>()).putIfAbsent(to, place);
  }

  /// All arrows, between rooms and between packages.
  private static Map<String, Set<String>> drawn() {
    Map<String, Set<String>> all = new TreeMap<>();
    pictures().values().forEach(all::putAll);
    return all;
  }

  /// The arrows of each picture, by the room, and that of the rooms by "rooms".
  private static Map<String, Map<String, Set<String>>> pictures() {
    Map<String, Map<String, Set<String>>> pictures = new TreeMap<>();
    pictures.put("rooms", arrows(SourceTree.text(DOCUMENT), ""));
    sections().forEach((room, text) -> pictures.put(room, arrows(text, room + ".")));
    return pictures;
  }

  /// What is said of each room.
  private static Map<String, String> sections() {
    Map<String, String> sections = new TreeMap<>();
    Matcher headings =
        Pattern.compile("(?ms)^### `(\\w+)`$(.*?)(?=^##)").matcher(SourceTree.text(DOCUMENT));
    while (headings.find()) {
      sections.put(headings.group(1), headings.group(2));
    }
    return sections;
  }

  private static Map<String, Set<String>> arrows(String text, String prefix) {
    Matcher diagram = DIAGRAM.matcher(text);
    assertThat(diagram.find()).as(DOCUMENT + " has a diagram for each room").isTrue();
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : diagram.group(1).lines().toList()) {
      Matcher arrow = ARROW.matcher(line);
      if (arrow.matches()) {
        Set<String> targets = arrows.computeIfAbsent(prefix + arrow.group(1), _ -> new TreeSet<>());
        for (String target : arrow.group(2).split(" & ")) {
          targets.add(prefix + target);
        }
      } else {
        assertThat(line).as("a line of a diagram that is no `a --> b & c`").doesNotContain("--");
      }
    }
    return arrows;
  }
}
