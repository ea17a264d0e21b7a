package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.web.Route;
import dev.ombud.testing.Node;
import dev.ombud.testing.Node.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Goal: scripts are held to what the Java code is held to. Method: ESLint reads them, Node runs
/// the tests of `src/test/js`, each of which is a test here.
class ScriptsTest {
  private static final Path TESTS = Path.of("src/test/js");
  private static final Path SCRIPTS = Path.of("src/main/resources/console");

  /// A result as TAP has it, with what was wrong below.
  private static final Pattern RESULT =
      Pattern.compile(
          "^(not )?ok \\d+ - (.+)\n((?:(?!ok |not ok |1\\.\\.).*\n)*)", Pattern.MULTILINE);

  private static final Pattern IMPORT = Pattern.compile("from \"(\\.[^\"]+)\"");

  @Test
  void aLinterFindsNothing() {
    Path installed = Node.folder("js");
    String config = installed.resolve("eslint.config.js").toString();
    String eslint = installed.resolve("node_modules/.bin/eslint").toString();
    Said said = Node.run(Path.of("."), "", eslint, "--config", config, "src");
    assertThat(said.code()).as(said.text()).isZero();
  }

  @TestFactory
  List<DynamicTest> unitTestsPass() throws IOException {
    Node.folder("js");
    List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
    files(TESTS, ".test.js").forEach(file -> command.add(file.toString()));
    String text = Node.run(Path.of("."), "", command.toArray(String[]::new)).text();
    List<DynamicTest> tests = new ArrayList<>();
    Matcher result = RESULT.matcher(text);
    while (result.find()) {
      boolean isPassed = result.group(1) == null;
      String what = result.group(3);
      tests.add(
          DynamicTest.dynamicTest(result.group(2), () -> assertThat(isPassed).as(what).isTrue()));
    }
    assertThat(tests).as(text).hasSizeGreaterThan(30);
    return tests;
  }

  @Test
  void everyFileIsServed() throws IOException {
    List<String> served = new Assets().routes().stream().map(Route::path).toList();
    for (String kind : List.of(".js", ".css", ".svg")) {
      for (Path file : files(SCRIPTS, kind)) {
        assertThat(served).contains("/assets/own/{digest}/" + SCRIPTS.relativize(file));
      }
    }
  }

  @Test
  void everyImportIsThere() throws IOException {
    for (Path file : files(SCRIPTS, ".js")) {
      Matcher imported = IMPORT.matcher(Files.readString(file));
      while (imported.find()) {
        assertThat(file.resolveSibling(imported.group(1))).as(file.toString()).exists();
      }
    }
  }

  /// Else a browser would keep an old module beside a new one.
  @Test
  void allScriptsHaveOneVersion() {
    Assets assets = new Assets();
    assertThat(Stream.of("grid.js", "console.js", "tables.css").map(assets::address))
        .extracting(address -> address.split("/", 5)[3])
        .containsOnly(assets.address("now.js").split("/", 5)[3]);
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .toList();
    }
  }
}
