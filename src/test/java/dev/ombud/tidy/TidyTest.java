package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Reads the repository and names everything that is untidy, each with its place and the remedy.
/// Every check collects all that is wrong, so that one run shows the whole list.
class TidyTest {
  private static final int MOST_LINES = 400;
  private static final int MOST_METHOD_LINES = 60;
  private static final long MOST_BYTES = 256 * 1024;

  /// A ratchet: files that are longer than allowed, with their length. It may shrink, never grow.
  private static final Map<String, Integer> LONG_FILES = Map.of();

  /// Large files, each with its reason. The contract comes first, by hand, in one file that people
  /// read and tools take.
  private static final Set<String> LARGE_FILES = Set.of("src/main/resources/openapi.yaml");

  private static final Set<String> EXTENSIONS =
      Set.of(
          "config",
          "css",
          "csv",
          "drl",
          "html",
          "java",
          "js",
          "json",
          "jte",
          "md",
          "ndjson",
          "options",
          "properties",
          "sh",
          "sql",
          "svg",
          "ts",
          "txt",
          "xlsx",
          "dictionary",
          "xml",
          "yaml",
          "yml");

  private static final Set<String> WITHOUT_EXTENSION =
      Set.of(
          ".dockerignore",
          ".editorconfig",
          ".gitignore",
          "Dockerfile",
          "LICENSE",
          "Makefile",
          "NOTICE");

  /// Words that no code may hold, and why. Main may print: it is how a person learns how to sign
  /// in.
  private static final List<Banned> BANNED =
      List.of(
          new Banned("TODO|FIXME|XXX", TidyTest::everywhere, "open an issue"),
          new Banned("System\\.(out|err)", not("/start/Main.java", "/bench/"), "log it"),
          new Banned("printStackTrace", TidyTest::everywhere, "log it"),
          new Banned("@author", TidyTest::everywhere, "Git knows"),
          new Banned("Thread\\.sleep", in("src/test/"), "wait for a signal or a condition"),
          new Banned("@Disabled", TidyTest::everywhere, "assert today's behaviour, with a note"),
          new Banned(
              "(?i)mockito|easymock|powermock", TidyTest::everywhere, "write the double by hand"),
          new Banned(
              "static final (int|long|double|Duration) (\\w+_)?(MOST|LONGEST|LARGEST)(_\\w+)? =",
              in("src/main/"),
              "call a limit MAX_, with its unit last"),
          new Banned(
              "@SuppressWarnings\\(\"all\"\\)", TidyTest::everywhere, "name the one warning"));

  private record Banned(String pattern, Predicate<String> where, String remedy) {}

  /// Each heavy library has one home, so that it can be replaced there.
  private static final List<Home> HOMES =
      List.of(
          new Home("org.drools org.kie", "decide.engine"),
          new Home("org.apache.poi org.openxmlformats", "decide.sheet decide.table"),
          new Home("com.fasterxml", "ground.json ground.contract"),
          new Home("io.vertx io.netty", "door ground.outbound"),
          new Home(
              "org.jdbi com.zaxxer org.flywaydb io.zonky org.postgresql", "ground.database *Store"),
          new Home("io.micrometer", "door.start door.web"),
          new Home("gg.jte", "door.console"),
          new Home("com.azure reactor", "act.brief"),
          new Home("com.nimbusds", "door.identity"),
          new Home("org.apache.commons.statistics", "act.effect"),
          new Home("org.apache.parquet", "record.export"),
          new Home("com.github.luben", "record.document record.export record.archive"),
          new Home("System.getenv", "door.start door.setting"));

  /// @param names beginnings of dotted names
  /// @param homes packages or whole rooms; `*Store` stands for classes of that suffix, wherever
  ///   they are
  private record Home(String names, String homes) {
    boolean covers(String name) {
      return List.of(names.split(" ")).stream()
          .anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
    }

    boolean isHomeOf(JavaCode code) {
      List<String> all = List.of(homes.split(" "));
      return all.contains(code.feature())
          || all.contains(code.room())
          || (all.contains("*Store") && code.file().endsWith("Store.java"));
    }
  }

  /// The list of the checks, and what approvals ask of two tables.
  private static final Set<String> NO_CHECKS =
      Set.of("TableChecks", "ConclusionReach", "package-info");

  private final List<String> untidy = new ArrayList<>();

