package dev.ombud.ground.outbound;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What came of a call.
public sealed interface Reply {

  /// The other side answered, whatever it said.
  ///
  /// @param headers by their names in lower case, the first of each
  /// @param body the first mebibyte at most
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Answered(int status, Map<String, String> headers, byte[] body) implements Reply {
    public Answered {
      headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// Nothing was sent: the name is unknown, the connection was refused, the address is not allowed.
  record Unreached(String why) implements Reply {}

  /// It was sent, and no answer came: it may have been carried out or not.
  record Unanswered(String why, Duration after) implements Reply {}
}
