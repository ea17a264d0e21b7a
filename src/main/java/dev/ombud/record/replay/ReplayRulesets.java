package dev.ombud.record.replay;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The rulesets of the past, compiled: the last few that were asked for, by the digest of their
/// bytes. The one that decides now is shared with the pipeline. Thread-safe; one compilation at a
/// time, which delays nobody who asks for what is there already.
public final class ReplayRulesets implements AutoCloseable {
  /// Each takes some megabytes.
  private static final int KEPT = 4;

  /// Until those are compiled that were asked for before.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RulesetCompiler compiler;
  private final Supplier<LiveRuleset> live;
  private final ReentrantLock compiling = new ReentrantLock();
  private final Map<String, CompiledRuleset> kept = new LinkedHashMap<>(2 * KEPT, 0.75f, true);

  public ReplayRulesets(RulesetCompiler compiler, Supplier<LiveRuleset> live) {
    this.compiler = compiler;
    this.live = live;
  }

  /// What is compiled already of these bytes.
  ///
  /// @param digest `sha256:` and 64 hexadecimal digits
  Optional<CompiledRuleset> find(String digest) {
    CompiledRuleset now = live.get().compiled();
    if (now.digest().equals(digest)) {
      return Optional.of(now);
    }
    synchronized (kept) {
      return Optional.ofNullable(kept.get(digest));
    }
  }

  /// @throws RulesetException where this build cannot compile it
  /// @throws ServiceException OVERLOADED where others are compiled for too long
  public CompiledRuleset compile(RulesetParts parts) {
    String digest = parts.digestText();
    Optional<CompiledRuleset> known = find(digest);
    if (known.isPresent()) {
      return known.get();
    }
    begin();
    try {
      known = find(digest);
      if (known.isPresent()) {
        return known.get();
      }
      CompiledRuleset compiled =
          HeavyWork.run("the compilation of the ruleset", () -> compiler.compile(parts));
      keep(compiled);
      return compiled;
    } finally {
      compiling.unlock();
    }
  }

  private void begin() {
    try {
      if (compiling.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ServiceException(
        ErrorCode.OVERLOADED, "other rulesets are being compiled: ask the same again in a second");
  }

  /// Who still judges by the one that goes is not disturbed: closing it only frees its sessions.
  private void keep(CompiledRuleset compiled) {
    synchronized (kept) {
      kept.put(compiled.digest(), compiled);
      if (kept.size() > KEPT) {
        String eldest = kept.keySet().iterator().next();
        CompiledRuleset gone = kept.remove(eldest);
        if (gone != null) {
          gone.close();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (kept) {
      kept.values().forEach(CompiledRuleset::close);
      kept.clear();
    }
  }
}
