package dev.ombud.web;

/// What has to be there before the service can decide.
///
/// @param engine whether it is warm
public record Readiness(boolean migrations, boolean ruleset, boolean engine, boolean database) {
  boolean isReady() {
    return migrations && ruleset && engine && database;
  }

  /// Only fixed words, so it needs no JSON library.
  String json() {
    return """
    {"status":"%s","checks":{"migrations":"%s","ruleset":"%s","engine":"%s","database":"%s"}}
    """
        .formatted(word(isReady()), word(migrations), word(ruleset), word(engine), word(database))
        .strip();
  }

  private static String word(boolean good) {
    return good ? "up" : "down";
  }
}
