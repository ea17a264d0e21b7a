package dev.ombud.door.start;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/// A copy of the shipped ruleset, to be spoilt.
public record RulesetFolder(Path home) {
  public static final String SCENARIOS = "decision-tables/scenarios.ndjson";

  public static RulesetFolder copy(Path home) throws IOException {
    for (String name : List.of("rules", "decision-tables")) {
      Path target = Files.createDirectories(home.resolve(name));
      try (Stream<Path> files = Files.list(Path.of(name))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
    return new RulesetFolder(home);
  }

  Path file(String path) {
    return home.resolve(path);
  }

  public void replace(String path, String old, String now) throws IOException {
    String text = Files.readString(file(path));
    if (!text.contains(old)) {
      throw new IllegalStateException("`" + path + "` has no `" + old + "`");
    }
    int at = text.indexOf(old);
    Files.writeString(file(path), text.substring(0, at) + now + text.substring(at + old.length()));
  }

  public void setCell(String workbook, String address, String text) throws IOException {
    Path file = file("decision-tables/" + workbook);
    CellReference cell = new CellReference(address);
    byte[] bytes = Files.readAllBytes(file);
    try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes));
        OutputStream out = Files.newOutputStream(file)) {
      book.getSheetAt(0).getRow(cell.getRow()).getCell(cell.getCol()).setCellValue(text);
      book.write(out);
    }
  }
}
