package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.xssf.streaming.SXSSFCell;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.jspecify.annotations.Nullable;

/// Scenarios as one sheet of a workbook: a row each, a column for each path that any of them uses,
/// for example `aggregate.volume.count`. A blank cell means that the field is absent.
///
/// | cell | JSON |
/// |---|---|
/// | a number, TRUE or FALSE | the same |
/// | `checkout` | a text |
/// | `"P1","P2"` | a list of texts |
/// | `[…]`, `{…}`, `null` | this JSON |
/// | `\…` | the text after the backslash, whatever it looks like |
///
/// The sheet is refused for the same reasons as that of a table, and every scenario that
/// [dev.ombud.ground.contract.ScenarioReader] refuses is a finding of its row. Stateless, so
/// thread-safe.
public final class ScenarioSheet {
  static final List<String> TOP =
      List.of("name", "because", "receivedAt", "maskingConfidence", "aggregate", "gate", "expect");

  private static final String PLAIN_KEY = "[A-Za-z0-9_-]+";
  private static final int CHARACTER = 256;

  private ScenarioSheet() {}

  /// What became of a workbook.
  ///
  /// @param ndjson the scenarios, one JSON document a line; empty if there is an error
  public record Reading(String ndjson, List<Finding> findings) {
    public Reading {
      findings = List.copyOf(findings);
    }
  }

  /// Never throws for any content.
  ///
  /// @param file the name that findings give, for example `scenarios.xlsx`
  public static Reading read(String file, byte[] workbook) {
    Findings findings = new Findings(file);
    String ndjson = "";
    try {
      Grid grid = WorkbookReader.grid(file, Archive.open(workbook), findings);
      ndjson = new ScenarioRows(grid, findings).read();
    } catch (RefusedException e) {
      findings.add(e.code(), e.reason());
    }
    return new Reading(findings.isEmpty() ? ndjson : "", findings.list());
  }

  /// Writes the workbook of scenarios that [dev.ombud.ground.contract.ScenarioReader] takes.
  ///
  /// @param ndjson one JSON document a line
  /// @throws ServiceException MALFORMED_JSON or INVALID_REQUEST for a line that is no JSON object
  /// @throws IllegalArgumentException for a value that is too long for a cell
  public static byte[] write(byte[] ndjson) {
    List<Map<String, @Nullable Object>> rows =
        new String(ndjson, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> flat(Json.read(line.getBytes(StandardCharsets.UTF_8))))
            .toList();
    List<String> paths = paths(rows);
    try (SXSSFWorkbook workbook = new SXSSFWorkbook(100);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      SXSSFSheet sheet = workbook.createSheet("Scenarios");
      CellStyle head = style(workbook, "@");
      Font bold = workbook.createFont();
      bold.setBold(true);
      head.setFont(bold);
      CellStyle text = style(workbook, "@");
      text.setWrapText(true);
      CellStyle other = style(workbook, "General");
      SXSSFRow header = sheet.createRow(0);
      for (int i = 0; i < paths.size(); i++) {
        header.createCell(i).setCellValue(paths.get(i));
        header.getCell(i).setCellStyle(head);
        sheet.setColumnWidth(i, (i < 2 ? 40 : Math.max(12, paths.get(i).length() + 2)) * CHARACTER);
      }
      sheet.createFreezePane(1, 1);
      for (int number = 0; number < rows.size(); number++) {
        SXSSFRow row = sheet.createRow(number + 1);
        for (int i = 0; i < paths.size(); i++) {
          if (rows.get(number).containsKey(paths.get(i))) {
            put(row.createCell(i), rows.get(number).get(paths.get(i)), text, other);
          }
        }
      }
      workbook.setZip64Mode(Zip64Mode.Never);
      workbook.write(bytes);
      return WorkbookWriter.withoutTimes(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CellStyle style(SXSSFWorkbook workbook, String format) {
    CellStyle style = workbook.createCellStyle();
    style.setDataFormat(workbook.createDataFormat().getFormat(format));
    style.setVerticalAlignment(VerticalAlignment.TOP);
    return style;
  }

  private static void put(SXSSFCell cell, @Nullable Object value, CellStyle text, CellStyle other) {
    switch (value) {
      case Number number -> {
        cell.setCellValue(number.doubleValue());
        cell.setCellStyle(other);
      }
      case Boolean flag -> {
        cell.setCellValue(flag);
        cell.setCellStyle(other);
      }
      case null, default -> {
        cell.setCellValue(WorkbookWriter.escaped(shown(value)));
        cell.setCellStyle(text);
      }
    }
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof String text) {
      return ScenarioRows.isPlain(text) ? text : "\\" + text;
    }
    boolean words =
        value instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(String.class::isInstance);
    String json = new String(Json.write(value), StandardCharsets.UTF_8);
    return words ? json.substring(1, json.length() - 1) : json;
  }

  /// The values of a scenario by their paths.
  private static Map<String, @Nullable Object> flat(@Nullable Object scenario) {
    if (!(scenario instanceof Map<?, ?>)) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "a scenario is no JSON object: send one in braces a line");
    }
    Map<String, @Nullable Object> leaves = new LinkedHashMap<>();
    flatten("", scenario, leaves);
    return leaves;
  }

  private static void flatten(
      String path, @Nullable Object value, Map<String, @Nullable Object> leaves) {
    boolean inner =
        value instanceof Map<?, ?> map
            && !map.isEmpty()
            && map.keySet().stream().allMatch(key -> String.valueOf(key).matches(PLAIN_KEY));
    if (inner && value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> flatten(path.isEmpty() ? "" + key : path + "." + key, each, leaves));
    } else {
      leaves.put(path, value);
    }
  }

  /// In the order in which scenarios use them, with the parts of one object side by side.
  private static List<String> paths(List<Map<String, @Nullable Object>> rows) {
    Map<String, Map<String, Boolean>> groups = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : rows) {
      for (String path : row.keySet()) {
        groups.computeIfAbsent(group(path), _ -> new LinkedHashMap<>()).put(path, true);
      }
    }
    List<String> used = new ArrayList<>(List.of("name", "because"));
    groups.values().forEach(group -> used.addAll(group.keySet()));
    return used.stream()
        .distinct()
        .sorted(Comparator.comparingInt(path -> TOP.indexOf(path.split("\\.", 2)[0])))
        .toList();
  }

  private static String group(String path) {
    return List.of(path.split("\\.")).stream().limit(2).collect(Collectors.joining("."));
  }
}
