package dev.ombud.ground.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;

/// From where an IP address can be reached (the special-purpose registries of IANA, RFC 6890).
enum AddressReach {
  /// From everywhere.
  PUBLIC,
  /// From this machine or this organisation only.
  INSIDE,
  /// By nobody who means well: link-local, where clouds keep their credentials, multicast,
  /// reserved.
  NOWHERE;

  static AddressReach of(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()) {
      return NOWHERE;
    }
    if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
      return INSIDE;
    }
    return address instanceof Inet4Address
        ? ofFour(address.getAddress())
        : ofSix(address.getAddress());
  }

  private static AddressReach ofFour(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    int third = bytes[2] & 0xFF;
    if (first == 100 && second >= 64 && second < 128) {
      return INSIDE;
    }
    boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
    boolean measured = first == 198 && (second == 18 || second == 19);
    boolean documents =
        (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return first == 0 || first >= 240 || protocols || measured || documents ? NOWHERE : PUBLIC;
  }

  /// Public is 2000::/3, but for tunnels, which lead to an IPv4 address that nobody has looked at.
  private static AddressReach ofSix(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    if (first == 0xFC || first == 0xFD) {
      return isCloudMetadata(bytes) ? NOWHERE : INSIDE;
    }
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    return (first & 0xE0) == 0x20 && !sixToFour && !teredo ? PUBLIC : NOWHERE;
  }

  /// fd00:ec2::254
  private static boolean isCloudMetadata(byte[] bytes) {
    return (bytes[0] & 0xFF) == 0xFD
        && bytes[1] == 0
        && (bytes[2] & 0xFF) == 0x0E
        && (bytes[3] & 0xFF) == 0xC2;
  }
}
