package dev.ombud.decide.sheet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamReader;

/// The styles of a workbook, and for each style that a marked cell has one more that differs from
/// it in nothing but its fill. For one workbook and one thread.
final class MarkedStyles implements XmlCopy.Editor {

  /// Fills that nobody else is likely to choose, by which former marks are known again.
  enum Colour {
    RED("FFFF8F8B"),
    AMBER("FFFFCF6B"),
    GREY("FFD8D9DB");

    private final String rgb;

    Colour(String rgb) {
      this.rgb = rgb;
    }
  }

  /// As many as a spreadsheet takes.
  private static final int MAX_FORMATS = 65_490;

  private final byte[] part;
  private final Map<Integer, Colour> ours = new HashMap<>();
  private final Map<Colour, Integer> fills = new EnumMap<>(Colour.class);
  private final List<Format> formats = new ArrayList<>();
  private final Map<Format, Integer> first = new HashMap<>();
  private int fillCount;
  private int formatCount;

  /// One style of cells.
  ///
  /// @param attributes without those of the fill
  /// @param inner what is inside
  private record Format(Map<String, String> attributes, String inner, int fill) {}

  MarkedStyles(byte[] part) {
    this.part = part;
    Reading reading = new Reading();
    XmlCopy.edit(part, reading);
    fillCount = reading.fills;
    formatCount = formats.size();
    for (Colour colour : Colour.values()) {
      ours.forEach((fill, each) -> {
        if (each == colour) {
          fills.put(colour, fill);
        }
      });
      if (!fills.containsKey(colour)) {
        fills.put(colour, reading.fills + added());
        ours.put(reading.fills + added(), colour);
      }
    }
  }

  private int added() {
    return (int) fills.values().stream().filter(fill -> fill >= fillCount).count();
  }

  /// The style that a cell of some style has with or without a mark.
  int style(int style, Optional<Marks.Mark> mark) {
    if (style < 0 || style >= formats.size()) {
      return style;
    }
    Format now = formats.get(style);
    int fill =
        mark.map(each -> fills.getOrDefault(each.colour(), 0))
            .orElseGet(() -> ours.containsKey(now.fill()) ? original(now) : now.fill());
    if (fill == now.fill()) {
      return style;
    }
    return first.computeIfAbsent(
        new Format(now.attributes(), now.inner(), fill),
        format -> {
          formats.add(format);
          return formats.size() - 1;
        });
  }

  /// The fill of a style that is the same but for the fill; that of most cells where there are two.
  private int original(Format marked) {
    for (Format each : formats.subList(0, formatCount)) {
      boolean same =
          each.attributes().equals(marked.attributes()) && each.inner().equals(marked.inner());
      if (same && !ours.containsKey(each.fill())) {
        return each.fill();
      }
    }
    return 0;
  }

  byte[] write() {
    return XmlCopy.edit(part, this);
  }

  @Override
  public Map<String, String> start(String name, int depth, XMLStreamReader xml, XmlCopy copy) {
    if (depth == 1 && name.equals("fills")) {
      return Map.of("count", Integer.toString(fillCount + added()));
    }
    return depth == 1 && name.equals("cellXfs")
        ? Map.of("count", Integer.toString(formats.size()))
        : Map.of();
  }

  @Override
  public void end(String name, int depth, XmlCopy copy) {
    if (depth == 1 && name.equals("fills")) {
      for (Colour colour : Colour.values()) {
        if (fills.getOrDefault(colour, 0) >= fillCount) {
          copy.add(
              "<~fill><~patternFill patternType=\"solid\"><~fgColor rgb=\"%s\"/></~patternFill></~fill>"
                  .formatted(colour.rgb));
        }
      }
    } else if (depth == 1 && name.equals("cellXfs")) {
      for (Format format : formats.subList(formatCount, formats.size())) {
        StringBuilder xf = new StringBuilder("<~xf");
        format
            .attributes()
            .forEach(
                (key, value) -> xf.append(" %s=\"%s\"".formatted(key, XmlCopy.escaped(value))));
        copy.add(
            xf.append(" fillId=\"%d\" applyFill=\"1\">".formatted(format.fill()))
                .append(format.inner())
                .append("</~xf>")
                .toString());
      }
    }
  }

  /// Notes the fills and styles that are there.
  private final class Reading implements XmlCopy.Editor {
    private int fills;
    private boolean inFormats;
    private Map<String, String> attributes = Map.of();
    private final StringBuilder inner = new StringBuilder();

    @Override
    public Map<String, String> start(String name, int depth, XMLStreamReader xml, XmlCopy copy) {
      if (depth == 1) {
        inFormats = name.equals("cellXfs");
      } else if (name.equals("fill") && depth == 2) {
        fills++;
      } else if (name.equals("fgColor")) {
        for (Colour colour : Colour.values()) {
          if (Xml.attribute(xml, "rgb").equals(colour.rgb)) {
            ours.put(fills - 1, colour);
          }
        }
      } else if (inFormats && depth == 2) {
        attributes = attributes(xml);
        inner.setLength(0);
      } else if (inFormats && depth == 3 && !name.equals("extLst")) {
        inner.append("<~").append(name);
        attributes(xml)
            .forEach(
                (key, value) -> inner.append(" %s=\"%s\"".formatted(key, XmlCopy.escaped(value))));
        inner.append("/>");
      }
      return Map.of();
    }

    @Override
    public void end(String name, int depth, XmlCopy copy) {
      if (inFormats && depth == 2) {
        Map<String, String> rest = new TreeMap<>(attributes);
        int fill = SheetReader.integer(rest.getOrDefault("fillId", ""), 0);
        rest.remove("fillId");
        rest.remove("applyFill");
        Format format = new Format(rest, inner.toString(), fill);
        first.putIfAbsent(format, formats.size());
        formats.add(format);
        if (formats.size() > MAX_FORMATS) {
          throw Archive.broken("has more than " + MAX_FORMATS + " styles");
        }
      }
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
      Map<String, String> attributes = new TreeMap<>();
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        String prefix = xml.getAttributePrefix(i);
        if (prefix == null || prefix.isEmpty()) {
          attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
      }
      return attributes;
    }
  }
}
