/// The HTTP server that API and console share: listening, TLS, limits, routing, sign-in by bearer
/// token, the sessions of browsers, streaming, the pages about the service itself.
///
/// The way of a request stands in [dev.ombud.door.web.Door]: a router of Vert.x Web, on the event
/// loop, gives it a place in the [dev.ombud.door.web.Bulkheads] of its class
/// ([dev.ombud.door.web.Work]), asks the route's gates who it is ([dev.ombud.door.web.Access],
/// [dev.ombud.door.web.Browsers]), lets the body come, and asks the route's checks. Then the
/// route's [dev.ombud.door.web.Handler] runs as straight-line, blocking code on a virtual thread of
/// its own, and returns a [dev.ombud.door.web.Response]; that goes back to the event loop. Nothing
/// of a body is read before the gates are passed, so whoever does not sign in costs next to
/// nothing.
///
/// **Invariant:** no business word is known here, and no `Future` of Vert.x leaves. **Invariant:**
/// no principal and no class of work can take all places of another.
///
/// Start reading at [dev.ombud.door.web.Door].
@org.jspecify.annotations.NullMarked
package dev.ombud.door.web;
