package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Workbooks that hide something, do something, or want to break the reader. None may throw, none
/// may become a table, and each finding says what to do.
@Tag("property")
final class HostileWorkbookTest {
  private static final String CONTENT_TYPES = "[Content_Types].xml";
  private static final String RELATIONS = "xl/_rels/workbook.xml.rels";

  private static void refuses(byte[] file, String... findings) {
    WorkbookReader.Reading reading = WorkbookReader.read("severity.xlsx", file, Lexicons.SHIPPED);
    assertThat(reading.table()).isEmpty();
    assertThat(reading.findings().stream().map(Finding::line))
        .containsExactlyElementsOf(
            Arrays.stream(findings).map(line -> "severity.xlsx" + line).toList());
  }

  private static void refuses(Parts parts, String... findings) {
    refuses(parts.zip(), findings);
  }

  private static Parts good() {
    return Parts.severity();
  }

  @Test
  void formulas() {
    String remedy = ": the cell holds a formula: write its value";
    refuses(good().cell("C6", "<c r=\"C6\"><f>0.5*2</f><v>1</v></c>"), " Severity!C6" + remedy);
    refuses(
        good().cell("C6", "<c r=\"C6\"><f t=\"shared\" si=\"0\"/><v>1</v></c>"),
        " Severity!C6" + remedy);
    refuses(
        good().cell("G6", "<c r=\"G6\" t=\"str\"><f>WEBSERVICE(\"http://x\")</f><v>n</v></c>"),
        " Severity!G6" + remedy);
    refuses(
        good().cell("F6", "<c r=\"F6\" t=\"str\"><f>[1]Sheet1!A1</f><v>P1</v></c>"),
        " Severity!F6" + remedy);
    refuses(
        good().cell("B4", "<c r=\"B4\" t=\"str\"><f>1</f><v>surface</v></c>"),
        " Severity!B4" + remedy);
  }

  @Test
  void codeInACell() {
    refuses(
        good().write("C6", "1); System.exit(0); ("),
        " Severity!C6: `1); System.exit(0); (` is not a test of numbers: write for example 5, >= 5,"
            + " [2..5), not(5) or - for any");
    refuses(
        good().write("F6", "x\"); Runtime.getRuntime().exec(\"id\"); (\""),
        " Severity!F6: `x\"); Runtime.getRuntime().exec(\"id\"); (\"` is not a word of `severity`:"
            + " write one of P1, P2, P3, P4");
  }

  @Test
  void errorsAndDates() {
    refuses(
        good().cell("C6", "<c r=\"C6\" t=\"e\"><v>#REF!</v></c>"),
        " Severity!C6: the cell holds the error `#REF!`: write a value");
    refuses(
        good()
            .replace(
                "xl/styles.xml",
                "<cellXfs count=\"7\">",
                "<cellXfs count=\"8\"><xf numFmtId=\"14\"/>")
            .cell("D6", "<c r=\"D6\" s=\"0\"><v>46000</v></c>")
            .cell("A6", "<c r=\"A6\" s=\"0\"><v>46000</v></c>"),
        " Severity!A6: the id became a date: format the cell as text and write it again",
        " Severity!D6: the spreadsheet made the date 2025-12-09T00:00 of this: format the cell as"
            + " text and write it again");
    refuses(
        good().cell("D6", "<c r=\"D6\" t=\"d\"><v>2026-01-01</v></c>"),
        " Severity!D6: the spreadsheet made the date 2026-01-01 of this: format the cell as text"
            + " and write it again");
  }

  @Test
  void mergedCells() {
    refuses(
        good()
            .replace(
                Parts.SHEET,
                "</sheetData>",
                "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"B1:D1\"/>"
                    + "<mergeCell ref=\"B6:B7\"/></mergeCells>"),
        " Severity!B6:B7: the cells are merged: unmerge them and write each value");
  }

