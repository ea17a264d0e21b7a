package dev.ombud.decide.sheet;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Streams over the elements of one part of a workbook. A document type is refused, so that there
/// is no entity to resolve; namespaces are ignored, since the two dialects of the format differ in
/// nothing else that matters here.
final class Xml {
  private Xml() {}

  /// Gets every start of an element; it may read on with [#text].
  @FunctionalInterface
  interface Visitor {
    void start(String name, XMLStreamReader xml) throws XMLStreamException;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // These count each `&quot;` of a cell, too, and would refuse a sheet of a few thousand rows.
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    return factory;
  }

  /// @throws RefusedException if the part is not well-formed or has a document type
  static void visit(byte[] part, Visitor visitor) {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(part));
      try {
        while (xml.hasNext()) {
          switch (xml.next()) {
            case XMLStreamConstants.START_ELEMENT -> visitor.start(xml.getLocalName(), xml);

            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw Archive.broken("has a document type or an entity in it");
            default -> {}
          }
        }
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw Archive.broken("has XML in it that is not well-formed");
    }
  }

  /// The text below the element that has just started, which is left at its end. What a spreadsheet
  /// shows as reading aid (`rPh`) does not belong to it.
  static String text(XMLStreamReader xml) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    int skipped = 0;
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          skipped = skipped > 0 || xml.getLocalName().equals("rPh") ? skipped + 1 : 0;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          skipped = Math.max(0, skipped - 1);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (skipped == 0) {
            text.append(xml.getText());
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> throw Archive.broken("has an entity in it");
        default -> {}
      }
    }
    return text.toString();
  }

  static String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  static boolean isTrue(XMLStreamReader xml, String name) {
    String value = attribute(xml, name);
    return value.equals("1") || value.equals("true");
  }
}
