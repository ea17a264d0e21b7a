package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Colours cells of the first sheet of a workbook and comments on them, and takes away what it did
/// before; all else stays as it is. For one workbook and one thread.
final class Marks {
  private static final String TYPES =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final Set<String> AFTER_COMMENTS =
      Set.of(
          "legacyDrawingHF",
          "drawingHF",
          "picture",
          "oleObjects",
          "controls",
          "AlternateContent",
          "webPublishItems",
          "tableParts",
          "extLst");

  private final Archive archive;
  private final NavigableMap<Integer, NavigableMap<Integer, Mark>> marks;
  private final Map<String, byte[]> changed = new LinkedHashMap<>();

  /// @param colour what the cell is filled with
  /// @param message what its comment says; empty for no comment
  record Mark(MarkedStyles.Colour colour, String message) {}

  private Marks(Archive archive, NavigableMap<Integer, NavigableMap<Integer, Mark>> marks) {
    this.archive = archive;
    this.marks = marks;
  }

  /// @param marks by the number of the row, from 1, and by the column, from 0
  /// @throws RefusedException if the workbook is broken
  static byte[] put(Archive archive, NavigableMap<Integer, NavigableMap<Integer, Mark>> marks) {
    return new Marks(archive, marks).put();
  }

  private byte[] put() {
    String workbook =
        WorkbookReader.relations(archive, "").getOrDefault("officeDocument", "xl/workbook.xml");
    Map<String, String> relations = WorkbookReader.relations(archive, workbook);
    var sheets = WorkbookReader.sheets(archive.load(workbook));
    String sheet = sheets.isEmpty() ? null : relations.get(sheets.getFirst().relation());
    if (sheet == null) {
      throw Archive.broken("does not say where its first sheet is");
    }
    Optional<MarkedStyles> styles =
        Optional.ofNullable(relations.get("styles")).flatMap(archive::find).map(MarkedStyles::new);
    boolean isNew = comments(sheet);
    changed.put(sheet, XmlCopy.edit(archive.load(sheet), new MarkedSheet(copied(), styles, isNew)));
    styles.ifPresent(each -> changed.put(relations.getOrDefault("styles", ""), each.write()));
    return archive.with(changed);
  }

  private NavigableMap<Integer, NavigableMap<Integer, Mark>> copied() {
    NavigableMap<Integer, NavigableMap<Integer, Mark>> copy = new TreeMap<>();
    marks.forEach((row, cells) -> copy.put(row, new TreeMap<>(cells)));
    return copy;
  }

  /// Whether the sheet has to be told of its drawing of comments.
  private boolean comments(String sheet) {
    int slash = sheet.lastIndexOf('/') + 1;
    String rels = sheet.substring(0, slash) + "_rels/" + sheet.substring(slash) + ".rels";
    Map<String, String> relations =
        archive.find(rels).isPresent() ? WorkbookReader.relations(archive, sheet) : Map.of();
    Map<String, String> messages = new LinkedHashMap<>();
    marks.forEach((row, cells) ->
        cells.forEach((column, mark) -> {
          if (!mark.message().isEmpty()) {
            messages.put(Findings.address(row, column), mark.message());
          }
        }));
    String part = relations.get("comments");
    String drawing = relations.get("vmlDrawing");
    if (part == null && messages.isEmpty()) {
      return false;
    }
    MarkedComments comments = new MarkedComments(messages);
    String newPart = part == null ? "xl/ombud-comments.xml" : part;
    String newDrawing = drawing == null ? "xl/drawings/ombud-comments.vml" : drawing;
    changed.put(newPart, comments.write(load(part, MarkedComments.NONE)));
    String shapes = new String(load(drawing, MarkedComments.NO_SHAPES), StandardCharsets.UTF_8);
    changed.put(newDrawing, comments.shapes(shapes).getBytes(StandardCharsets.UTF_8));
    Map<String, String> added = new HashMap<>();
    if (part == null) {
      added.put("comments", newPart);
    }
    if (drawing == null) {
      added.put("vmlDrawing", newDrawing);
    }
    relate(rels, added);
    return drawing == null;
  }

  private byte[] load(@Nullable String part, String otherwise) {
    return Optional.ofNullable(part)
        .flatMap(archive::find)
        .orElseGet(() -> otherwise.getBytes(StandardCharsets.UTF_8));
  }

