package dev.ombud.act.target;

import dev.ombud.act.action.Order;
import java.time.Instant;

/// One line of a team's daily digest.
///
/// @param key of the order that it stands for: 64 hexadecimal digits
/// @param why it waited for the digest
public record DigestLine(
    String key, String team, Instant at, String severity, String title, String why, String link) {

  public static DigestLine of(Order order, String why) {
    return new DigestLine(
        order.key(),
        order.brief().owner(),
        order.brief().decidedAt(),
        order.brief().severity().name(),
        order.brief().title(),
        why,
        order.brief().link().toString());
  }
}
