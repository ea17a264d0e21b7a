package dev.ombud.ground.text;

/// Text in XML and HTML. Stateless.
public final class XmlText {
  private XmlText() {}

  /// Between tags.
  public static String of(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Between the double quotes of an attribute; between tags as well.
  public static String quoted(String text) {
    return of(text).replace("\"", "&quot;");
  }
}
