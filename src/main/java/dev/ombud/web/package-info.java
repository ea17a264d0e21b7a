/// The HTTP server that API and console share: listening, TLS, limits, routing, sign-in by bearer
/// token, the sessions of browsers, streaming, the pages about the service itself.
///
/// A request meets its transport on the event loop ([dev.ombud.web.Server], `Exchange`, `Inbound`):
/// address, limits, headers. Then its [dev.ombud.web.Handler] runs as straight-line, blocking code
/// on a virtual thread of its own, pulls the body when it wants it, and returns a
/// [dev.ombud.web.Response]; that goes back to the event loop. Nothing of a body is read before a
/// handler asks for it, so whoever does not sign in costs next to nothing.
///
/// **Invariant:** no business word is known here, no `Future` of Vert.x leaves, and there is no
/// chain of handlers: what a handler needs to be sure of, it gets from a function that returns the
/// proof, as [dev.ombud.web.Access] returns a [dev.ombud.web.Caller].
///
/// Start reading at [dev.ombud.web.Server].
@org.jspecify.annotations.NullMarked
package dev.ombud.web;
