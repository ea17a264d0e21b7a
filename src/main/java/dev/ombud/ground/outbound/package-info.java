/// HTTP to systems outside: who may be spoken to, with which secret, and what their answers mean.
///
/// An address comes from configuration and nowhere else, so that nothing in an aggregate can send
/// the service to a place that the operator did not name. A request that ran into a timeout may
/// have been carried out: that is said, and never taken for a refusal.
///
/// Vert.x's HTTP client carries the calls, in [dev.ombud.ground.outbound.Transport] and nowhere
/// else; who may be called is decided in [dev.ombud.ground.outbound.HttpOutbound]. Start reading
/// there.
///
/// **Invariant:** no secret stands in a log, an exception or a `toString`. **Invariant:** no
/// `Future` leaves.
@NullMarked
package dev.ombud.ground.outbound;

import org.jspecify.annotations.NullMarked;
