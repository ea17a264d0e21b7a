package dev.ombud.api;

import dev.ombud.contract.Withholding;
import dev.ombud.domain.Decision;
import dev.ombud.web.Caller;

/// Who is shown revenue, counts of customers and evidence. Stateless.
final class Informed {
  private Informed() {}

  /// Whoever posted it knows it already.
  static boolean isWithheldFrom(Caller caller, Decision decision) {
    return Withholding.isFor(caller.roles()) && !decision.caller().equals(caller.name());
  }
}
