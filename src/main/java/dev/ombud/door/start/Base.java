package dev.ombud.door.start;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.door.identity.TokenStore;
import dev.ombud.door.setting.BootstrapToken;
import dev.ombud.door.setting.Settings;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.database.EmbeddedServer;
import dev.ombud.ground.database.Pool;
import dev.ombud.ground.database.WriteProbe;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Outbound;
import java.time.Clock;
import java.util.List;

/// What all others stand on: the settings, time, what is counted, the way out, and the database.
final class Base {
  final Settings settings;
  final Clock clock = Clock.systemUTC();
  final TimeIds ids = new TimeIds(clock);
  final RulesetCompiler compiler = new RulesetCompiler();
  final HttpOutbound outside;
  final Outbound outbound;
  final Meters meters;
  final FirstRuleset first;
  final DatabaseConfig config;
  final Database database;
  final Database vital;
  final Database heavy;
  final Database outbox;
  final Database upkeep;
  final WriteProbe probe;
  final TokenStore tokens;
  final List<BootstrapToken> freshTokens;

  Base(Settings settings, Started started) {
    this.settings = settings;
    outside = started.add(new HttpOutbound());
    outbound = outside.to(settings.destinations());
    meters = started.add(new Meters());
    // The engine warms up on one core while the database starts on the other.
    first = started.add(FirstRuleset.begin(settings.home(), compiler));
    config =
        settings
            .externalDatabase()
            .orElseGet(() ->
                started
                    .add(EmbeddedServer.start(settings.dataDirectory()))
                    .config(settings.databasePool()));
    database =
        started.add(Database.open(config, settings.home().resolve("migrations"), clock.instant()));
    vital = database.of(Pool.VITAL);
    heavy = database.of(Pool.HEAVY);
    outbox = database.of(Pool.OUTBOX);
    upkeep = database.of(Pool.UPKEEP);
    probe = new WriteProbe(database, ids.next());
    tokens = new TokenStore(vital, ids, clock);
    freshTokens = Bootstrap.tokens(settings, tokens);
  }
}
