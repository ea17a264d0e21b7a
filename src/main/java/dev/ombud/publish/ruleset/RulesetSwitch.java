package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.NotifyLoop;
import dev.ombud.ground.domain.Decision.RulesetRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which ruleset this instance decides by, and follows the active version: an activation is
/// heard at once (PostgreSQL's NOTIFY), and looked for twice a second besides. What has begun to
/// decide by one version ends by it. A version that cannot be loaded leaves the last good one
/// deciding, with a warning. Thread-safe.
public final class RulesetSwitch implements Supplier<LiveRuleset>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RulesetSwitch.class);
  private static final int POLL_MILLIS = 400;
  private static final Duration BETWEEN_BEATS = Duration.ofSeconds(3);

  /// A batch that has begun takes less time than this, and who goes back often does so within it.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final RulesetStore store;
  private final InstanceStore instances;
  private final RulesetCompiler compiler;
  private final int sessions;
  private final UUID instance = UUID.randomUUID();
  private final NotifyLoop following;
  private final Deque<Retired> retired = new ArrayDeque<>();
  private volatile LiveRuleset live;
  private volatile String warning = "";
  private long lastBeat = System.nanoTime() - BETWEEN_BEATS.toNanos();
  private long failedVersion = -1;

  /// Loaded, and deciding no more or not yet.
  ///
  /// @param since when that began, in nanoseconds of the JVM
  private record Retired(CompiledRuleset ruleset, long since) {}

  /// @param live what this instance begins with; from here on it belongs to the switch
  /// @param sessions how many judge at once
  public RulesetSwitch(
      Database database, RulesetCompiler compiler, LiveRuleset live, int sessions) {
    this.store = new RulesetStore(database);
    this.instances = new InstanceStore(database);
    this.compiler = compiler;
    this.sessions = sessions;
    this.live = live;
    this.following = new NotifyLoop(database, RulesetStore.CHANNEL, POLL_MILLIS, this::look);
  }

  @Override
  public LiveRuleset get() {
    return live;
  }

  /// Why this instance does not decide by the active version; nothing where it does.
  public Optional<String> warning() {
    String text = warning;
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// Switches to the active version now, if it is another one.
  public synchronized void look() {
    store.findActive().ifPresent(this::follow);
    while (!retired.isEmpty() && System.nanoTime() - retired.peek().since() > GRACE.toNanos()) {
      retired.remove().ruleset().close();
    }
    if (System.nanoTime() - lastBeat > BETWEEN_BEATS.toNanos()) {
      beat();
    }
  }

  /// Loads a version, so that a switch to it within the next seconds takes no time.
  ///
  /// @throws RulesetException where this build cannot load it
  synchronized void prepare(Published published) {
    CompiledRuleset compiled = kept(published).orElseGet(() -> load(published));
    retired.add(new Retired(compiled, System.nanoTime()));
  }

  /// A version that is still loaded; it is kept no more then.
  private Optional<CompiledRuleset> kept(Published published) {
    Optional<Retired> found =
        retired.stream()
            .filter(each -> each.ruleset().digest().equals(published.digestText()))
            .findFirst();
    found.ifPresent(retired::remove);
    return found.map(Retired::ruleset);
  }

  private void follow(Published active) {
    if (active.version() == live.ref().version()) {
      warn("");
      failedVersion = -1;
      return;
    }
    if (active.version() == failedVersion) {
      return;
    }
    try {
      switchTo(active);
    } catch (RulesetException e) {
      fail(active, e.findings().stream().map(Finding::line).toList());
    } catch (ServiceException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      log.error("ruleset {} cannot be loaded", active.version(), e);
      fail(active, List.of(String.valueOf(e)));
    }
  }

  private void switchTo(Published active) {
    long begin = System.nanoTime();
    CompiledRuleset compiled = kept(active).orElseGet(() -> load(active));
    LiveRuleset old = live;
    live = new LiveRuleset(compiled, new RulesetRef(active.version(), compiled.digest()));
    retired.add(new Retired(old.compiled(), System.nanoTime()));
    failedVersion = -1;
    warning = "";
    log.info(
        "ruleset {} decides from now on, activated by {}; loaded in {} ms",
        active.version(),
        active.activatedBy().orElse("somebody"),
        (System.nanoTime() - begin) / 1_000_000);
    beat();
  }

  /// @throws RulesetException where it cannot decide
  private CompiledRuleset load(Published active) {
    try {
      return HeavyWork.apart("ruleset", () -> compiled(active));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(
          ErrorCode.STOPPING, "the service is stopping: another instance goes on with the ruleset");
    }
  }

  private CompiledRuleset compiled(Published active) {
    RulesetParts parts = store.loadParts(active.version());
    if (!parts.digestText().equals(active.digestText())) {
      throw new RulesetException(
          List.of(
              Finding.error(
                  "ruleset " + active.version(),
                  "wrong-digest",
                  "its parts are not those that were published: restore them from a backup")));
    }
    CompiledRuleset compiled = compiler.compile(parts);
    compiled.warm(sessions);
    // Whatever a first judgement has to make is made before anybody waits for one.
    ScenarioRun.run(compiled, ScenarioRun.read(parts).scenarios());
    return compiled;
  }

  private void fail(Published active, List<String> why) {
    failedVersion = active.version();
    warn(
        "ruleset %d cannot be loaded, %d goes on deciding: %s: activate another version"
            .formatted(active.version(), live.ref().version(), String.join("; ", why)));
    beat();
  }

  private void warn(String text) {
    if (!text.isEmpty() && !text.equals(warning)) {
      log.error("{}", text);
    }
    warning = text;
  }

  private void beat() {
    lastBeat = System.nanoTime();
    RulesetRef ref = live.ref();
    byte[] digest =
        HexFormat.of().parseHex(ref.digest(), "sha256:".length(), ref.digest().length());
    instances.beat(instance, ref.version(), digest, warning);
  }

  /// Follows no more. The live ruleset goes on deciding until everything that was accepted is
  /// answered; close the pipeline before this.
  @Override
  public void close() {
    following.close();
    retired.forEach(old -> old.ruleset().close());
    live.compiled().close();
    try {
      instances.leave(instance);
    } catch (RuntimeException e) {
      log.debug("the database does not answer, so this instance is forgotten a little later", e);
    }
  }
}
