/// The HTTP API of decisions and of the record: one handler an endpoint, with the roles that may
/// call it.
///
/// **Invariant:** nothing is decided here, and nothing knows how JSON is read or what SQL is. The
/// document at `/openapi.yaml` comes first; tests hold both together.
///
/// Start with `DecisionRoutes`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.api;
