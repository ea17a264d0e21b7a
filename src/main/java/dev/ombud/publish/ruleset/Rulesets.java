package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.FindingWriter;
import dev.ombud.publish.ruleset.Published.Activation;
import dev.ombud.record.decision.HitStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The versions that were ever published, and the way back to any of them. Thread-safe.
public final class Rulesets {
  private static final int MAX_LISTED = 500;

  private final RulesetStore store;
  private final HitStore hits;
  private final InstanceStore instances;
  private final RulesetSwitch live;
  private final Clock clock;

  public Rulesets(Database database, RulesetSwitch live, Clock clock) {
    this.store = new RulesetStore(database);
    this.hits = new HitStore(database);
    this.instances = new InstanceStore(database);
    this.live = live;
    this.clock = clock;
  }

  /// A running instance.
  ///
  /// @param digest of the ruleset that it decides by
  /// @param warning why that is not the active one; empty where it is
  public record Instance(UUID id, Instant startedAt, long version, String digest, String warning) {}

  /// The newest 500, newest first.
  public List<Published> list() {
    return store.list(MAX_LISTED);
  }

  /// The last 500 times at which a version became the active one, newest first.
  public List<Activation> activations() {
    return store.listActivations(MAX_LISTED);
  }

  /// Those that were heard of in the last 15 seconds.
  public List<Instance> instances() {
    return instances.list().stream()
        .map(seen ->
            new Instance(
                seen.id(), seen.startedAt(), seen.version(), seen.digestText(), seen.warning()))
        .toList();
  }

  /// The version that shall decide everywhere.
  public Published active() {
    return store
        .findActive()
        .orElseThrow(() -> new IllegalStateException("a service without an active ruleset"));
  }

  /// @throws ServiceException NOT_FOUND
  public Published load(long version) {
    return store.find(version).orElseThrow(() -> ServiceException.missing("ruleset", version));
  }

  /// The parts of a version, byte for byte; none where there is no such version.
  public RulesetParts parts(long version) {
    return store.loadParts(version);
  }

  /// What parts a version has, without their content.
  public List<Published.Part> listParts(long version) {
    return store.listParts(version);
  }

  /// How often each row of a table has counted since a version was published.
  public Map<String, HitStore.Hits> hits(Published published, String table) {
    return hits.count(published.version(), table, published.publishedAt());
  }

  /// Goes back to a version that was active before. When this returns, this instance decides by it.
  ///
  /// @throws ServiceException NOT_FOUND, WRONG_STATE where it was never active or is, DRAFT_BLOCKED
  ///   where this build of the service cannot load it
  public Published activate(long version, String actor, String reason) {
    Published wanted = load(version);
    if (wanted.isActive()) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE, "ruleset " + version + " is the active one: nothing to do");
    }
    if (wanted.activatedAt().isEmpty()) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "ruleset " + version + " was never active: publish it from a draft");
    }
    requireLoadable(wanted);
    Published active =
        store.activate(version, new RulesetStore.Choice(actor, reason, null, clock.instant()));
    live.look();
    return active;
  }

  private void requireLoadable(Published published) {
    try {
      live.prepare(published);
    } catch (RulesetException e) {
      throw new ServiceException(
          ErrorCode.DRAFT_BLOCKED,
          "ruleset %d cannot be loaded by this build: %s"
              .formatted(published.version(), e.findings().getFirst().line()),
          Map.of("findings", FindingWriter.plain(e.findings())),
          List.of());
    }
  }
}
