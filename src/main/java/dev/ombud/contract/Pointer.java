package dev.ombud.contract;

/// RFC 6901 JSON pointers.
final class Pointer {
  private Pointer() {}

  /// A key as one step of a pointer.
  static String escape(String key) {
    return key.indexOf('~') < 0 && key.indexOf('/') < 0
        ? key
        : key.replace("~", "~0").replace("/", "~1");
  }
}
