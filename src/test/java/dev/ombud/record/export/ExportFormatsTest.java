package dev.ombud.record.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the three formats say the same of every decision, and say it to programs that are not
/// ours. Method: DuckDB reads what we wrote, Parquet and CSV, and every cell is compared with the
/// row that it came from; the rows hold what formats trip over.
final class ExportFormatsTest {
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final String ID = "00000000-0000-7000-8000-000000000000";

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "plain",
          "a,b",
          "\"quoted\"",
          "two\r\nlines",
          "one\nline",
          "=1+1",
          "+1",
          "-1",
          "@sum",
          "'",
          "'=1",
          "\tx",
          "\rx",
          "\uFF1Dx",
          " =1",
          "\u20ac",
          "\uD83D\uDE00",
          "null",
          "NULL",
          "\\N",
          "x".repeat(5_000),
          "a ",
          "\u2028");

  @TempDir Path folder;

  @FunctionalInterface
  private interface Making {
    ExportWriter begin(ExportOutput output) throws InterruptedException;
  }

  private Path write(String name, List<ExportRow> rows, Making making)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      ExportWriter writer =
          making.begin(
              new ExportOutput((bytes, from, length) -> {
                try {
                  out.write(bytes, from, length);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
      for (ExportRow row : rows) {
        writer.add(row);
      }
      writer.end();
    }
    return file;
  }

  private Path parquet(List<ExportRow> rows) throws IOException, InterruptedException {
    return write("rows.parquet", rows, output -> new ParquetWriter(output, ID));
  }

  private static ExportRow row(int number, DecisionRow decision) {
    return ExportRow.of(number, decision.leafHash(), decision);
  }

  private static List<ExportRow> oddRows() {
    List<ExportRow> rows = new ArrayList<>();
    Random random = new Random(7);
    for (int number = 0; number < 3_000; number++) {
      String summary = random.nextInt(3) == 0 ? null : ODD.get(random.nextInt(ODD.size()));
      List<String> terms =
          IntStream.range(0, random.nextInt(5))
              .mapToObj(_ -> ODD.get(random.nextInt(ODD.size())))
              .toList();
      rows.add(
          row(
              number,
              Rows.with(
                  MORNING.plusMillis(number),
                  number,
                  ODD.get(number % ODD.size()),
                  summary,
                  terms)));
    }
    return rows;
  }

  @FunctionalInterface
  private interface Reading {
    void read(ResultSet rows) throws SQLException;
  }

  private static void ask(String sql, Reading reading) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        reading.read(rows);
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Test
  void parquetHoldsEveryValueOfEveryColumn() throws IOException, InterruptedException {
    List<ExportRow> rows = oddRows();
    ask(
        "select * from read_parquet('" + parquet(rows) + "')",
        found -> {
          List<String> names = new ArrayList<>();
          for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            names.add(found.getMetaData().getColumnName(column));
          }
          List<ExportColumn> columns = new ArrayList<>(ExportColumn.COMMON);
          columns.add(ExportColumn.LEAF);
          assertThat(names).isEqualTo(columns.stream().map(ExportColumn::name).toList());
          for (ExportRow row : rows) {
            assertThat(found.next()).isTrue();
            for (ExportColumn column : columns) {
              assertThat(fromParquet(found, column))
                  .as("%s of row %d", column.name(), row.leafIndex())
                  .isEqualTo(expected(row, column));
            }
          }
          assertThat(found.next()).isFalse();
        });
  }

  private static Object fromParquet(ResultSet row, ExportColumn column) throws SQLException {
    Object value = row.getObject(column.name());
    return switch (value) {
      case null -> "none";
      case OffsetDateTime time -> time.toInstant();
      case Array array -> List.of((Object[]) array.getArray());
      default -> column.kind() == ExportColumn.Kind.JSON ? value.toString() : value;
    };
  }

  private static Object expected(ExportRow row, ExportColumn column) {
    Object value = column.value().apply(row);
    return switch (value) {
      case null -> "none";
      case byte[] json -> new String(json, StandardCharsets.UTF_8);
      default -> value;
    };
  }

  @Test
  void csvHoldsEveryValueOfEveryColumn() throws IOException, InterruptedException {
    List<ExportRow> rows = oddRows();
    Path file = write("rows.csv", rows, CsvWriter::new);
    ask(
        "select * from read_csv('"
            + file
            + "', header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',',"
            + " nullstr = 'no such cell', new_line = '\\r\\n', max_line_size = 1000000)",
        found -> {
          for (ExportRow row : rows) {
            assertThat(found.next()).isTrue();
            for (ExportColumn column : ExportColumn.COMMON) {
              assertThat(found.getString(column.name()))
                  .as("%s of row %d", column.name(), row.leafIndex())
                  .isEqualTo(cell(row, column));
            }
          }
          assertThat(found.next()).isFalse();
        });
  }

  private static String cell(ExportRow row, ExportColumn column) {
    Object value = column.value().apply(row);
    return switch (value) {
      case null -> "";
      case String text -> CsvWriter.harmless(text);
      case List<?> list -> new String(CanonicalJson.of(list), StandardCharsets.UTF_8);
      case Double number -> new String(CanonicalJson.of(number), StandardCharsets.UTF_8);
      default -> value.toString();
    };
  }

  @Test
  void csvIsAsRfc4180HasIt() throws IOException, InterruptedException {
    DecisionRow decision =
        Rows.with(MORNING, 8, "=cmd|' /C calc'!A0", "say \"no\",\r\nthen", List.of("rule=a,b"));
    String file = Files.readString(write("one.csv", List.of(row(3, decision)), CsvWriter::new));
    assertThat(file)
        .isEqualTo(
            String.join(",", ExportColumn.COMMON.stream().map(ExportColumn::name).toList())
                + "\r\n3,"
                + decision.id()
                + ",2026-03-02T08:00:00Z,2026-03-02T07:00:00.123456Z,2026-03-02T08:00:00Z,"
                + "'=cmd|' /C calc'!A0,checkout,1.2.8,everyone,c-3,a-8,1,P1,REVIEW,NONE,COHORT,"
                + "APPROVAL,1,payments,60,,3,"
                + HexFormat.of().formatHex(decision.rulesetDigest())
                + ",test,test,"
                + "0".repeat(32)
                + ",\"say \"\"no\"\",\r\nthen\",\"[\"\"rule=a,b\"\"]\","
                + HexFormat.of().formatHex(decision.leafHash())
                + ",,,,,,[]\r\n");
  }

  @Test
  void csvDisarmsFormulasAndCanBeUndone() {
    for (String text : ODD) {
      String harmless = CsvWriter.harmless(text);
      assertThat(harmless).doesNotStartWith("=").doesNotMatch("(?s)[+\\-@\t\r\n\uFF1D].*");
      assertThat(harmless.startsWith("'") ? harmless.substring(1) : harmless).isEqualTo(text);
    }
  }

  @Test
  void parquetOfManyRowGroupsIsWhole() throws IOException, InterruptedException {
    List<ExportRow> rows = new ArrayList<>();
    Random random = new Random(11);
    for (int number = 0; number < 400; number++) {
      // What does not compress fills groups soon.
      byte[] noise = new byte[40_000];
      random.nextBytes(noise);
      rows.add(
          row(
              number,
              Rows.with(
                  MORNING.plusMillis(number),
                  number,
                  "shop",
                  HexFormat.of().formatHex(noise),
                  List.of("n=" + number))));
    }
    Path file = parquet(rows);
    ask(
        "select count(distinct row_group_id), sum(row_group_num_rows) filter (column_id = 0)"
            + " from parquet_metadata('"
            + file
            + "')",
        found -> {
          found.next();
          assertThat(found.getInt(1)).isGreaterThan(2);
          assertThat(found.getInt(2)).isEqualTo(400);
        });
    ask(
        "select leaf_index, summary, terms[1] from read_parquet('" + file + "')",
        found -> {
          for (ExportRow row : rows) {
            assertThat(found.next()).isTrue();
            assertThat(found.getLong(1)).isEqualTo(row.leafIndex());
            assertThat(found.getString(2)).isEqualTo(row.decision().summary());
            assertThat(found.getString(3)).isEqualTo("n=" + row.leafIndex());
          }
        });
    ask(
        "select count(*) from read_parquet('" + file + "') where leaf_index = 399",
        found -> {
          found.next();
          assertThat(found.getInt(1)).isEqualTo(1);
        });
  }

  @Test
  void nothingIsAFileTooInEveryFormat() throws IOException, InterruptedException {
    assertThat(Files.size(write("none.ndjson", List.of(), NdjsonWriter::new))).isZero();
    assertThat(Files.readAllLines(write("none.csv", List.of(), CsvWriter::new))).hasSize(1);
    ask(
        "select count(*) from read_parquet('" + parquet(List.of()) + "')",
        found -> {
          found.next();
          assertThat(found.getInt(1)).isZero();
        });
  }

  @Test
  void everyColumnIsDocumentedInItsPlace() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/export.md")).stream()
            .dropWhile(line -> !line.startsWith("### The columns"))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", 3)[1])
            .limit(ExportColumn.COMMON.size() + 1)
            .toList();
    List<String> names =
        new ArrayList<>(ExportColumn.COMMON.stream().map(ExportColumn::name).toList());
    names.add(ExportColumn.LEAF.name());
    assertThat(documented).isEqualTo(names);
  }

  @Test
  void parquetNamesItsExport() throws IOException, InterruptedException {
    ask(
        "select decode(key), decode(value) from parquet_kv_metadata('" + parquet(oddRows()) + "')",
        found -> {
          found.next();
          assertThat(found.getString(1)).isEqualTo("ombud.export");
          assertThat(found.getString(2)).isEqualTo(ID);
        });
  }
}
