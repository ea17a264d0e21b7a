package dev.ombud.door.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One method on one path, and who answers. Immutable.
///
/// @param method upper case; GET answers HEAD too
/// @param path literal segments and `{name}` segments, for example `/v1/decisions/{id}`
/// @param parameters the query parameters that it knows; any other is refused
/// @param handler who answers, when all gates and checks are passed
/// @param work the class whose places and memory it uses
/// @param body what it takes
/// @param guards who is asked on the way to the handler
/// @param isPage whether browsers go there, so that a refusal is a page
public record Route(
    String method,
    String path,
    Set<String> parameters,
    dev.ombud.door.web.Handler handler,
    Work work,
    Body body,
    List<Guard> guards,
    boolean isPage) {
  /// Among the parameters: it leaves alone those that it does not know, as somebody else's protocol
  /// asks (RFC 6749, section 4.1.2).
  public static final String ANY = "*";

  /// What a route takes.
  public sealed interface Body {
    /// All of it at once, as JSON or a form.
    ///
    /// @param most bytes
    /// @param hasFiles whether a form's files are kept, on the disk, while the request lasts
    record Whole(int most, boolean hasFiles) implements Body {
      public Whole(int most) {
        this(most, false);
      }
    }

    /// As it comes in.
    record Lines() implements Body {}

    /// Nothing.
    record None() implements Body {}
  }

  /// When a guard is asked.
  public enum Turn {
    /// Before it has a place, also where another method is used: every refusal has what they set.
    AHEAD,
    /// Before the body is read: who is it, may they.
    GATE,
    /// When the body has been read.
    CHECK
  }

  /// Somebody who is asked on the way.
  public record Guard(Turn turn, Handler<RoutingContext> handler) {}

  public Route {
    parameters = Set.copyOf(parameters);
    guards = List.copyOf(guards);
  }

  public static Route of(
      String method, String path, dev.ombud.door.web.Handler handler, String... parameters) {
    Body body = method.equals("GET") ? new Body.None() : new Body.Whole(Request.MAX_BODY_BYTES);
    return new Route(
        method, path, Set.of(parameters), handler, Work.READING, body, List.of(), false);
  }

  /// A probe, which must not take a full server for a broken one.
  public static Route vital(String path, dev.ombud.door.web.Handler handler) {
    return of("GET", path, handler).in(Work.VITAL);
  }

  /// The same as work of another class.
  public Route in(Work other) {
    return new Route(method, path, parameters, handler, other, body, guards, isPage);
  }

  /// The same, and whoever answers is called by somebody.
  public Route through(UnaryOperator<dev.ombud.door.web.Handler> caller) {
    return new Route(method, path, parameters, caller.apply(handler), work, body, guards, isPage);
  }

  /// The same with another body.
  public Route taking(Body other) {
    return new Route(method, path, parameters, handler, work, other, guards, isPage);
  }

  /// The same with one more guard, which is asked last of its turn.
  public Route guarded(Turn turn, Handler<RoutingContext> guard) {
    List<Guard> more = new ArrayList<>(guards);
    more.add(new Guard(turn, guard));
    return new Route(method, path, parameters, handler, work, body, more, isPage);
  }

  /// The same, and browsers go there.
  public Route asPage() {
    return new Route(method, path, parameters, handler, work, body, guards, true);
  }

  List<Handler<RoutingContext>> guards(Turn turn) {
    return guards.stream().filter(each -> each.turn() == turn).map(Guard::handler).toList();
  }

  /// Whether it is known at once who sends, by a token.
  boolean isSigned() {
    return guards.stream().map(Guard::handler).anyMatch(Access.Gate.class::isInstance);
  }

  /// Whether it answers also while the server stops.
  boolean isVital() {
    return work.isVital();
  }
}
