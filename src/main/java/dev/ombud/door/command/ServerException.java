package dev.ombud.door.command;

import java.util.ArrayList;
import java.util.List;

/// A server refused a call, answered what cannot be understood, or cannot be reached.
final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> more;

  ServerException(String detail, List<String> more) {
    super(detail, null, false, false);
    this.more = List.copyOf(more);
  }

  /// What happened, and then one line for each thing that the server found wrong.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(getMessage()));
    lines.addAll(more);
    return lines;
  }
}
