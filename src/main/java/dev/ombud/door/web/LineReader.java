package dev.ombud.door.web;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Splits a body into lines while it comes in (NDJSON: each ends with a line feed; the last need
/// not; one carriage return before it is dropped). Belongs to one thread.
///
/// Blank lines are skipped but counted. A line that is too long is skipped to its end in constant
/// memory.
public final class LineReader {
  /// One line; the first has the number 1.
  public sealed interface Line {
    long number();
  }

  public record Whole(long number, byte[] bytes) implements Line {}

  public record TooLong(long number) implements Line {}

  /// Where the bytes come from; null is their end.
  @FunctionalInterface
  interface Source {
    byte @Nullable [] next() throws InterruptedException;
  }

  private final Source source;
  private final int longest;
  private final ByteArrayOutputStream start = new ByteArrayOutputStream();
  private byte[] chunk = new byte[0];
  private int position;
  private long number;
  private boolean tooLong;

  LineReader(Source source, int longest) {
    this.source = source;
    this.longest = longest;
  }

  /// Waits for the next line that is not blank; empty at the end of the body.
  ///
  /// @throws dev.ombud.ground.base.ServiceException REQUEST_TIMEOUT or STOPPING: no more lines will
  ///   come
  /// @throws ClientGoneException if the client went away
  public Optional<Line> next() throws InterruptedException {
    while (true) {
      int feed = lineFeed();
      if (feed >= 0) {
        Line line = line(feed);
        if (!isBlank(line)) {
          return Optional.of(line);
        }
      } else {
        keep(chunk.length);
        byte[] more = source.next();
        if (more == null) {
          return last();
        }
        chunk = more;
        position = 0;
      }
    }
  }

  /// How many lines have begun so far, blank ones included.
  public long number() {
    return number;
  }

  private int lineFeed() {
    for (int i = position; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Line line(int feed) {
    number++;
    Line line;
    if (!tooLong && start.size() == 0 && feed - position <= longest) {
      line = new Whole(number, withoutReturn(Arrays.copyOfRange(chunk, position, feed)));
    } else {
      keep(feed);
      line = kept();
    }
    position = feed + 1;
    return line;
  }

  private void keep(int end) {
    int length = end - position;
    tooLong |= start.size() + length > longest;
    if (tooLong) {
      start.reset();
    } else {
      start.write(chunk, position, length);
    }
    position = end;
  }

  private Line kept() {
    Line line =
        tooLong ? new TooLong(number) : new Whole(number, withoutReturn(start.toByteArray()));
    start.reset();
    tooLong = false;
    return line;
  }

  private Optional<Line> last() {
    if (start.size() == 0 && !tooLong) {
      return Optional.empty();
    }
    number++;
    Line line = kept();
    return isBlank(line) ? Optional.empty() : Optional.of(line);
  }

  private static byte[] withoutReturn(byte[] line) {
    return line.length > 0 && line[line.length - 1] == '\r'
        ? Arrays.copyOf(line, line.length - 1)
        : line;
  }

  private static boolean isBlank(Line line) {
    return switch (line) {
      case TooLong tooLong -> false;
      case Whole(long number, byte[] bytes) -> {
        for (byte each : bytes) {
          if (each != ' ' && each != '\t') {
            yield false;
          }
        }
        yield true;
      }
    };
  }
}
