package dev.ombud.door.start;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.door.setting.BootstrapToken;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Server;
import dev.ombud.ground.database.Database;
import java.util.List;
import java.util.stream.Stream;

/// The running service: everything, wired by hand in the order in which it depends on each other,
/// tier by tier, and stopped in the opposite order. Each object is made once. Thread-safe.
public final class Service implements AutoCloseable {
  private final Started started;
  private final Base base;
  private final Publishing publishing;
  private final List<Route> routes;
  private final Server server;

  private Service(Settings settings, Started started) {
    this.started = started;
    base = new Base(settings, started);
    Recording recording = new Recording(base, started);
    publishing = new Publishing(base, recording, started);
    Deciding deciding = new Deciding(base, recording, publishing, started);
    Gating gating = new Gating(base, publishing, deciding);
    Wording wording = new Wording(base, recording, deciding, gating, started);
    Flagging flagging = new Flagging(base, started);
    Reaching reaching = new Reaching(base, recording, deciding, wording, flagging, started);
    Acting acting = new Acting(base, publishing, deciding, gating, wording, reaching);
    Serving serving =
        new Serving(
            base,
            recording,
            publishing,
            deciding,
            gating,
            wording,
            flagging,
            reaching,
            acting,
            started);
    Browsing browsing =
        new Browsing(
            base,
            recording,
            publishing,
            deciding,
            gating,
            wording,
            flagging,
            reaching,
            acting,
            serving);
    started.add(
        Upkeep.of(
            base, recording, publishing, deciding, wording, flagging, reaching, acting, browsing));
    routes = Stream.concat(serving.routes.stream(), browsing.routes.stream()).toList();
    server =
        started.add(
            Server.start(settings.server(), serving.routes, browsing.routes, browsing.entrance));
    // Stopped before the server, which waits for all who still get news.
    started.add(browsing.pulse);
  }

  /// Starts everything; when it returns, the service is ready.
  public static Service start(Settings settings) {
    Started started = new Started();
    try {
      return new Service(settings, started);
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  /// Where it listens.
  public int port() {
    return server.port();
  }

  /// All that it answers.
  public List<Route> routes() {
    return routes;
  }

  /// What it decided by when it began.
  public LiveRuleset ruleset() {
    return publishing.begun;
  }

  /// Where it keeps everything.
  public Database database() {
    return base.database;
  }

  /// The tokens that this start made because the settings name none.
  public List<BootstrapToken> freshTokens() {
    return base.freshTokens;
  }

  /// Takes no more requests, finishes what was accepted, and stops everything.
  @Override
  public void close() {
    started.close();
  }
}
