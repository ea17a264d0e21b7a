package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import java.util.Set;

/// Makes routes that cannot run without the proof of who asks. Thread-safe.
public final class Signed {
  public static final Set<Role> EVERYBODY = Role.EVERYBODY;

  private final Access access;

  public Signed(Access access) {
    this.access = access;
  }

  /// An endpoint.
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request, Caller caller) throws InterruptedException;
  }

  /// An endpoint that refuses tokens which are limited to a product or an environment.
  ///
  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route route(
      String method, String path, Set<Role> roles, Handler handler, String... parameters) {
    return Route.of(method, path, request -> handler.handle(request, request.caller()), parameters)
        .guarded(Route.Turn.GATE, access.gate(roles));
  }

  /// An endpoint that limited tokens may ask too. The handler makes sure, by [Caller#requireReach],
  /// that it is about what they are for.
  public Route within(
      String method, String path, Set<Role> roles, Handler handler, String... parameters) {
    return Route.of(method, path, request -> handler.handle(request, request.caller()), parameters)
        .guarded(Route.Turn.GATE, access.gateWithin(roles));
  }
}
