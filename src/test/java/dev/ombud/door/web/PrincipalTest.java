package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrincipalTest {
  private static void check(String address, String principal) {
    assertThat(Principal.of(address)).as(address).isEqualTo(principal);
  }

  @Test
  void isAnAddressWithoutItsPort() {
    check("192.0.2.7", "192.0.2.7");
    check(" 192.0.2.7:5123", "192.0.2.7");
    check("::ffff:192.0.2.7", "192.0.2.7");
    check("unknown", "unknown");
    check("", "");
  }

  @Test
  void isTheNetworkOfAnAddressOfTheSixthVersion() {
    String network = "20:01:0d:b8:00:01:00:02/64";
    check("2001:db8:1:2::1", network);
    check("2001:db8:1:2:3:4:5:6", network);
    check("[2001:db8:1:2::1]", network);
    check("[2001:db8:1:2::1]:443", network);
    check("2001:db8:1:2::1%eth0", network);
    check("2001:db8:1:3::1", "20:01:0d:b8:00:01:00:03/64");
  }
}
