package dev.ombud.record.texts;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Shows texts of evidence: masked to whoever may ask, raw to whoever says why.
///
/// For each text that is handed out raw there is an event `TEXT_OPENED` with the name of who asked,
/// the reason, the decision, and as its subject `evidence:<id>` or, for a text that belongs to no
/// piece of evidence, `decision:<id>`. It is committed before anything is decrypted. Texts that are
/// gone make no event. Thread-safe.
public final class Openings {
  /// One that is in more decisions than that is opened by its decisions.
  static final int MAX_OF_AN_ID = 500;

  private final TextStore texts;
  private final OpeningStore store;
  private final TextVault vault;
  private final TimeIds ids;

  public Openings(Database database, TextStore texts, TextVault vault, TimeIds ids) {
    this.texts = texts;
    this.store = new OpeningStore(database);
    this.vault = vault;
    this.ids = ids;
  }

  /// The texts of a decision, masked, in their order; nothing where there is no such decision.
  public Optional<List<MaskedText>> masked(UUID decisionId) {
    List<MaskedText> found = texts.texts(decisionId);
    return found.isEmpty() && !texts.isDecided(decisionId) ? Optional.empty() : Optional.of(found);
  }

  /// The texts of a piece of evidence, masked, the newest decision first; 500 at most.
  public List<MaskedText> masked(String evidenceId) {
    return texts.texts(evidenceId);
  }

  /// The texts of a decision, raw, in their order; nothing where there is no such decision.
  ///
  /// @param actor the name of a token
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE; then nothing was
  ///   decrypted
  public Optional<List<OpenedText>> open(UUID decisionId, String actor, String reason) {
    List<TextStore.Row> rows = store.open(decisionId, row -> event(row, actor, reason));
    return rows.isEmpty() && !texts.isDecided(decisionId)
        ? Optional.empty()
        : Optional.of(decrypted(rows));
  }

  /// The texts of a piece of evidence, raw, the newest decision first; 500 at most.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE; then nothing was
  ///   decrypted
  public List<OpenedText> open(String evidenceId, String actor, String reason) {
    return decrypted(store.open(evidenceId, MAX_OF_AN_ID, row -> event(row, actor, reason)));
  }

  private List<OpenedText> decrypted(List<TextStore.Row> rows) {
    return rows.stream().map(row -> row.opened(vault)).toList();
  }

  private AuditEvent event(TextStore.Row row, String actor, String reason) {
    String evidenceId = row.evidenceId();
    return new AuditEvent(
        ids.next(),
        Kind.TEXT_OPENED,
        actor,
        evidenceId == null ? "decision:" + row.decisionId() : "evidence:" + evidenceId,
        row.decisionId(),
        reason,
        Map.of("ordinal", row.ordinal(), "path", row.path()));
  }
}
