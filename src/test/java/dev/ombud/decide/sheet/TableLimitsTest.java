package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.check.TableChecks;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.Lexicons;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is too much is refused while it is read, before anything is made of it; and what nobody
/// waits for any longer ends.
final class TableLimitsTest {
  private static final String TITLE = "Table,severity\nHit policy,UNIQUE\n";
  private static final String HEADER =
      TITLE + "id,in,out\n,volume.count,severity\nId,Count,Severity\n";

  @AfterEach
  void forgetTheInterrupt() {
    boolean _ = Thread.interrupted();
  }

  private static List<Finding> csv(String csv) {
    return CsvTable.read("severity.csv", csv.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED)
        .findings();
  }

  private static void check(String csv, String code, String message) {
    List<Finding> findings = csv(csv);
    assertThat(findings).extracting(Finding::code).contains(code);
    assertThat(findings.stream().map(Finding::message)).anyMatch(each -> each.contains(message));
    assertThat(findings).hasSizeLessThan(10_010);
  }

  @Test
  void aLineEndsAtAThousandCells() {
    check("a,".repeat(500_000), "too-many-columns", "line 1 has more than 1000 cells");
    check(HEADER + "SEV-001" + ",".repeat(5_000), "too-many-columns", "line 6 has more than 1000");
  }

  @Test
  void aFileEndsAtTwentyThousandRows() {
    check("a,a\n".repeat(250_000), "too-many-rows", "at most 20000 rows");
    String wide = TITLE + "id" + ",in".repeat(99) + "\n";
    check(wide + "a\n".repeat(500_000), "too-many-rows", "at most 20000 rows");
  }

  @Test
  void readingEndsWhereThereIsMoreWrongThanAnybodyCorrects() {
    check(
        HEADER + "SEV-001,many,P9\n".repeat(19_000),
        "too-many-findings",
        "more findings than these 10000: correct these first");
  }

  @Test
  void jsonHasTheSameLimits() {
    String inputs =
        IntStream.range(0, 101)
            .mapToObj("{\"field\":\"f%d\"}"::formatted)
            .collect(Collectors.joining(","));
    check101("[" + inputs + "]", "[]", "too-many-columns", "takes 100 columns");
    String row = "{\"id\":\"SEV-001\",\"when\":{},\"then\":{}},";
    check101("[]", "[" + row.repeat(21_010) + "{}]", "too-many-rows", "at most 20000 rows");
  }

  private static void check101(String inputs, String rows, String code, String message) {
    String json =
        "{\"table\":\"severity\",\"hitPolicy\":\"UNIQUE\",\"inputs\":%s,\"outputs\":[],\"rows\":%s}"
            .formatted(inputs, rows);
    List<Finding> findings =
        JsonTable.read("severity.xlsx", json.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED)
            .findings();
    assertThat(findings).extracting(Finding::code).contains(code);
    assertThat(findings.stream().map(Finding::message)).anyMatch(each -> each.contains(message));
  }

  @Test
  void noMessageRepeatsALongNumber() {
    assertThat(csv(HEADER + "SEV-001,\"" + "1,".repeat(1_900) + "1\",P1\n"))
        .extracting(Finding::message)
        .allMatch(message -> message.length() < 300);
  }

  @Test
  void aGapThatNoCellCanSayIsStillFound() {
    String cell =
        IntStream.range(0, 240)
            .mapToObj(i -> "[%d..%d]".formatted(10_000 + 20 * i, 10_010 + 20 * i))
            .collect(Collectors.joining(", "));
    String other = cell.replace("[1", "[2").replace("..1", "..2");
    DecisionTable table =
        read(HEADER + "SEV-001,\"" + cell + "\",P1\nSEV-002,\"" + other + "\",P2\n");
    assertThat(TableChecks.check(table, Optional.empty()))
        .extracting(Finding::code)
        .contains("gap");
  }

  private static DecisionTable read(String csv) {
    WorkbookReader.Reading reading =
        CsvTable.read("severity.csv", csv.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED);
    return reading
        .table()
        .orElseThrow(() -> new AssertionError(reading.findings().getFirst().line()));
  }

  @Test
  void countsNoMoreOverlapsThanAnybodyCorrects() {
    String rows =
        IntStream.range(0, 400)
            .mapToObj(i -> "SEV-%03d,>= %d,P1\n".formatted(i, i))
            .collect(Collectors.joining());
    assertThat(TableChecks.check(read(HEADER + rows), Optional.empty()).stream())
        .extracting(Finding::message)
        .anyMatch(message -> message.startsWith("at least "));
  }

  @Test
  void readingAndCheckingEndWhenInterrupted() {
    String csv = HEADER + "SEV-001,< 5,P1\nSEV-002,< 7,P2\n";
    DecisionTable table = read(csv);
    byte[] workbook = WorkbookWriter.write(table);
    Thread.currentThread().interrupt();
    checkEnds(() -> csv(csv));
    checkEnds(() -> WorkbookReader.read("severity.xlsx", workbook, Lexicons.SHIPPED));
    checkEnds(() -> JsonTable.read("severity.xlsx", JsonTable.write(table), Lexicons.SHIPPED));
    checkEnds(() -> TableChecks.check(table, Optional.empty()));
    checkEnds(() -> WorkbookWriter.write(table));
  }

  private static void checkEnds(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
  }
}
