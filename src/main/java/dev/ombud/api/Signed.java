package dev.ombud.api;

import dev.ombud.domain.Role;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.util.Set;

/// Makes routes that cannot run without the proof of who asks. Thread-safe.
final class Signed {
  static final Set<Role> EVERYBODY = Role.EVERYBODY;

  private final Access access;

  Signed(Access access) {
    this.access = access;
  }

  /// An endpoint.
  @FunctionalInterface
  interface Handler {
    Response handle(Request request, Caller caller) throws InterruptedException;
  }

  /// An endpoint that refuses tokens which are limited to a product or an environment.
  ///
  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  Route route(String method, String path, Set<Role> roles, Handler handler, String... parameters) {
    return Route.of(method, path, request -> handler.handle(request, request.caller()), parameters)
        .guarded(Route.Turn.GATE, access.gate(roles));
  }

  /// An endpoint that limited tokens may ask too. The handler makes sure, by [Caller#requireReach],
  /// that it is about what they are for.
  Route within(String method, String path, Set<Role> roles, Handler handler, String... parameters) {
    return Route.of(method, path, request -> handler.handle(request, request.caller()), parameters)
        .guarded(Route.Turn.GATE, access.gateWithin(roles));
  }
}
