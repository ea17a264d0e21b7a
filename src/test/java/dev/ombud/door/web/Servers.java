package dev.ombud.door.web;

import dev.ombud.door.web.ServerConfig.Limits;
import java.time.Duration;
import java.util.List;

/// Servers on a free port of the loopback interface.
public final class Servers {
  private Servers() {}

  public static Server start(Route... routes) {
    return start(Limits.DEFAULT, routes);
  }

  static Server start(Limits limits, Route... routes) {
    return Server.start(new ServerConfig("127.0.0.1", 0, null, limits), List.of(routes));
  }

  static Limits idle(Duration idle) {
    Limits usual = Limits.DEFAULT;
    return new Limits(usual.running(), usual.connections(), usual.body(), idle, usual.stop());
  }

  static Limits body(Duration body) {
    Limits usual = Limits.DEFAULT;
    return new Limits(usual.running(), usual.connections(), body, usual.idle(), usual.stop());
  }

  static Limits running(int running) {
    Limits usual = Limits.DEFAULT;
    return new Limits(running, usual.connections(), usual.body(), usual.idle(), usual.stop());
  }

  static Limits connections(int connections) {
    Limits usual = Limits.DEFAULT;
    return new Limits(usual.running(), connections, usual.body(), usual.idle(), usual.stop());
  }
}
