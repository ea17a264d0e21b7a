/// The HTTP API of acting: actions, reviews, outcomes, briefs, flags, release gates, tokens; one
/// handler for each endpoint, with the roles that may call it.
///
/// **Invariant:** nothing is decided here, and nothing here knows how JSON is read or what SQL is.
///
/// Start with `ReviewRoutes` and `GateRoutes`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.actapi;
