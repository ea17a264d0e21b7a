package dev.ombud.act.target;

import dev.ombud.act.action.Order;
import dev.ombud.ground.base.Sha256;
import java.util.HexFormat;
import java.util.UUID;

/// The words by which a retry finds what it wrote, short enough for a label: `ombud-` and 32
/// hexadecimal digits.
public final class Marker {
  private static final String PREFIX = "ombud-";
  private static final int DIGITS = 32;

  private Marker() {}

  /// Of one order: stands in every text that it writes.
  public static String ofOrder(Order order) {
    return PREFIX + order.key().substring(0, DIGITS);
  }

  /// Of a ticket: the same for every order that belongs on it.
  ///
  /// @param generation 1, and one more each time that a closed ticket gets a successor
  public static String ofTicket(String incidentKey, Part part, int generation) {
    return PREFIX + digits(incidentKey + " " + part + " " + generation).substring(0, DIGITS);
  }

  public static String digits(String text) {
    return HexFormat.of().formatHex(Sha256.of(text));
  }

  /// A UUIDv4 made of a text, for systems that let us choose the identity.
  public static String uuid(String text) {
    String digits = digits(text);
    long high = Long.parseUnsignedLong(digits.substring(0, 16), 16);
    long low = Long.parseUnsignedLong(digits.substring(16, 32), 16);
    return new UUID(
            (high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L)
        .toString();
  }

  /// Which ticket of an incident: the one for all of it, or the one of a team that owns a part.
  public enum Part {
    WHOLE,
    CHILD
  }
}
