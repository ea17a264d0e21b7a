package dev.ombud.contract;

/// The beginning of what a caller sent, short enough for a message.
final class Excerpt {
  private static final int LONGEST = 80;

  private Excerpt() {}

  static String of(String text) {
    return of(text, LONGEST);
  }

  static String of(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
