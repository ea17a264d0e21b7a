package dev.ombud.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Counts the lines of a chunked answer (RFC 9112, section 7.1) and looks how each begins: a
/// decision with `{"decisionId"`, a problem with `{"type"`. For one thread.
final class BatchAnswers {
  private enum State {
    HEAD,
    LENGTH,
    CONTENT,
    CONTENT_END,
    COMPLETE
  }

  private static final int HEAD_BYTES_MOST = 16 * 1024;
  private static final int SAMPLE = 1_000;
  private static final int TELLING_BYTE = 2;

  private final StringBuilder head = new StringBuilder();
  private State state = State.HEAD;
  private int left;
  private long lines;
  private int column;

  /// @throws IllegalStateException where the answer is no 200, or a line is a problem
  void take(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      switch (state) {
        case HEAD -> head(bytes[at++]);
        case LENGTH -> length(bytes[at++]);
        case CONTENT -> {
          int end = Math.min(length, at + left);
          left -= end - at;
          content(bytes, at, end);
          at = end;
          state = left == 0 ? State.CONTENT_END : state;
        }
        case CONTENT_END -> state = bytes[at++] == '\n' ? State.LENGTH : state;
        case COMPLETE -> at = length;
      }
    }
  }

  private void head(byte each) {
    head.append((char) each);
    if (each != '\n' || !head.toString().endsWith("\r\n\r\n")) {
      if (head.length() > HEAD_BYTES_MOST) {
        throw new IllegalStateException("the head of the answer does not end");
      }
      return;
    }
    String text = head.toString();
    if (!text.startsWith("HTTP/1.1 200")
        || !text.toLowerCase(Locale.ROOT).contains("\ntransfer-encoding: chunked")) {
      throw new IllegalStateException("not a chunked 200 but:\n" + text);
    }
    state = State.LENGTH;
  }

  private void length(byte each) {
    int digit = Character.digit(each, 16);
    if (digit >= 0) {
      left = left * 16 + digit;
    } else if (each == '\n') {
      state = left == 0 ? State.COMPLETE : State.CONTENT;
    }
  }

  private void content(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        lines++;
        column = 0;
      } else if (column++ == TELLING_BYTE && bytes[i] != 'd') {
        int end = Math.min(to, i + SAMPLE);
        throw new IllegalStateException(
            "line "
                + (lines + 1)
                + " is no decision: …"
                + new String(bytes, i, end - i, StandardCharsets.UTF_8));
      }
    }
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  long lines() {
    return lines;
  }
}