  @Test
  void hiddenRowsColumnsAndSheets() {
    refuses(
        good().replace(Parts.SHEET, "<row r=\"7\"", "<row r=\"7\" hidden=\"1\""),
        " Severity!7:7: the row is hidden, maybe by a filter: unhide or delete it");
    refuses(
        good().replace(Parts.SHEET, "<row r=\"7\"", "<row r=\"7\" ht=\"0\" customHeight=\"1\""),
        " Severity!7:7: the row is hidden, maybe by a filter: unhide or delete it");
    refuses(
        good().replace(Parts.SHEET, "<col min=\"2\"", "<col hidden=\"true\" min=\"2\""),
        " Severity!B:B: the column is hidden: unhide or delete it");
    refuses(
        good()
            .replace(
                "xl/workbook.xml", "<sheet name=\"All", "<sheet state=\"veryHidden\" name=\"All"),
        " Allowed values: the sheet is hidden: unhide or delete it");
    refuses(
        good()
            .replace("xl/workbook.xml", "<sheet name=\"Sev", "<sheet state=\"hidden\" name=\"Sev"),
        " Severity: the sheet is hidden: unhide or delete it");
    refuses(
        good().replace("xl/workbook.xml", "name=\"Allowed values\"", "name=\"More rules\""),
        " More rules: only the first sheet is read: delete this one or make a workbook of its own"
            + " of it");
  }

  @Test
  void cellsTwice() {
    refuses(
        good()
            .cell(
                "F6",
                "<c r=\"F6\" t=\"inlineStr\"><is><t>P4</t></is></c>"
                    + "<c r=\"F6\" t=\"inlineStr\"><is><t>P1</t></is></c>"),
        " Severity!F6: the file holds this cell twice: open it and save it anew");
  }

  @Test
  void macros() {
    String remedy = ": the workbook holds macros: save it as .xlsx without them";
    refuses(good().put("xl/vbaProject.bin", "x"), remedy);
    refuses(
        good()
            .replace(
                CONTENT_TYPES,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        remedy);
    refuses(
        good()
            .replace(
                RELATIONS,
                "</Relationships>",
                "<Relationship Id=\"rId99\" Target=\"any.bin\" Type=\"http://schemas.microsoft.com/"
                    + "office/2006/relationships/vbaProject\"/></Relationships>"),
        remedy);
  }

  @Test
  void linksAndObjects() {
    String remedy =
        ": the workbook is linked to other files or data: break the links and write the values";
    refuses(good().put("xl/externalLinks/externalLink1.xml", "<externalLink/>"), remedy);
    refuses(good().put("xl/connections.xml", "<connections/>"), remedy);
    refuses(
        good()
            .replace(
                RELATIONS,
                "</Relationships>",
                "<Relationship Id=\"rId99\" Target=\"file:///etc/passwd\" TargetMode=\"External\""
                    + " Type=\"http://x/worksheet\"/></Relationships>"),
        remedy);
    refuses(
        good().put("xl/embeddings/oleObject1.bin", "x"),
        ": the workbook holds embedded objects: delete them");
    refuses(
        good()
            .replace(
                Parts.SHEET, "</worksheet>", "<oleObjects><oleObject/></oleObjects></worksheet>"),
        " Severity: the sheet holds an embedded object: delete it");
  }

  @Test
  void takesHyperlinksAndCommentsAsTheyAre() {
    Parts parts =
        good()
            .put("xl/comments1.xml", "<comments/>")
            .put(
                "xl/worksheets/_rels/sheet1.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Target=\"http://127.0.0.1:1/\""
                    + " TargetMode=\"External\" Type=\"http://x/hyperlink\"/></Relationships>");
    assertThat(WorkbookReader.read("severity.xlsx", parts.zip(), Lexicons.SHIPPED).table())
        .isPresent();
  }

  @Test
  void entitiesAndDocumentTypes() {
    String remedy = "open it in the spreadsheet and save it as .xlsx";
    for (String doctype :
        new String[] {
          "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
          "<!DOCTYPE worksheet SYSTEM \"http://127.0.0.1:1/x.dtd\">",
          "<!DOCTYPE worksheet [<!ENTITY a \"aaaa\"><!ENTITY x \"&a;&a;\">]>"
        }) {
      refuses(
          good().replace(Parts.SHEET, "<worksheet", doctype + "<worksheet"),
          ": the file has a document type or an entity in it: " + remedy);
    }
    refuses(
        good().replace(Parts.SHEET, "<sheetData>", "<sheetData>&x;"),
        ": the file has XML in it that is not well-formed: " + remedy);
  }

  @Test
  void encryptedFiles() throws IOException, java.security.GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (POIFSFileSystem files = new POIFSFileSystem()) {
      var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (var out = encryptor.getDataStream(files)) {
        out.write(good().zip());
      }
      files.writeFilesystem(bytes);
    }
    refuses(
        bytes.toByteArray(),
        ": the file has a password or the old .xls format: save it as .xlsx without a password");
  }

