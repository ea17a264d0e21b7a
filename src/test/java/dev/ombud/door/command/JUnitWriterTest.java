package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.door.command.CheckReport.Place;
import dev.ombud.door.command.CheckReport.Trial;
import dev.ombud.door.command.CheckReport.Verdict;
import dev.ombud.door.start.CommandRun;
import dev.ombud.door.start.RulesetFolder;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.testing.Rulesets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Reads back with the JDK's parser what is written, and counts for itself.
class JUnitWriterTest {
  private static final RulesetParts PARTS =
      RulesetParts.of(
          Map.of(
              "decision-tables/severity.xlsx", new byte[0],
              "decision-tables/scenarios.ndjson", new byte[0],
              "rules/signals.drl", new byte[0]));

  @TempDir Path home;

  @Test
  void writesATestCaseForEachFileAndScenario() {
    Element suites = write(report(List.of(), trial("one", List.of())), false);
    checkCounts(suites, 4, 0, 0);
    assertThat(names(suites, "file"))
        .containsExactly(
            "policy/decision-tables/scenarios.ndjson",
            "policy/decision-tables/severity.xlsx",
            "policy/rules/signals.drl",
            "policy/decision-tables/scenarios.ndjson");
    Element last = cases(suites).getLast();
    assertThat(last.getAttribute("line")).isEqualTo("7");
    assertThat(last.getAttribute("classname")).isEqualTo("scenarios");
    assertThat(last.getAttribute("time")).isEqualTo("0.250");
    assertThat(suites.getAttribute("time")).isEqualTo("1.750");
  }

  @Test
  void failsTheFileThatHasErrors() {
    List<Finding> findings =
        List.of(
            new Finding("severity.xlsx", "S", "D6", Level.ERROR, "x", "`<1>` & more"),
            new Finding("severity.xlsx", "S", "C7", Level.WARNING, "x", "odd"),
            new Finding("severity.xlsx", "S", "C8", Level.ERROR, "x", "second"),
            Finding.error("routing.xlsx", "missing-table", "is missing"),
            new Finding("rules/signals.drl", "", "3", Level.WARNING, "x", "only odd"));
    Element suites = write(report(findings), false);
    checkCounts(suites, 4, 2, 0);
    assertThat(names(suites, "name"))
        .containsExactly(
            "decision-tables/scenarios.ndjson",
            "decision-tables/severity.xlsx",
            "rules/signals.drl",
            "routing.xlsx");
    Element failure = first(cases(suites).get(1), "failure");
    assertThat(failure.getAttribute("message"))
        .isEqualTo("error severity.xlsx S!D6: `<1>` & more (and 1 more)");
    assertThat(failure.getTextContent())
        .isEqualTo("error severity.xlsx S!D6: `<1>` & more\nerror severity.xlsx S!C8: second");
    assertThat(first(cases(suites).get(1), "system-out").getTextContent())
        .isEqualTo("warning severity.xlsx S!C7: odd");
    assertThat(first(cases(suites).get(2), "system-out").getTextContent())
        .isEqualTo("warning rules/signals.drl:3: only odd");
  }

  @Test
  void failsTheFileThatHasWarningsIfTheyCount() {
    List<Finding> findings =
        List.of(new Finding("severity.xlsx", "S", "C7", Level.WARNING, "x", "odd"));
    checkCounts(write(report(findings), true), 3, 1, 0);
    checkCounts(write(report(findings), false), 3, 0, 0);
  }

  @Test
  void failsTheScenarioThatMisses() {
    Element suites =
        write(report(List.of(), trial("one", List.of()), trial("two", List.of("a", "b"))), false);
    checkCounts(suites, 5, 1, 0);
    Element failure = first(cases(suites).getLast(), "failure");
    assertThat(failure.getAttribute("message")).isEqualTo("a (and 1 more)");
    assertThat(failure.getAttribute("type")).isEqualTo("scenario");
    assertThat(failure.getTextContent()).isEqualTo("a\nb");
  }

  @Test
  void skipsScenariosThatWereNotRun() {
    Trial skipped = new Trial("one", place(), Verdict.NOT_RUN, List.of(), Duration.ZERO);
    checkCounts(write(report(List.of(), skipped), false), 4, 0, 1);
  }