  private void relate(String rels, Map<String, String> added) {
    if (added.isEmpty()) {
      return;
    }
    String none =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
    StringBuilder relations = new StringBuilder();
    StringBuilder types = new StringBuilder();
    added.forEach((type, part) -> {
      relations.append(
          "<~Relationship Id=\"ombud-%s\" Type=\"%s/%s\" Target=\"/%s\"/>"
              .formatted(type, TYPES, type, part));
      types.append(
          "<~Override PartName=\"/%s\" ContentType=\"application/vnd.openxmlformats-officedocument.%s\"/>"
              .formatted(
                  part, type.equals("comments") ? "spreadsheetml.comments+xml" : "vmlDrawing"));
    });
    changed.put(
        rels, XmlCopy.edit(load(rels, none), appending("Relationships", relations.toString())));
    String contents = "[Content_Types].xml";
    changed.put(
        contents, XmlCopy.edit(archive.load(contents), appending("Types", types.toString())));
  }

  private static XmlCopy.Editor appending(String root, String xml) {
    return new XmlCopy.Editor() {
      @Override
      public Map<String, String> start(
          String name, int depth, XMLStreamReader reader, XmlCopy copy) {
        return Map.of();
      }

      @Override
      public void end(String name, int depth, XmlCopy copy) {
        if (depth == 0 && name.equals(root)) {
          copy.add(xml);
        }
      }
    };
  }

  /// Copies the sheet and puts the styles of the marks into its cells; what is not there is made.
  private static final class MarkedSheet implements XmlCopy.Editor {
    private final NavigableMap<Integer, NavigableMap<Integer, Mark>> left;
    private final Optional<MarkedStyles> styles;
    private boolean isDrawingMissing;
    private int row;
    private int column;

    /// @param left the marks that are not made yet
    MarkedSheet(
        NavigableMap<Integer, NavigableMap<Integer, Mark>> left,
        Optional<MarkedStyles> styles,
        boolean isDrawingMissing) {
      this.left = left;
      this.styles = styles;
      this.isDrawingMissing = isDrawingMissing;
    }

    @Override
    public Map<String, String> start(String name, int depth, XMLStreamReader xml, XmlCopy copy) {
      if (depth == 1 && AFTER_COMMENTS.contains(name)) {
        draw(copy);
      }
      if (depth == 2 && name.equals("row")) {
        row = SheetReader.integer(Xml.attribute(xml, "r"), row + 1);
        column = -1;
        rowsBefore(row, copy);
        return Map.of("spans", "");
      }
      if (depth == 3 && name.equals("c")) {
        String address = Xml.attribute(xml, "r");
        column = SheetReader.column(address).orElse(column + 1);
        cellsBefore(row, column, copy);
        NavigableMap<Integer, Mark> cells = left.getOrDefault(row, new TreeMap<>());
        Mark mark = cells.remove(column);
        int style = SheetReader.integer(Xml.attribute(xml, "s"), 0);
        return styles.isEmpty()
            ? Map.of()
            : Map.of("s", Integer.toString(styles.get().style(style, Optional.ofNullable(mark))));
      }
      return Map.of();
    }

    @Override
    public void end(String name, int depth, XmlCopy copy) {
      if (depth == 2 && name.equals("row")) {
        cellsBefore(row, Integer.MAX_VALUE, copy);
        left.remove(row);
      } else if (depth == 1 && name.equals("sheetData")) {
        rowsBefore(Integer.MAX_VALUE, copy);
      } else if (depth == 0) {
        draw(copy);
      }
    }

    private void rowsBefore(int end, XmlCopy copy) {
      while (!left.isEmpty() && left.firstKey() < end) {
        int missing = left.firstKey();
        copy.add("<~row r=\"%d\">".formatted(missing));
        cellsBefore(missing, Integer.MAX_VALUE, copy);
        copy.add("</~row>");
        left.remove(missing);
      }
    }

    private void cellsBefore(int number, int end, XmlCopy copy) {
      NavigableMap<Integer, Mark> cells = left.getOrDefault(number, new TreeMap<>());
      while (!cells.isEmpty() && cells.firstKey() < end) {
        var cell = cells.pollFirstEntry();
        int style = styles.map(each -> each.style(0, Optional.of(cell.getValue()))).orElse(0);
        copy.add(
            "<~c r=\"%s\" s=\"%d\"/>".formatted(Findings.address(number, cell.getKey()), style));
      }
    }

    private void draw(XmlCopy copy) {
      if (isDrawingMissing) {
        copy.add(
            "<~legacyDrawing xmlns:ombud=\"%s\" ombud:id=\"ombud-vmlDrawing\"/>".formatted(TYPES));
        isDrawingMissing = false;
      }
    }
  }
}
