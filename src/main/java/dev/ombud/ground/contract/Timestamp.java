package dev.ombud.ground.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// RFC 3339 date-times, as far as the contract takes them:
///
///     2026-03-02T18:00:00Z
///     2026-03-02T18:00:00.123456789+01:00
///
/// `T` and `Z` in capitals, one to nine digits of a fraction, always an offset (of less than
/// 15 hours, as all on earth are), no leap second. By hand, because the JDK's parser takes longer than all the rest of a read.
final class Timestamp {
  private static final int SECONDS_END = 19;

  private Timestamp() {}

  /// Null where it is not of this form or names no existing moment.
  static @Nullable Instant parse(String text) {
    if (text.length() < SECONDS_END + 1
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, SECONDS_END);
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return null;
    }
    int offsetStart = text.charAt(SECONDS_END) == '.' ? fractionEnd(text) : SECONDS_END;
    int nanos = offsetStart == SECONDS_END ? 0 : nanos(text, offsetStart);
    int offset = offsetStart < 0 ? Integer.MIN_VALUE : offsetSeconds(text, offsetStart);
    if (nanos < 0 || offset == Integer.MIN_VALUE) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(
        days * 86_400 + hour * 3_600L + minute * 60L + second - offset, nanos);
  }

  /// The index after the fraction's digits, or -1 if there are too few or too many.
  private static int fractionEnd(String text) {
    int end = SECONDS_END + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    int count = end - SECONDS_END - 1;
    return count < 1 || count > 9 ? -1 : end;
  }

  private static int nanos(String text, int end) {
    if (end < 0) {
      return -1;
    }
    int nanos = digits(text, SECONDS_END + 1, end);
    for (int count = end - SECONDS_END - 1; count < 9; count++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int offsetSeconds(String text, int start) {
    int length = text.length() - start;
    if (length == 1 && text.charAt(start) == 'Z') {
      return 0;
    }
    if (length != 6 || text.charAt(start + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, start + 1, start + 3);
    int minutes = digits(text, start + 4, start + 6);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return switch (text.charAt(start)) {
      case '+' -> seconds;
      case '-' -> -seconds;
      default -> Integer.MIN_VALUE;
    };
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
