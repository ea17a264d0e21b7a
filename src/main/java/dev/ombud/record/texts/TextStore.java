package dev.ombud.record.texts;

import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.text.SourceText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The table of texts. [#add], [#flush] and [#clear] share a buffer and belong to one thread; all
/// that reads may be called by any.
public final class TextStore {
  private static final String COPY =
      """
      copy evidence_texts (
        decision_id, key_id, ordinal, path, evidence_id, masked, salt, seed, lookup, sealed
      ) from stdin (format binary)
      """;

  private static final int COLUMNS = 10;
  private static final int BUFFER_BYTES = 1 << 18;

  private static final String SELECT =
      """
      select erased_at, decision_id, key_id, ordinal, path, evidence_id, masked, salt, seed, sealed
      from evidence_texts
      """;

  private final Database database;
  private final TextVault vault;
  private final BinaryCopy rows = new BinaryCopy(BUFFER_BYTES);

  public TextStore(Database database, TextVault vault) {
    this.database = database;
    this.vault = vault;
  }

  /// Puts the texts of a decision into the buffer. Their ordinals are their places in the list, the
  /// first being 1.
  public void add(UUID decisionId, List<SealedText> texts) {
    int ordinal = 0;
    for (SealedText text : texts) {
      ordinal++;
      rows.row(COLUMNS)
          .uuid(decisionId)
          .smallint(text.keyId())
          .smallint(ordinal)
          .text(text.path())
          .text(text.evidenceId())
          .texts(text.masked())
          .bytea(text.salt())
          .bytea(text.seed())
          .bytea(text.lookup())
          .bytea(text.sealed());
    }
  }

  /// Writes what was added, and forgets it, also where that fails.
  public void flush(Connection connection) throws SQLException {
    rows.copyInto(connection, COPY);
  }

  /// Forgets what was added.
  public void clear() {
    rows.clear();
  }

  /// Whether there is a decision of this id.
  boolean isDecided(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery("select exists (select from decisions where id = :decision)")
            .bind("decision", decisionId)
            .mapTo(Boolean.class)
            .one());
  }

  /// The texts of a decision, masked, in their order.
  public List<MaskedText> texts(UUID decisionId) {
    return database.ask(handle -> masked(rows(handle, decisionId)));
  }

  /// The texts of a piece of evidence, masked, the newest decision first; 500 at most.
  public List<MaskedText> texts(String evidenceId) {
    return database.ask(handle -> masked(rows(handle, evidenceId, Openings.MAX_OF_AN_ID)));
  }

  private List<MaskedText> masked(List<Row> rows) {
    return rows.stream().map(row -> row.opened(vault).shown()).toList();
  }

  static List<Row> rows(Handle handle, UUID decisionId) {
    return handle
        .createQuery(SELECT + "where decision_id = :decision order by ordinal")
        .bind("decision", decisionId)
        .mapTo(Row.class)
        .list();
  }

  static List<Row> rows(Handle handle, String evidenceId, int most) {
    return handle
        .createQuery(
            SELECT + "where evidence_id = :evidence order by decision_id desc, ordinal limit :most")
        .bind("evidence", evidenceId)
        .bind("most", most)
        .mapTo(Row.class)
        .list();
  }

  /// Where the first text is that differs from those of a decision, a JSON Pointer; nothing where
  /// all are the same. A text that was erased counts as the same: nobody can tell any more.
  public Optional<String> firstDifference(UUID decisionId, List<SourceText> texts) {
    Map<String, Row> stored = new HashMap<>();
    database.ask(handle -> rows(handle, decisionId)).forEach(row -> stored.put(row.path(), row));
    for (SourceText text : texts) {
      Row row = stored.remove(text.path());
      if (row == null || row.differs(text.text(), vault)) {
        return Optional.of(text.path());
      }
    }
    return stored.keySet().stream().sorted().findFirst();
  }

  /// @param salt null, as seed and sealed, where it was erased
  record Row(
      @Nullable Instant erasedAt,
      UUID decisionId,
      int keyId,
      int ordinal,
      String path,
      @Nullable String evidenceId,
      List<String> masked,
      byte @Nullable [] salt,
      byte @Nullable [] seed,
      byte @Nullable [] sealed) {

    private boolean differs(String text, TextVault vault) {
      return erasedAt == null && !open(vault).map(OpenText::raw).equals(Optional.of(text));
    }

    private Optional<OpenText> open(TextVault vault) {
      return salt == null || seed == null || sealed == null
          ? Optional.empty()
          : vault.open(keyId, path, salt, seed, sealed);
    }

    OpenedText opened(TextVault vault) {
      Optional<OpenText> open = open(vault);
      return new OpenedText(
          new MaskedText(
              decisionId,
              ordinal,
              path,
              Optional.ofNullable(evidenceId),
              masked,
              Optional.ofNullable(erasedAt),
              open.map(OpenText::masked)),
          open.map(OpenText::raw));
    }
  }
}
