package dev.ombud.record.history;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.DecisionReader;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.document.DecisionDocuments;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Reads decisions to judge them again, in the order of their identities, which is the order in
/// which they lie on the disk. Drills are no history.
///
/// A page is one short read-only transaction and the next one begins after its last identity, so
/// that no snapshot is held for the length of a backtest. Within a page, rows come through a cursor
/// in small chunks: however large the decisions are, few are in memory. Mapped by hand, since a
/// backtest reads millions of rows. Thread-safe.
public final class HistoryStore {
  /// Decisions that one transaction looks at.
  private static final int PAGE = 8_192;

  private static final int FEWEST = 64;

  /// Of one chunk, whichever comes first.
  private static final int CHUNK = 128;

  private static final int CHUNK_BYTES = 1 << 20;

  private static final Duration SLICE = Duration.ofDays(1);

  /// The last three bytes of an identity are random. PostgreSQL has one rank for all bit operators.
  private static final String SAMPLED =
      """
       and (get_byte(uuid_send(id), 13) << 16) + (get_byte(uuid_send(id), 14) << 8)
         + get_byte(uuid_send(id), 15) < ?
      """;

  private static final int SHARES = 1 << 24;

  /// Both tables get the bounds: of one alone, PostgreSQL does not conclude the other's, and would
  /// walk through all records before a page once more for each page.
  private static final String READ =
      """
      select id, ruleset_version, severity, disposition, tier, mode, %1$s
      from (
        select * from decisions where id > ? and id < ? and not ombud_is_drill(terms)
      ) d join (
        select id, %1$s from records where id > ? and id < ?
      ) r using (id)
      where true
      """
          .formatted(DecisionDocuments.COLUMNS);

  private static final String FIRST =
      "select id from decisions where id > ? and id < ? order by id limit 1";

  private static final String COUNT =
      "select count(*) from decisions where id > ? and id < ? and not ombud_is_drill(terms)";

  private final DataSource database;

  public HistoryStore(Database database) {
    this.database = database.dataSource();
  }

  /// A decision as it stands on record.
  ///
  /// @param aggregate the aggregate's JSON in UTF-8
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Recorded(
      UUID id,
      long version,
      String severity,
      String disposition,
      String tier,
      String mode,
      String context,
      byte[] aggregate) {

    public Aggregate readAggregate(AggregateReader reader) {
      return reader.readAggregate(aggregate);
    }

    public Context readContext(DecisionReader reader) {
      return context.equals("{}") ? Context.NONE : reader.context(context);
    }

    /// Whether a judgement comes to what was recorded.
    public boolean agrees(Judgement judgement) {
      return Severity.valueOf(severity) == judgement.severity()
          && Disposition.valueOf(disposition) == judgement.disposition()
          && Tier.valueOf(tier) == judgement.mitigation().tier()
          && Mode.valueOf(mode) == judgement.mitigation().mode();
    }
  }

  /// Takes what was read; false where it wants no more.
  @FunctionalInterface
  public interface Taker {
    boolean take(List<Recorded> chunk) throws InterruptedException;
  }

  /// Reads one page.
  ///
  /// @return the last identity, if there may be more after it and they are wanted
  public Optional<UUID> readPage(IdRange span, double sample, Taker taker)
      throws SQLException, InterruptedException {
    // A small share is looked for in as many decisions as a whole page has, or somewhat more.
    int limit = Math.max(FEWEST, (int) (PAGE * sample));
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      String sql = READ + (sample < 1 ? SAMPLED : "") + " order by id limit " + limit;
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(CHUNK);
        bind(statement, span, 1);
        bind(statement, span, 3);
        bindSample(statement, sample, 5);
        return read(statement, limit, taker);
      } finally {
        connection.rollback();
      }
    }
  }

  private static Optional<UUID> read(PreparedStatement statement, int limit, Taker taker)
      throws SQLException, InterruptedException {
    List<Recorded> chunk = new ArrayList<>(CHUNK);
    Optional<UUID> last = Optional.empty();
    int count = 0;
    int bytes = 0;
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Recorded recorded = recorded(rows);
        count++;
        bytes += recorded.aggregate().length;
        chunk.add(recorded);
        last = Optional.of(recorded.id());
        if (chunk.size() == CHUNK || bytes >= CHUNK_BYTES) {
          if (!taker.take(chunk)) {
            return Optional.empty();
          }
          chunk = new ArrayList<>(CHUNK);
          bytes = 0;
        }
      }
    }
    boolean wanted = chunk.isEmpty() || taker.take(chunk);
    return wanted && count == limit ? last : Optional.empty();
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    DecisionDocuments documents = DecisionDocuments.read(row);
    return new Recorded(
        row.getObject(1, UUID.class),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        new String(documents.context(), StandardCharsets.UTF_8),
        documents.aggregate());
  }

  /// The part of a span that can be counted in one go: up to a day after its first decision.
  /// Nothing where there is none.
  public Optional<IdRange> firstSlice(IdRange span) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(FIRST)) {
      bind(statement, span, 1);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(span.slice(row.getObject(1, UUID.class), SLICE));
      }
    }
  }

  public long count(IdRange span, double sample) throws SQLException {
    String sql = COUNT + (sample < 1 ? SAMPLED : "");
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, span, 1);
      bindSample(statement, sample, 3);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static void bind(PreparedStatement statement, IdRange span, int first)
      throws SQLException {
    statement.setObject(first, span.after());
    statement.setObject(first + 1, span.before());
  }

  private static void bindSample(PreparedStatement statement, double sample, int place)
      throws SQLException {
    if (sample < 1) {
      statement.setInt(place, (int) Math.ceil(sample * SHARES));
    }
  }
}
