package dev.ombud.app;

import dev.ombud.database.Database;
import dev.ombud.database.Partitions;
import dev.ombud.database.Pool;
import dev.ombud.evidence.Retention;
import dev.ombud.inquiry.Archives;
import dev.ombud.inquiry.FacetCount;
import java.time.Clock;

/// Keeps up with others, makes what is needed soon and takes away what was kept long enough.
final class Upkeep {
  private Upkeep() {}

  static Chores of(Parts parts) {
    Settings settings = parts.settings();
    Database heavy = parts.database().of(Pool.HEAVY);
    Database upkeep = parts.database().of(Pool.UPKEEP);
    FacetCount counts = new FacetCount(upkeep);
    Clock clock = parts.clock();
    Retention retention =
        new Retention(heavy, parts.ids(), settings.retainTexts(), settings.retainAccess());
    Archives archives =
        new Archives(
            heavy,
            parts.ids(),
            clock,
            settings.archiveDirectory(),
            settings.retainDecisionsMonths());
    return new Chores()
        .every(3600, "partitions", () -> new Partitions(upkeep).ensure(clock.instant()))
        .every(10, "retention", () -> retention.retire(clock.instant()))
        .every(3600, "archives", archives::run)
        .every(1, "shadows", parts.shadows()::look)
        .every(5, "record check", parts.pipeline()::checkRecord)
        .every(10, "counts", counts::keep);
  }
}
