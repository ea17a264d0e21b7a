package dev.ombud.testing;

import dev.ombud.door.setting.Settings;
import dev.ombud.door.start.Service;
import dev.ombud.door.web.Route;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real service in this process: on a free port, with the shipped ruleset, on a database of
/// [TestDatabase], with the tokens of [ApiClient]. [ServiceProcess] is one that can be killed.
public final class RunningService implements AutoCloseable {
  private final Service service;
  private final ApiClient client;

  private RunningService(Service service) {
    this.service = service;
    this.client = new ApiClient(URI.create("http://127.0.0.1:" + service.port()));
  }

  public static RunningService start(DatabaseConfig database) {
    return start(database, Map.of());
  }

  /// @param more `OMBUD_*` settings that go before the usual ones
  public static RunningService start(DatabaseConfig database, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(settings(database));
    settings.putAll(more);
    return new RunningService(Service.start(Settings.read(settings)));
  }

  /// The settings of a service on such a database, with a role of its own for the migrations.
  public static Map<String, String> settings(DatabaseConfig database) {
    Map<String, String> settings = new HashMap<>();
    settings.put("OMBUD_PORT", "0");
    // A folder for each database of each run: keys and checkpoints belong to one log.
    String name = database.url().replaceAll("\\?.*|.*/", "");
    settings.put(
        "OMBUD_DATA_DIR", "target/test-data/" + ProcessHandle.current().pid() + "/" + name);
    settings.put("OMBUD_BOOTSTRAP_TOKENS", ApiClient.TOKENS);
    settings.put("OMBUD_DATABASE_URL", database.url());
    settings.put("OMBUD_DATABASE_USER", database.user().user());
    settings.put("OMBUD_DATABASE_PASSWORD", database.user().password());
    database
        .owner()
        .ifPresent(owner -> {
          settings.put("OMBUD_DATABASE_OWNER_USER", owner.user());
          settings.put("OMBUD_DATABASE_OWNER_PASSWORD", owner.password());
        });
    return settings;
  }

  public ApiClient client() {
    return client;
  }

  public int port() {
    return service.port();
  }

  /// Its own connections, to take them away from it.
  public Database database() {
    return service.database();
  }

  /// All that it answers.
  public List<Route> routes() {
    return service.routes();
  }

  /// The names of the tokens that this start made.
  public List<String> freshTokens() {
    return service.freshTokens().stream().map(Object::toString).toList();
  }

  @Override
  public void close() {
    client.close();
    service.close();
  }
}
