package dev.ombud.bench;

/// One line of the report.
///
/// @param target empty where the figure only explains others
record Figure(String section, String what, String measured, String target, Verdict verdict) {
  enum Verdict {
    MET("met"),
    NOT_MET("NOT MET"),
    NONE("");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static String number(double number) {
    return "%,.0f".formatted(number);
  }

  static String number(long number) {
    return "%,d".formatted(number);
  }
}
