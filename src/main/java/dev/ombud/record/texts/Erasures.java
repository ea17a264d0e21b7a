package dev.ombud.record.texts;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.texts.DestructionStore.Batch;
import dev.ombud.record.texts.DestructionStore.Choice;
import dev.ombud.record.texts.DestructionStore.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Erases the texts of a person on request: by the id of a piece of evidence, or by the SHA-256 of
/// a text, wherever that text stands. What is destroyed is the key of each text, its salt and its
/// bytes; the record keeps its salted hash, so that no proof breaks. What a legal hold keeps stays,
/// and the answer says so.
///
/// Each transaction erases at most 500 texts and has an event `TEXT_ERASED` with their decisions;
/// an erasure that breaks off can be asked for again. The event has no digest: with it anybody
/// could tell for ever whether a text that they have was among those erased. Thread-safe.
public final class Erasures {
  private static final int MAX_NAMED = 500;

  private final DestructionStore store;
  private final TextVault vault;
  private final TimeIds ids;

  public Erasures(Database database, TextVault vault, TimeIds ids) {
    this.store = new DestructionStore(database);
    this.vault = vault;
    this.ids = ids;
  }

  /// What an erasure did.
  ///
  /// @param erased how many texts
  /// @param alreadyErased how many of them were gone before; nothing where they were asked for by
  ///   digest, because nobody can tell any more
  /// @param held how many stay under a hold
  /// @param decisions from which texts were erased; the first 500
  /// @param holds those that keep something; the first 500
  public record Outcome(
      int erased,
      Optional<Integer> alreadyErased,
      int held,
      List<UUID> decisions,
      List<UUID> holds) {}

  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE; then some may be erased:
  ///   ask again
  public Outcome byEvidence(String evidenceId, String actor, String reason) {
    int gone = store.gone(evidenceId);
    return erase(
        new Choice.OfEvidence(evidenceId),
        "evidence:" + evidenceId,
        Optional.of(gone),
        actor,
        reason);
  }

  /// @param digest SHA-256 of the text in UTF-8, 32 bytes
  /// @throws dev.ombud.ground.base.ServiceException as [#byEvidence]
  public Outcome byDigest(byte[] digest, String actor, String reason) {
    List<byte[]> lookups = vault.lookups(digest).stream().map(TextVault.Lookup::bytes).toList();
    return erase(new Choice.OfLookups(lookups), "texts:by-digest", Optional.empty(), actor, reason);
  }

  private Outcome erase(
      Choice choice, String subject, Optional<Integer> gone, String actor, String reason) {
    Set<UUID> decisions = new TreeSet<>();
    int erased = 0;
    Batch batch;
    boolean first = true;
    do {
      boolean isFirst = first;
      batch =
          store.destroy(
              choice,
              found -> {
                boolean isWorthANote =
                    !found.places().isEmpty() || (isFirst && !found.holds().isEmpty());
                return isWorthANote
                    ? Optional.of(event(found, subject, actor, reason))
                    : Optional.empty();
              });
      first = false;
      erased += batch.places().size();
      batch.places().stream().map(Place::decisionId).forEach(decisions::add);
    } while (batch.places().size() == DestructionStore.BATCH);
    return new Outcome(
        erased, gone, batch.holds().size(), named(decisions), named(new TreeSet<>(batch.holds())));
  }

  private AuditEvent event(Batch batch, String subject, String actor, String reason) {
    List<String> decisions =
        batch.places().stream().map(place -> place.decisionId().toString()).distinct().toList();
    List<String> holds = named(new TreeSet<>(batch.holds())).stream().map(UUID::toString).toList();
    return new AuditEvent(
        ids.next(),
        Kind.TEXT_ERASED,
        actor,
        subject,
        null,
        reason,
        Map.of(
            "erased",
            batch.places().size(),
            "decisions",
            decisions,
            "held",
            batch.holds().size(),
            "holds",
            holds));
  }

  private static List<UUID> named(Set<UUID> ids) {
    return new ArrayList<>(ids).subList(0, Math.min(ids.size(), MAX_NAMED));
  }
}