  @Test
  void everyPackageHasAnEssay() {
    Set<String> folders =
        Set.copyOf(SourceTree.javaFiles().stream().map(SourceTree::folder).toList());
    for (String folder : folders) {
      String essay =
          List.of(folder, folder.replace("src/test/", "src/main/")).stream()
              .map(each -> each + "/package-info.java")
              .filter(each -> Files.exists(Path.of(each)))
              .findFirst()
              .map(SourceTree::text)
              .orElse("");
      check(essay.contains("NullMarked\npackage "), folder, "has no package-info with @NullMarked");
      long lines = essay.lines().filter(line -> line.startsWith("///")).count();
      check(
          lines >= 3 && essay.contains("/// **Invariant:**"),
          folder,
          "has no essay: say what it does, an **Invariant:** of absence, where to start reading");
    }
    assertTidy();
  }

  @Test
  void filesAreShort() {
    for (String file :
        SourceTree.files(name -> name.startsWith("src/") && name.matches(".*\\.(java|js)"))) {
      int lines = SourceTree.lines(file).size();
      int most = LONG_FILES.getOrDefault(file, MOST_LINES);
      check(lines <= most, file, "has " + lines + " lines, " + most + " are allowed: split it");
    }
    LONG_FILES.forEach((file, lines) ->
        check(
            Files.exists(Path.of(file)) && SourceTree.lines(file).size() == lines,
            file,
            "is not " + lines + " lines long: lower its entry in LONG_FILES, or remove it"));
    assertTidy();
  }

  @Test
  void methodsAreShort() {
    for (JavaCode code : JavaCode.parse(SourceTree.javaFiles()).values()) {
      for (JavaCode.Method method : code.methods()) {
        check(
            method.lines() <= MOST_METHOD_LINES,
            code.file() + ":" + method.firstLine(),
            method.name() + " has " + method.lines() + " lines: make it several methods");
      }
    }
    assertTidy();
  }

  @Test
  void heavyLibrariesHaveOneHome() {
    for (JavaCode code : JavaCode.parse(SourceTree.mainJavaFiles()).values()) {
      for (Home home : HOMES) {
        code.names().stream()
            .filter(home::covers)
            .filter(_ -> !home.isHomeOf(code))
            .forEach(
                name -> check(false, code.file(), "uses " + name + ", at home in " + home.homes()));
      }
    }
    assertTidy();
  }

  @Test
  void everyDecisionRecordIsInTheIndex() {
    String index = SourceTree.text("docs/adr/README.md");
    List<String> records = SourceTree.files(file -> file.matches("docs/adr/\\d{4}-.*\\.md"));
    checkConsecutive(records);
    for (String file : records) {
      check(
          index.contains("(" + SourceTree.name(file) + ")"), file, "is not in docs/adr/README.md");
      for (String part : List.of("Context", "Decision", "Consequences", "Alternatives")) {
        check(SourceTree.text(file).contains("\n## " + part + "\n"), file, "has no ## " + part);
      }
    }
    Matcher links = Pattern.compile("\\((\\d{4}-[^)]*)\\)").matcher(index);
    while (links.find()) {
      check(records.contains("docs/adr/" + links.group(1)), links.group(1), "is not there");
    }
    assertTidy();
  }

  /// What `make test` leaves out says why; a property runs again in `make test-long`.
  @Test
  void everyTagIsOneOfThreeAndSaysWhyATestIsLong() {
    Pattern tag = Pattern.compile("@Tag\\((?!\"(browser|property)\"\\)|\"long\"\\) // .{10}).*");
    for (String file : SourceTree.files(file -> file.endsWith("Test.java"))) {
      String text = SourceTree.text(file);
      Matcher matcher = tag.matcher(text);
      check(!matcher.find(), file, "has a tag that is none of CONTRIBUTING.md, or gives no reason");
      check(
          !SourceTree.lines(file).contains("import dev.ombud.testing.Property;")
              || text.contains("(\"property\")"),
          file,
          "is not tagged `property`, so that it never runs at full length");
    }
    assertTidy();
  }

  @Test
  void migrationsAreConsecutive() {
    checkConsecutive(SourceTree.files(file -> file.matches("migrations/.*\\.sql")));
    assertTidy();
  }

  @Test
  void everyTableCheckHasATestAndAPage() {
    Pattern check = Pattern.compile("src/main/java/dev/ombud/decide/check/(\\w+)\\.java");
    for (String file : SourceTree.mainJavaFiles()) {
      Matcher matcher = check.matcher(file);
      if (matcher.matches() && !NO_CHECKS.contains(matcher.group(1))) {
        String test = "src/test/java/dev/ombud/decide/check/" + matcher.group(1) + "Test.java";
        String page = "docs/checks/" + matcher.group(1) + ".md";
        check(Files.exists(Path.of(test)), file, "has no " + test);
        check(Files.exists(Path.of(page)), file, "has no " + page);
      }
    }
    assertTidy();
  }

