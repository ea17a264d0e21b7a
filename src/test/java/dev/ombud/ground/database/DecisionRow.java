package dev.ombud.ground.database;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// The smallest decision that the schema takes, with its record.
final class DecisionRow {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private DecisionRow() {}

  /// A UUIDv7 of this time.
  static UUID id(Instant at) {
    return new UUID(
        at.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | NEXT.getAndIncrement());
  }

  static void insert(Database database, UUID id, Instant decidedAt) {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              """
              insert into decisions (decided_at, window_start, window_end, ruleset_version,
                priority, id, revision, sla_minutes, severity, disposition, tier, scope, mode,
                product, surface, aggregate_id, cluster_id, cohort, owner_team, caller,
                trace_id, terms)
              values (?, '2026-01-01T00:00Z', '2026-01-01T01:00Z', 1, 50, ?, 0, 60, 'P2',
                'REVIEW', 'TIER_1', 'COHORT', 'APPROVAL', 'shop', 'checkout', 'a-1', 'c-1',
                'everyone', 'payments', 'pipeline', 'trace', '{category=payment_failure}')
              """,
              decidedAt.atOffset(ZoneOffset.UTC),
              id);
          handle.execute(
              """
              insert into records (id, engine_version, salt, ruleset_digest, aggregate_digest,
                texts, context, actions, reasons, near_misses, aggregate, firings)
              values (?, '0.1.0', uuid_send(gen_random_uuid()), sha256(''), sha256('{}'),
                '[]', '{}', '[]', '[]', '[]', '{}', '[]')
              """,
              id);
        });
  }
}
