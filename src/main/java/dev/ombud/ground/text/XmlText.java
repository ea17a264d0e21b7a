package dev.ombud.ground.text;

/// Text in XML and HTML. Stateless.
public final class XmlText {
  private XmlText() {}

  /// Between tags.
  public static String of(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Between the quotes of an attribute, of either kind; between tags as well.
  public static String quoted(String text) {
    return of(text).replace("\"", "&quot;").replace("'", "&#39;");
  }
}