  @Test
  void staysWellFormedWhateverTheNames() {
    checkName("<&>\"']]>", "<&>\"']]>");
    checkName("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c");
    checkName("\0\b\u001b[2J\u007f\u0085", "\\u0000\\u0008\\u001b[2J\\u007f\\u0085");
    checkName("\uFFFE\uFFFF \uD800 \uDC00", "\\ufffe\\uffff \\ud800 \\udc00");
    checkName("\u2028\u2029", "\\u2028\\u2029");
    checkName("Zürich 東京 \uD83D\uDE00", "Zürich 東京 \uD83D\uDE00");
    checkName(" two  spaces ", " two  spaces ");
    checkName("", "");
  }

  private static void checkName(String name, String shown) {
    String file = "decision-tables/" + name.replace("\0", "") + ".xlsx";
    Finding finding = new Finding(file, name, name, Level.ERROR, "x", name);
    Element suites = write(report(List.of(finding), trial(name, List.of(name))), false);
    checkCounts(suites, 5, 2, 0);
    assertThat(cases(suites).getLast().getAttribute("name")).isEqualTo(shown);
    assertThat(first(cases(suites).getLast(), "failure").getTextContent()).isEqualTo(shown);
    assertThat(first(cases(suites).get(3), "failure").getAttribute("message"))
        .endsWith(": " + shown);
  }

  @Test
  void isWrittenByTheCommandWhateverItFinds() throws IOException {
    RulesetFolder folder = RulesetFolder.copy(home);
    Path file = home.resolve("reports/ombud/check.xml");
    int all = Rulesets.scenarios();
    checkCounts(run(0, file), 14 + all, 0, 0);
    folder.replace(RulesetFolder.SCENARIOS, "\"severity\": [\"P2\"]", "\"severity\": [\"P4\"]");
    checkCounts(run(1, file), 14 + all, 1, 0);
    folder.setCell("severity.xlsx", "D6", "0,85");
    Element suites = run(1, file);
    checkCounts(suites, 14 + all, 1, all);
    assertThat(names(suites, "file"))
        .contains(home.resolve("decision-tables/severity.xlsx").toString());
  }

  private Element run(int exit, Path file) throws IOException {
    CommandRun run = CommandRun.of(Map.of(), "check", home.toString(), "--junit", file.toString());
    assertThat(run.exit()).isEqualTo(exit);
    return parse(Files.readString(file));
  }

  private static CheckReport report(List<Finding> findings, Trial... trials) {
    return new CheckReport(PARTS, findings, List.of(trials), List.of(), Duration.ofMillis(1_500));
  }

  private static Trial trial(String name, List<String> misses) {
    Verdict verdict = misses.isEmpty() ? Verdict.HOLDS : Verdict.FAILED;
    return new Trial(name, place(), verdict, misses, Duration.ofMillis(250));
  }

  private static Place place() {
    return new Place("decision-tables/scenarios.ndjson", 7);
  }

  private static Element write(CheckReport report, boolean warningsAsErrors) {
    return parse(JUnitWriter.write(report, Path.of("./policy"), warningsAsErrors));
  }

  /// What the attributes say must be what is there.
  private static void checkCounts(Element suites, int tests, int failures, int skipped) {
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    List<Element> all = new ArrayList<>(elements(suites, "testsuite"));
    assertThat(all)
        .extracting(each -> each.getAttribute("name"))
        .containsExactly("files", "scenarios");
    all.add(suites);
    for (Element each : all) {
      assertThat(each.getAttribute("tests"))
          .isEqualTo(Integer.toString(elements(each, "testcase").size()));
      assertThat(each.getAttribute("failures"))
          .isEqualTo(Integer.toString(elements(each, "failure").size()));
      assertThat(each.getAttribute("skipped"))
          .isEqualTo(Integer.toString(elements(each, "skipped").size()));
      assertThat(each.getAttribute("errors")).isEqualTo("0");
      assertThat(each.getAttribute("time")).matches("\\d+\\.\\d{3}");
    }
    assertThat(suites.getAttribute("tests")).isEqualTo(Integer.toString(tests));
    assertThat(suites.getAttribute("failures")).isEqualTo(Integer.toString(failures));
    assertThat(suites.getAttribute("skipped")).isEqualTo(Integer.toString(skipped));
  }

  private static List<Element> cases(Element suites) {
    return elements(suites, "testcase");
  }

  private static List<String> names(Element suites, String attribute) {
    return cases(suites).stream().map(each -> each.getAttribute(attribute)).toList();
  }

  private static Element first(Element parent, String name) {
    return elements(parent, name).getFirst();
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Element parse(String xml) {
    try {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder
          .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException(xml, e);
    }
  }

  /// The parser's own handler also prints.
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
