package dev.ombud.record.export;

import dev.ombud.ground.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CSV (RFC 4180): UTF-8 without a mark, a head line, a decision a line, lines that end with CR LF.
///
/// - A cell with a comma, a quote, a line break or a space at either end is quoted.
/// - No value and an empty text are both an empty cell.
/// - Times are as `2026-01-31T00:00:00Z`; `terms` is a JSON array.
/// - A text that a spreadsheet could take for a formula, for it begins with `=`, `+`, `-`, `@`,
///   their full-width twins, or a control character, gets an apostrophe before it; and so does one
///   that begins with an apostrophe, so that taking one apostrophe off always gives the text back.
final class CsvWriter implements ExportWriter {
  private static final String DANGEROUS = "=+-@'\uFF1D\uFF0B\uFF0D\uFF20";
  private static final String LINE_END = "\r\n";

  private final ExportOutput output;
  private final StringBuilder line = new StringBuilder(1024);

  CsvWriter(ExportOutput output) throws InterruptedException {
    this.output = output;
    for (ExportColumn column : ExportColumn.COMMON) {
      cell(column.name());
    }
    endLine();
  }

  @Override
  public void add(ExportRow row) throws InterruptedException {
    for (ExportColumn column : ExportColumn.COMMON) {
      Object value = column.value().apply(row);
      cell(
          switch (column.kind()) {
            case INTEGER, LONG, TIME -> String.valueOf(value);
            case DOUBLE, TEXTS, JSON -> json(value);
            case TEXT -> value == null ? "" : harmless(value.toString());
          });
    }
    endLine();
  }

  @Override
  public void end() {
    // A file of lines ends with its last line.
  }

  private static String json(@Nullable Object value) {
    return new String(CanonicalJson.of(value), StandardCharsets.UTF_8);
  }

  /// What a spreadsheet shows as it stands.
  static String harmless(String text) {
    boolean isDangerous =
        !text.isEmpty() && (DANGEROUS.indexOf(text.charAt(0)) >= 0 || text.charAt(0) < ' ');
    return isDangerous ? "'" + text : text;
  }

  private void cell(String text) {
    if (!line.isEmpty()) {
      line.append(',');
    }
    if (needsQuotes(text)) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
  }

  private static boolean needsQuotes(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == ' '
            || text.charAt(text.length() - 1) == ' '
            || text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' '));
  }

  private void endLine() throws InterruptedException {
    line.append(LINE_END);
    output.write(line.toString().getBytes(StandardCharsets.UTF_8));
    line.setLength(0);
  }

  /// The names in the head line.
  static List<String> head() {
    return ExportColumn.COMMON.stream().map(ExportColumn::name).toList();
  }
}
