package dev.ombud.act.response;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionFactsStore;
import dev.ombud.act.outbox.LaterStore;
import dev.ombud.record.decision.OnRecordStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// How far the log was followed, what it says next, and what is queued of it: all of it in one
/// transaction, to which this belongs. What the log says and who acted is asked of the owners.
record FeedStore(Handle handle) {
  /// Which ordinals of each decision are next for what is told of it.
  Map<UUID, Integer> nextOrdinals(Collection<UUID> decisions) {
    return LaterStore.nextOrdinals(handle, decisions, LogFeed.FIRST_ORDINAL);
  }

  /// @param wake told after the commit
  void enqueue(List<NewAction> actions, Instant now, Runnable wake) {
    LaterStore.enqueue(handle, actions, now);
    handle.afterCommit(wake);
  }

  /// The next leaf to read, until the end of the transaction for nobody else; nothing where another
  /// instance is at it.
  OptionalLong lock() {
    return handle
        .createQuery("select next_leaf from feed_progress for update skip locked")
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  void move(long next) {
    handle.execute("update feed_progress set next_leaf = ? where next_leaf <> ?", next, next);
  }

  /// The gravest decision of an incident that asked for anything; the newest of several.
  Optional<UUID> gravest(UUID incident) {
    return OnRecordStore.gravest(handle, ActionFactsStore.decisions(handle, incident));
  }
}