  @Test
  void everyPageHasOneTitle() {
    for (String file : SourceTree.files(file -> file.endsWith(".md"))) {
      boolean inCode = false;
      int titles = 0;
      for (String line : SourceTree.lines(file)) {
        inCode ^= line.stripLeading().startsWith("```");
        titles += !inCode && line.startsWith("# ") ? 1 : 0;
      }
      check(titles == 1, file, "has " + titles + " titles (#), not one");
    }
    assertTidy();
  }

  @Test
  void codeHoldsNoBannedWord() {
    for (String file : SourceTree.files(TidyTest::isCode)) {
      List<String> lines = SourceTree.lines(file);
      for (Banned banned : BANNED) {
        Pattern pattern = Pattern.compile("(?<!\\w)(" + banned.pattern() + ")");
        for (int i = 0; i < lines.size() && banned.where().test(file); i++) {
          Matcher matcher = pattern.matcher(lines.get(i));
          if (matcher.find()) {
            check(false, file + ":" + (i + 1), matcher.group() + ": " + banned.remedy());
          }
        }
      }
    }
    assertTidy();
  }

  /// The registry is a matter of whoever builds: Maven's settings, an image mirror.
  @Test
  void nothingNamesARegistry() {
    Pattern registry =
        Pattern.compile(
            "(?<![.\\w-])(repo\\d*|registry(-\\d)?|central|pypi|ghcr|quay|docker|deb)"
                + "(\\.[a-z0-9-]+)*\\.(org|com|io|net)(?![\\w.])");
    for (String file : SourceTree.files(SourceTree::isText)) {
      Matcher matcher = registry.matcher(SourceTree.text(file));
      check(!matcher.find(), file, "names a registry: leave that to the machine's settings");
    }
    assertTidy();
  }

  @Test
  void filesAreOfExpectedKindsAndSmall() throws IOException {
    for (String file : SourceTree.files(TidyTest::everywhere)) {
      String name = SourceTree.name(file);
      String extension = name.substring(name.lastIndexOf('.') + 1);
      check(
          WITHOUT_EXTENSION.contains(name) || EXTENSIONS.contains(extension) || isScript(file),
          file,
          "is of no expected kind: name it otherwise, or add its extension to TidyTest");
      check(
          Files.size(Path.of(file)) <= MOST_BYTES || LARGE_FILES.contains(file),
          file,
          "is larger than 256 KiB: generate it, or add it to LARGE_FILES with its reason");
    }
    assertTidy();
  }

  @Test
  void textEndsItsLinesProperly() {
    for (String file : SourceTree.files(SourceTree::isText)) {
      String text = SourceTree.text(file);
      check(text.isEmpty() || text.endsWith("\n"), file, "does not end with a line feed");
      check(!text.contains("\r"), file, "has carriage returns");
      check(file.endsWith(".md") || !text.contains(" \n"), file, "has spaces at the end of a line");
      check(
          SourceTree.name(file).equals("Makefile") || !text.contains("\t"),
          file,
          "has tabs: indent by two spaces");
    }
    assertTidy();
  }

  @Test
  void onlyScriptsAreExecutable() {
    for (String file : SourceTree.files(TidyTest::everywhere)) {
      check(
          Files.isExecutable(Path.of(file)) == isScript(file),
          file,
          isScript(file) ? "is not executable: chmod +x" : "is executable: chmod -x");
    }
    assertTidy();
  }

  private static boolean isScript(String file) {
    return file.startsWith("scripts/") || file.equals(".ci/run");
  }

  private static boolean isCode(String file) {
    return SourceTree.isText(file)
        && !file.endsWith(".md")
        && !file.equals("src/test/java/dev/ombud/tidy/TidyTest.java");
  }

  private void checkConsecutive(List<String> files) {
    List<Integer> numbers =
        files.stream()
            .map(file -> SourceTree.name(file).replaceFirst("^\\D*(\\d+).*", "$1"))
            .map(Integer::valueOf)
            .sorted()
            .toList();
    List<Integer> expected = IntStream.rangeClosed(1, files.size()).boxed().toList();
    check(numbers.equals(expected), files.toString(), "are not numbered 1, 2, 3 and so on");
  }

  private void check(boolean holds, String place, String otherwise) {
    if (!holds) {
      untidy.add(place + ": " + otherwise);
    }
  }

  private void assertTidy() {
    assertThat(untidy).as("what is untidy, and the remedy").isEmpty();
  }

  private static boolean everywhere(String file) {
    return true;
  }

  private static Predicate<String> in(String folder) {
    return file -> file.startsWith(folder);
  }

  private static Predicate<String> not(String... parts) {
    return file -> List.of(parts).stream().noneMatch(file::contains);
  }
}
