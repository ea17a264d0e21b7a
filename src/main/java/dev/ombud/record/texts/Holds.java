package dev.ombud.record.texts;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Legal holds: places, lists and releases them; each is an event of its own. The database itself
/// refuses to destroy what one keeps. Thread-safe.
public final class Holds {
  private static final int MAX_LISTED = 500;
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private final HoldStore store;
  private final TextStore texts;
  private final TimeIds ids;

  public Holds(Database database, TextStore texts, TimeIds ids) {
    this.store = new HoldStore(database);
    this.texts = texts;
    this.ids = ids;
  }

  /// Places one. What it covers from now on includes what is yet to come.
  ///
  /// @throws ServiceException INVALID_REQUEST where it names nothing, a decision that is not there,
  ///   or a range that ends before it begins
  public Hold place(Hold.Covers covers, String actor, String reason) {
    if (covers.isNothing()) {
      throw ServiceException.invalid(
          "the hold names nothing: give it `decisionId`, `product`, `evidenceId`, `from` or `to`");
    }
    covers
        .decisionId()
        .filter(id -> !texts.isDecided(id))
        .ifPresent(id -> {
          throw ServiceException.invalid(
              "`decisionId`: there is no decision `" + id + "`: check the id");
        });
    if (covers.from().isPresent()
        && covers.to().isPresent()
        && !covers.from().get().isBefore(covers.to().get())) {
      throw ServiceException.invalid(
          "`from` is not before `to`: exchange them, `to` does not belong to the range");
    }
    if (covers.from().filter(Holds::isFarOff).isPresent()
        || covers.to().filter(Holds::isFarOff).isPresent()) {
      throw ServiceException.invalid("`from` and `to` need years from 1970 to 9999: correct them");
    }
    UUID id = ids.next();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    Hold hold = new Hold(id, now, actor, reason, covers, Optional.empty());
    store.insert(
        hold,
        new AuditEvent(
            ids.next(),
            Kind.HOLD_PLACED,
            actor,
            subject(id),
            covers.decisionId().orElse(null),
            reason,
            detail(covers)));
    return hold;
  }

  /// Releases one; nothing where there is no such hold. Releasing it again changes nothing and is
  /// no event.
  public Optional<Hold> release(UUID id, String actor, String reason) {
    UUID event = ids.next();
    return store.release(
        id,
        Instant.ofEpochMilli(TimeIds.millisOf(event)),
        new AuditEvent(event, Kind.HOLD_RELEASED, actor, subject(id), null, reason, Map.of()));
  }

  /// The newest 500, released ones too.
  public List<Hold> list() {
    return store.list(MAX_LISTED);
  }

  private static boolean isFarOff(Instant moment) {
    return moment.isBefore(Instant.EPOCH) || !moment.isBefore(END);
  }

  private static String subject(UUID id) {
    return "hold:" + id;
  }

  private static Map<String, ?> detail(Hold.Covers covers) {
    Map<String, Object> detail = new LinkedHashMap<>();
    covers.decisionId().ifPresent(id -> detail.put("decisionId", id.toString()));
    covers.product().ifPresent(product -> detail.put("product", product));
    covers.evidenceId().ifPresent(id -> detail.put("evidenceId", id));
    covers.from().ifPresent(from -> detail.put("from", from.toString()));
    covers.to().ifPresent(to -> detail.put("to", to.toString()));
    return detail;
  }
}