  @Test
  void whatIsNoWorkbook() {
    String other = ": the file is not an .xlsx workbook: save it as one";
    refuses(new byte[0], other);
    refuses("id,in,out\n".getBytes(StandardCharsets.UTF_8), other);
    refuses("PK".getBytes(StandardCharsets.UTF_8), other);
    refuses(
        new byte[6 * 1024 * 1024],
        ": the file has 6291456 bytes, but a workbook has at most 5242880: remove pictures or split"
            + " the table");
    refuses(
        good().remove(CONTENT_TYPES),
        ": the file lacks its part `[Content_Types].xml`: open it in the spreadsheet and save it as"
            + " .xlsx");
    refuses(
        good().remove(Parts.SHEET),
        ": the file lacks its part `xl/worksheets/sheet1.xml`: open it in the spreadsheet and save"
            + " it as .xlsx");
  }

  @Test
  void filesThatInflateWithoutEnd() {
    String remedy =
        ": the file inflates to more than 67108864 bytes: save it anew, with less in it";
    refuses(good().put(Parts.SHEET, new byte[100 * 1024 * 1024]), remedy);
    Parts many = good();
    for (int i = 0; i < 20; i++) {
      many.put("xl/media/" + i, new byte[4 * 1024 * 1024]);
    }
    refuses(many, remedy);
    Parts parts = good();
    for (int i = 0; i < 600; i++) {
      parts.put("xl/media/" + i, new byte[1]);
    }
    refuses(parts, ": the file has more than 500 parts: save it anew");
  }

  @Test
  void sheetsThatNeverEnd() {
    Parts cells = good();
    cells.replace(
        Parts.SHEET,
        "</sheetData>",
        "<row r=\"9\">" + "<c><v>1</v></c>".repeat(1_100_000) + "</row></sheetData>");
    refuses(cells, ": the sheet has more than 1000000 cells: split the table");
    refuses(
        good().replace(Parts.SHEET, "</sheetData>", "<row r=\"2147483647\"/></sheetData>"),
        ": the file has a row 2147483647: open it in the spreadsheet and save it as .xlsx");
    Parts columns = good();
    columns.replace(
        Parts.SHEET,
        "<cols>",
        "<cols>" + "<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(100_000));
    assertThat(WorkbookReader.read("severity.xlsx", columns.zip(), Lexicons.SHIPPED).findings())
        .hasSize(7);
  }

  @Test
  void cutOffFiles() {
    byte[] whole = good().zip();
    for (int length = 4; length < whole.length; length += 1 + length / 50) {
      refuses(
          Arrays.copyOf(whole, length),
          ": the file is cut off or damaged: open it in the spreadsheet and save it as .xlsx");
    }
  }

  @Test
  void neverThrowsForAChangedByte() {
    byte[] whole = good().zip();
    DecisionTable table = TableText.read("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED);
    Property.forAll(
        (random, size) -> {
          byte[] changed = whole.clone();
          for (int i = 0; i <= size / 10; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
          }
          return changed;
        },
        changed -> {
          WorkbookReader.Reading reading =
              WorkbookReader.read("severity.xlsx", changed, Lexicons.SHIPPED);
          if (reading.table().isPresent()) {
            assertThat(reading.table()).contains(table);
          } else {
            assertThat(reading.findings()).isNotEmpty();
          }
        });
  }

  @Test
  void neverThrowsForAChangedCharacterOfTheSheet() {
    String sheet = good().text(Parts.SHEET);
    String pieces = "<>/\"&;=cvfrt019AZ ";
    Property.forAll(
        (random, size) -> {
          StringBuilder changed = new StringBuilder(sheet);
          for (int i = 0; i <= size / 10; i++) {
            changed.setCharAt(
                random.nextInt(sheet.length()), pieces.charAt(random.nextInt(pieces.length())));
          }
          return changed.toString();
        },
        changed -> {
          WorkbookReader.Reading reading =
              WorkbookReader.read(
                  "severity.xlsx", good().put(Parts.SHEET, changed).zip(), Lexicons.SHIPPED);
          assertThat(reading.table().isPresent()).isEqualTo(reading.findings().isEmpty());
        });
  }
}
