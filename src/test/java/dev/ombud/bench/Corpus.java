package dev.ombud.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real aggregates of the first half of 2024, each as often as wanted under ids of its own: a
/// number is added to `aggregateId`. Immutable and thread-safe; putting one into a buffer copies
/// three arrays and makes no garbage.
final class Corpus {
  private static final String AGGREGATES = "aggregates-2024h1.ndjson";
  private static final String ID = "\"aggregateId\": \"";
  private static final int DIGITS = 12;

  /// @param head up to the end of the id, without its closing quote
  /// @param tail from that quote on
  private record Text(byte[] head, byte[] tail) {}

  private final List<Text> texts;

  private Corpus(List<Text> texts) {
    this.texts = List.copyOf(texts);
  }

  static Corpus load() throws IOException {
    List<Text> texts = new ArrayList<>();
    for (String line : lines(AGGREGATES)) {
      int quote = line.indexOf('"', line.indexOf(ID) + ID.length());
      texts.add(
          new Text(
              (line.substring(0, quote) + '/').getBytes(StandardCharsets.UTF_8),
              line.substring(quote).getBytes(StandardCharsets.UTF_8)));
    }
    return new Corpus(texts);
  }

  static List<String> aggregates() throws IOException {
    return lines(AGGREGATES);
  }

  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(data().resolve(file)).stream()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /// The folder `shared/data` beside the repository, or beside any folder above it.
  static Path data() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared").resolve("data");
      if (Files.exists(data.resolve(AGGREGATES))) {
        return data;
      }
    }
    throw new IllegalStateException(
        "`" + AGGREGATES + "` is missing: put the data into ../shared/data");
  }

  /// How many bytes the aggregate of a number has.
  int length(long number) {
    Text text = text(number);
    return text.head().length + DIGITS + text.tail().length;
  }

  /// Puts the aggregate of a number, without a line feed.
  void put(ByteBuffer target, long number) {
    Text text = text(number);
    target.put(text.head());
    long divisor = 100_000_000_000L;
    for (int i = 0; i < DIGITS; i++) {
      target.put((byte) ('0' + number / divisor % 10));
      divisor /= 10;
    }
    target.put(text.tail());
  }

  private Text text(long number) {
    return texts.get((int) (number % texts.size()));
  }
}
