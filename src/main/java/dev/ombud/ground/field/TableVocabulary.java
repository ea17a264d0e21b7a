package dev.ombud.ground.field;

import java.util.List;

/// The fields of [Vocabulary] that the tables of words, of metrics and of priorities have for
/// themselves. Immutable.
public final class TableVocabulary {
  public static final Field LIST = find("word.list");
  public static final Field NAME = find("word.name");
  public static final Field PARENT = find("word.parent");
  public static final Field RELEASE_FAULT = find("word.releaseFault");
  public static final Field OWNER = find("word.owner");
  public static final Field CORE = find("word.core");
  public static final Field RATE = find("word.rate");
  public static final Field PHRASES = find("word.phrases");
  public static final Field INCLUDES = find("word.includes");
  public static final Field EXCLUDES = find("word.excludes");

  public static final Field METRIC = find("metric.name");
  public static final Field KIND = find("metric.kind");
  public static final Field WORSE = find("metric.worse");
  public static final Field COMPARE = find("metric.compare");
  public static final Field CONFIRMS = find("metric.confirms");
  public static final Field SMALLEST = find("metric.smallest");
  public static final Field PER_TRAFFIC = find("metric.perTraffic");
  public static final Field GUARD = find("metric.guard");

  public static final Field POINTS = find("priority.points");

  /// What the table of words concludes; a row says `-` where it has nothing to say.
  public static final List<Field> OF_WORDS =
      List.of(PARENT, RELEASE_FAULT, OWNER, CORE, RATE, PHRASES, INCLUDES, EXCLUDES);

  /// What the table of metrics concludes.
  public static final List<Field> OF_METRICS =
      List.of(KIND, WORSE, COMPARE, CONFIRMS, SMALLEST, PER_TRAFFIC, GUARD);

  private TableVocabulary() {}

  private static Field find(String name) {
    return Vocabulary.find(name).orElseThrow();
  }
}
