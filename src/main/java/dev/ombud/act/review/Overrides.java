package dev.ombud.act.review;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// What people forbid for a while: each has an end, a reason and a name, and is an event of the log
/// when it is placed and when it is ended early. Thread-safe.
public final class Overrides {
  public static final int MAX_LIMIT = 200;

  private static final Pattern SUBJECT =
      Pattern.compile("(flag|release|cluster|experiment|surface):\\S.*");

  private final OverrideStore store;
  private final TimeIds ids;
  private final Duration longest;

  /// @param longest that one may hold
  public Overrides(Database database, TimeIds ids, Duration longest) {
    this.store = new OverrideStore(database);
    this.ids = ids;
    this.longest = longest;
  }

  /// What is forbidden in a product now.
  public List<HumanOverride> inForce(String product) {
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
    return store.inForce(product, now);
  }

  /// Forbids something from now on.
  ///
  /// @throws ServiceException INVALID_REQUEST for a subject that is none, an end that is past or
  ///   too far off
  public HumanOverride place(
      String product,
      String subject,
      HumanOverride.Effect effect,
      Instant until,
      String actor,
      String reason) {
    if (!SUBJECT.matcher(subject).matches()) {
      throw ServiceException.invalid(
          "`subject` is `%s`: write flag:, release:, cluster:, experiment: or surface: and a name"
              .formatted(subject));
    }
    UUID id = ids.next();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    if (!until.isAfter(now)) {
      throw ServiceException.invalid("`until` is not in the future: name a time after " + now);
    }
    if (until.isAfter(now.plus(longest))) {
      throw ServiceException.invalid(
          "`until` is more than %d days away: name a time up to %s, and place it anew then"
              .formatted(longest.toDays(), now.plus(longest)));
    }
    HumanOverride placed =
        new HumanOverride(
            id, product, subject, effect, actor, now, reason, until, Optional.empty());
    store.insert(
        placed,
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.OVERRIDE_PLACED,
            actor,
            "override:" + id,
            null,
            reason,
            Map.of(
                "product",
                product,
                "subject",
                subject,
                "effect",
                effect.name(),
                "until",
                until.toString())));
    return placed;
  }

  /// Ends one early; nothing where there is none. One that is over already stays as it is.
  public Optional<HumanOverride> end(UUID id, String actor, String reason) {
    return store.end(
        id,
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.OVERRIDE_ENDED,
            actor,
            "override:" + id,
            null,
            reason,
            Map.of()));
  }

  /// Newest first, those that are over too.
  public Page<HumanOverride> list(Optional<String> product, Optional<UUID> before, int limit) {
    return Page.of(store.list(product, before, limit + 1), limit, HumanOverride::id);
  }
}
