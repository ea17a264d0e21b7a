package dev.ombud.decide.sheet;

import dev.ombud.ground.text.XmlText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A copy of one part of a workbook with a few things changed on the way, in one pass and without a
/// tree, because a hostile part would fill the heap as one. For one part and one thread.
final class XmlCopy {
  private final StringBuilder out = new StringBuilder();
  private String prefix = "";
  private boolean isOpen;

  /// What changes on the way; `depth` is 0 for the root.
  interface Editor {
    /// Before an element.
    ///
    /// @return attributes to set, or to leave out where the value is empty
    Map<String, String> start(String name, int depth, XMLStreamReader xml, XmlCopy copy);

    /// Before the end of an element.
    void end(String name, int depth, XmlCopy copy);
  }

  /// @throws RefusedException if the part is not well-formed or has a document type
  static byte[] edit(byte[] part, Editor editor) {
    XmlCopy copy = new XmlCopy();
    copy.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    Xml.visit(
        part,
        (name, xml) -> {
          copy.prefix =
              xml.getPrefix() == null || xml.getPrefix().isEmpty() ? "" : xml.getPrefix() + ":";
          copy.element(xml, 0, editor);
        });
    return copy.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The element that has just started, with all that is in it.
  private void element(XMLStreamReader xml, int outer, Editor editor) throws XMLStreamException {
    start(xml, editor.start(xml.getLocalName(), outer, xml, this));
    int depth = outer;
    while (depth >= outer) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          start(xml, editor.start(xml.getLocalName(), depth, xml, this));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          editor.end(xml.getLocalName(), depth, this);
          end(xml);
          depth--;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            raw(escaped(xml.getText()));
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw Archive.broken("has a document type or an entity in it");
        default -> {}
      }
    }
  }

  private void start(XMLStreamReader xml, Map<String, String> changes) {
    close();
    out.append('<').append(name(xml.getPrefix(), xml.getLocalName()));
    for (int i = 0; i < xml.getNamespaceCount(); i++) {
      String declared = xml.getNamespacePrefix(i);
      String uri = xml.getNamespaceURI(i);
      attribute(
          declared == null || declared.isEmpty() ? "xmlns" : "xmlns:" + declared,
          uri == null ? "" : uri);
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
      if (!changes.containsKey(name)) {
        attribute(name, xml.getAttributeValue(i));
      }
    }
    changes.forEach((name, value) -> {
      if (!value.isEmpty()) {
        attribute(name, value);
      }
    });
    isOpen = true;
  }

  private void end(XMLStreamReader xml) {
    if (isOpen) {
      out.append("/>");
      isOpen = false;
    } else {
      out.append("</").append(name(xml.getPrefix(), xml.getLocalName())).append('>');
    }
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  /// Adds well-formed XML as it is; `<~` begins an element in the namespace of the root.
  void add(String xml) {
    raw(xml.replace("</~", "</" + prefix).replace("<~", "<" + prefix));
  }

  private void raw(String xml) {
    close();
    out.append(xml);
  }

  private void close() {
    out.append(isOpen ? ">" : "");
    isOpen = false;
  }

  private static String name(String prefix, String local) {
    return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
  }

  static String escaped(String text) {
    // As they stand, a reader would make spaces of line ends and tabs in an attribute.
    return XmlText.quoted(text).replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;");
  }
}
