package dev.ombud.ground.outbound;

import java.nio.charset.StandardCharsets;

/// A credential for a system outside. Shows itself to nobody but the request that carries it.
/// Immutable.
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /// For the wire, and for nothing else.
  public String reveal() {
    return value;
  }

  /// For a keyed hash over a request's body.
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
