/// The HTTP API: its routes, and one handler for each.
///
/// A handler reads the request with `contract`, asks the orchestrators, and writes the answer with
/// `contract` again. What runs before it (limits, sign-in) and around it (problems, trace ids) is
/// `web`.
///
/// **Invariant:** nothing is decided here, and nothing here knows how JSON is read or what SQL is.
/// Each endpoint stands in one line of [dev.ombud.door.api.DecisionRoutes], with the roles that it
/// demands.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.actapi;
