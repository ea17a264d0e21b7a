package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("property")
class LineReaderTest {
  private static final int LONGEST = 5;

  /// Each line as `number:text`, a line that is too long as `number!`.
  private static List<String> read(List<String> chunks) {
    Iterator<String> source = chunks.iterator();
    LineReader reader =
        new LineReader(
            () -> source.hasNext() ? source.next().getBytes(StandardCharsets.UTF_8) : null,
            LONGEST);
    List<String> lines = new ArrayList<>();
    try {
      for (Optional<LineReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(
            switch (line.get()) {
              case LineReader.Whole(long number, byte[] bytes) ->
                  number + ":" + new String(bytes, StandardCharsets.UTF_8);
              case LineReader.TooLong(long number) -> number + "!";
            });
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return lines;
  }

  private static void check(String text, String... lines) {
    assertThat(read(List.of(text))).as(text).containsExactly(lines);
    assertThat(read(Arrays.asList(text.split("(?<=.)", -1)))).as(text).containsExactly(lines);
  }

  @Test
  void splitsAtLineFeeds() {
    check("");
    check("a", "1:a");
    check("a\n", "1:a");
    check("a\nb", "1:a", "2:b");
    check("a\r\nb\r\n", "1:a", "2:b");
    check("a\rb\n", "1:a\rb");
    check("ä\n", "1:ä");
  }

  @Test
  void countsBlankLinesAndSkipsThem() {
    check("\n\na\n \t\n\r\nb\n\n", "3:a", "6:b");
    check("\n");
    check("a\n  ", "1:a");
  }

  @Test
  void skipsALineThatIsTooLongToItsEnd() {
    check("12345\n", "1:12345");
    check("123456\na", "1!", "2:a");
    check("a\n123456789012345678\nb\n", "1:a", "2!", "3:b");
    check("123456", "1!");
    check("       \na", "1!", "2:a");
  }

  @Test
  void doesNotMindWhereTheBytesAreCut() {
    Property.forAll(
        LineReaderTest::chunks,
        chunks -> assertThat(read(chunks)).isEqualTo(read(List.of(String.join("", chunks)))));
  }

  private static List<String> chunks(Random random, int size) {
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      StringBuilder chunk = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        chunk.append("a b\n\n\r".charAt(random.nextInt(6)));
      }
      chunks.add(chunk.toString());
    }
    return chunks;
  }
}
