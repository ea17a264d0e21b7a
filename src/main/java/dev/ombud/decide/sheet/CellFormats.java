package dev.ombud.decide.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DateUtil;

/// How the styles of a workbook show a number, as far as that changes what a person means by it.
///
/// @param styles by the number of the style
record CellFormats(List<Shown> styles) {
  static final CellFormats NONE = new CellFormats(List.of());

  enum Shown {
    PLAIN,
    PERCENT,
    DATE
  }

  CellFormats {
    styles = List.copyOf(styles);
  }

  static CellFormats read(byte[] part) {
    Map<Integer, String> formats = new HashMap<>();
    List<Shown> styles = new ArrayList<>();
    boolean[] inCells = {false};
    Xml.visit(
        part,
        (name, xml) -> {
          switch (name) {
            case "numFmt" ->
                formats.put(
                    SheetReader.integer(Xml.attribute(xml, "numFmtId"), 0),
                    Xml.attribute(xml, "formatCode"));
            case "cellXfs" -> inCells[0] = true;
            case "cellStyles", "dxfs" -> inCells[0] = false;
            case "xf" -> {
              if (inCells[0]) {
                int id = SheetReader.integer(Xml.attribute(xml, "numFmtId"), 0);
                styles.add(shown(id, formats.getOrDefault(id, "")));
              }
            }
            default -> {}
          }
        });
    return new CellFormats(styles);
  }

  private static Shown shown(int id, String code) {
    String format = code.isEmpty() ? BuiltinFormats.getBuiltinFormat(id) : code;
    if (format == null) {
      return Shown.PLAIN;
    }
    if (DateUtil.isADateFormat(id, format)) {
      return Shown.DATE;
    }
    return format.replaceAll("\"[^\"]*+\"|\\\\.", "").contains("%") ? Shown.PERCENT : Shown.PLAIN;
  }

  Shown of(int style) {
    return style >= 0 && style < styles.size() ? styles.get(style) : Shown.PLAIN;
  }
}
