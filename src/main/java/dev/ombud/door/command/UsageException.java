package dev.ombud.door.command;

/// The command line is not as it should be. Says what, and the remedy.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String detail) {
    super(detail, null, false, false);
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
