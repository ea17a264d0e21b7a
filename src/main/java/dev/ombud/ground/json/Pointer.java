package dev.ombud.ground.json;

/// RFC 6901 JSON pointers.
public final class Pointer {
  private Pointer() {}

  /// A key as one step of a pointer.
  public static String escape(String key) {
    return key.indexOf('~') < 0 && key.indexOf('/') < 0
        ? key
        : key.replace("~", "~0").replace("/", "~1");
  }
}
