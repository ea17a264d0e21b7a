package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.util.CellReference;

/// The comments of a sheet: former ones of ours are taken away, those of other people are kept, and
/// new ones are added or appended to them. Each has a shape in a drawing of VML, in which a
/// spreadsheet shows it. For one sheet and one thread.
final class MarkedComments {
  static final String AUTHOR = "Ombud";
  static final String NONE =
      "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
          + "<authors/><commentList/></comments>";
  static final String NO_SHAPES =
      "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\""
          + " xmlns:o=\"urn:schemas-microsoft-com:office:office\""
          + " xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
          + "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>"
          + "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\""
          + " path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"
          + "<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype></xml>";

  private static final int MAX_PIECES = 200_000;
  private static final String APPENDED = "\n" + AUTHOR + ": ";
  private static final Pattern SHAPE = Pattern.compile("<v:shape\\s");
  private static final Pattern ROW = Pattern.compile("<x:Row>\\s*(\\d{1,7})\\s*</x:Row>");
  private static final Pattern COLUMN = Pattern.compile("<x:Column>\\s*(\\d{1,5})\\s*</x:Column>");

  private final Map<String, String> messages;
  private final Set<String> kept = new HashSet<>();

  /// @param messages by address
  MarkedComments(Map<String, String> messages) {
    this.messages = messages;
  }

  /// A comment of somebody else: its author, cell and runs of text.
  private record Other(String author, String cell, List<String> runs) {}

  /// Texts are kept, how single words of them look is not.
  byte[] write(byte[] part) {
    List<String> authors = new ArrayList<>();
    List<Other> others = new ArrayList<>();
    int[] pieces = {0};
    Xml.visit(
        part,
        (name, xml) -> {
          if (++pieces[0] > MAX_PIECES) {
            throw Archive.broken("has more than " + MAX_PIECES + " pieces of comments");
          }
          switch (name) {
            case "author" -> authors.add(Xml.text(xml));
            case "comment" -> others.add(other(xml, authors));
            case "t" -> {
              if (!others.isEmpty()) {
                others.getLast().runs().add(Xml.text(xml));
              }
            }
            default -> {}
          }
        });
    others.removeIf(other -> other.author().equals(AUTHOR));
    others.forEach(other -> other.runs().removeIf(run -> run.startsWith(APPENDED)));
    Map<String, Integer> index = new LinkedHashMap<>();
    others.forEach(other -> index.putIfAbsent(other.author(), index.size()));
    index.putIfAbsent(AUTHOR, index.size());
    StringBuilder out =
        new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments"
                + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors>");
    index
        .keySet()
        .forEach(
            author -> out.append("<author>").append(XmlCopy.escaped(author)).append("</author>"));
    out.append("</authors><commentList>");
    for (Other other : others) {
      if (kept.add(other.cell())) {
        String message = messages.get(other.cell());
        if (message != null) {
          other.runs().add(APPENDED + message);
        }
        comment(out, other.cell(), index.getOrDefault(other.author(), 0), other.runs());
      }
    }
    messages.forEach((cell, message) -> {
      if (!kept.contains(cell)) {
        comment(out, cell, index.getOrDefault(AUTHOR, 0), List.of(message));
      }
    });
    return out.append("</commentList></comments>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Other other(XMLStreamReader xml, List<String> authors) {
    int author = SheetReader.integer(Xml.attribute(xml, "authorId"), -1);
    String name = author >= 0 && author < authors.size() ? authors.get(author) : "";
    return new Other(name, Xml.attribute(xml, "ref"), new ArrayList<>());
  }

  private static void comment(StringBuilder out, String cell, int author, List<String> runs) {
    out.append(
        "<comment ref=\"%s\" authorId=\"%d\"><text>".formatted(XmlCopy.escaped(cell), author));
    for (String run : runs) {
      out.append("<r><t xml:space=\"preserve\">").append(XmlCopy.escaped(run)).append("</t></r>");
    }
    out.append("</text></comment>");
  }

  /// The drawing with a shape for each comment. It is text to us, since much VML is no XML.
  String shapes(String drawing) {
    StringBuilder out = new StringBuilder();
    Matcher shape = SHAPE.matcher(drawing);
    int from = 0;
    while (shape.find(from)) {
      int end = drawing.indexOf("</v:shape>", shape.start());
      if (end < 0) {
        break;
      }
      end += "</v:shape>".length();
      String text = drawing.substring(shape.start(), end);
      out.append(drawing, from, shape.start());
      out.append(isOfKeptComment(text) ? text : "");
      from = end;
    }
    String rest = drawing.substring(from);
    int close = rest.lastIndexOf("</xml>");
    out.append(rest, 0, close < 0 ? rest.length() : close);
    int number = 1;
    for (String cell : messages.keySet()) {
      if (!kept.contains(cell)) {
        out.append(shape(new CellReference(cell), number++));
      }
    }
    return out.append("</xml>").toString();
  }

  private boolean isOfKeptComment(String shape) {
    Matcher row = ROW.matcher(shape);
    Matcher column = COLUMN.matcher(shape);
    if (!shape.contains("ObjectType=\"Note\"") || !row.find() || !column.find()) {
      return true;
    }
    return kept.contains(
        Findings.address(Integer.parseInt(row.group(1)) + 1, Integer.parseInt(column.group(1))));
  }

  private static String shape(CellReference cell, int number) {
    int row = cell.getRow();
    int column = cell.getCol();
    return """
    <v:shape id="_x0000_ombud%d" type="#_x0000_t202" style="position:absolute;visibility:hidden"\
     fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t"\
     color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox\
     style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/>\
    <x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 15, %d, 2</x:Anchor>\
    <x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData>\
    </v:shape>\
    """
        .formatted(number, column + 1, row, column + 4, row + 6, row, column);
  }
}
