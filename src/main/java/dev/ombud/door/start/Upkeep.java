package dev.ombud.door.start;

import static dev.ombud.ground.database.Pool.HEAVY;
import static dev.ombud.ground.database.Pool.OPEN;
import static dev.ombud.ground.database.Pool.OUTBOX;
import static dev.ombud.ground.database.Pool.READING;
import static dev.ombud.ground.database.Pool.UPKEEP;
import static dev.ombud.ground.database.Pool.VITAL;

import dev.ombud.ground.database.Partitions;
import java.time.Clock;

/// All that is done now and then: how often, by whose connections, and what.
final class Upkeep {
  private Upkeep() {}

  static Chores of(
      Base base,
      Recording recording,
      Publishing publishing,
      Deciding deciding,
      Wording wording,
      Flagging flagging,
      Reaching reaching,
      Acting acting,
      Browsing browsing) {
    Clock clock = base.clock;
    Partitions partitions = new Partitions(base.database);
    Chores chores =
        new Chores(base.database)
            .once(10, HEAVY, "rehearsal", publishing.rehearsal::playOnce)
            .every(2, VITAL, "tokens", base.tokens::keep)
            .every(3600, UPKEEP, "partitions", () -> partitions.ensure(clock.instant()))
            .every(10, HEAVY, "retention", () -> recording.retention.retire(clock.instant()))
            .every(3600, HEAVY, "archives", recording.archives::run)
            .every(1, UPKEEP, "shadows", publishing.shadows::look)
            .every(600, READING, "refused uploads", publishing.refusedUploads::forget)
            .every(5, UPKEEP, "record check", deciding.pipeline::checkRecord)
            .every(10, UPKEEP, "counts", deciding.counts::keep)
            .every(5, UPKEEP, "reviews", () -> deciding.reviews.expire(clock.instant()))
            .every(60, OUTBOX, "brief answers", wording.briefing::forget)
            .every(
                5,
                OUTBOX,
                "brief meters",
                () ->
                    base.meters
                        .briefs()
                        .watch(
                            wording.briefing.level(
                                base.settings.briefing().budget(), clock.instant())))
            .every(600, OUTBOX, "digest in words", wording.days::ask)
            .every(3600, OUTBOX, "labels", () -> wording.labels.sample(clock.instant()))
            .every(1, OUTBOX, "log feed", acting.log::follow)
            .every(5, OUTBOX, "effects", () -> acting.effects.look(clock.instant()))
            .every(
                60,
                OUTBOX,
                "digest",
                () -> acting.digest.send(clock.instant(), flagging.registry.overdueByOwner()))
            .every(
                5,
                OUTBOX,
                "outbox meters",
                () -> base.meters.watchOutbox(reaching.outbox, clock.instant()))
            .every(3600, UPKEEP, "old actions", acting.retirement::retire)
            .every(60, OPEN, "sessions", () -> browsing.sessions.forget(clock.instant()))
            .every(2, READING, "pulse", browsing.pulse::look);
    acting.deployments.ifPresent(each -> chores.every(2, OUTBOX, "deployments", each::look));
    return chores;
  }
}
