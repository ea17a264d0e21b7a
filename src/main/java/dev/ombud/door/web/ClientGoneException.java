package dev.ombud.door.web;

/// The client closed the connection or broke its framing in the middle of a body. There is nobody
/// left to answer.
public final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientGoneException() {
    super("the client is gone", null, false, false);
  }
}
