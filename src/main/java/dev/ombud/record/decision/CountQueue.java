package dev.ombud.record.decision;

import dev.ombud.record.log.DecisionRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// How many decisions of a transaction have which term, on their way to the table of counts.
/// Whoever commits decisions adds them in the same transaction, so that counts and record never
/// differ.
///
/// Terms are those of the index `decisions_by_terms` that have a `=`, and [#ALL]. Nearly every
/// piece of evidence is another one, and there may be more articles than decisions, so that nobody
/// would learn from their counts: they are left out. So are drills, which are no part of what
/// happened. Not thread-safe; reusable after [#flush].
public final class CountQueue {
  /// The term that every decision has that is no drill.
  public static final String ALL = "all";

  /// The field of the terms that count a release in decisions on historic evidence: among those of
  /// the field `release` as well, for they are decisions like others.
  public static final String HISTORY = "history";

  private static final String EVIDENCE = Terms.term("evidence", "");
  private static final String ARTICLE = Terms.term("sku", "");

  private static final String INSERT =
      "insert into count_queue (day, terms, decisions) values (?, ?, ?)";

  private final Map<LocalDate, Map<String, int[]>> days = new HashMap<>();

  /// Forgets what was added, also before a transaction that failed.
  public void clear() {
    days.clear();
  }

  public void add(DecisionRow row) {
    if (row.terms().contains(Terms.DRILL)) {
      return;
    }
    Map<String, int[]> counts =
        days.computeIfAbsent(
            LocalDate.ofInstant(row.decidedAt(), ZoneOffset.UTC), _ -> new HashMap<>());
    count(counts, ALL);
    count(counts, Terms.term("product", row.product()));
    count(counts, Terms.term("surface", row.surface()));
    String release = row.releaseVersion();
    if (release != null) {
      count(counts, Terms.term("release", release));
      if (row.terms().contains(Terms.HISTORIC)) {
        count(counts, Terms.term(HISTORY, release));
      }
    }
    count(counts, Terms.term("cluster", row.clusterId()));
    count(counts, Terms.term("severity", row.severity()));
    count(counts, Terms.term("disposition", row.disposition()));
    for (String term : row.terms()) {
      if (!term.startsWith(EVIDENCE) && !term.startsWith(ARTICLE)) {
        count(counts, term);
      }
    }
  }

  private static void count(Map<String, int[]> counts, String term) {
    counts.computeIfAbsent(term, _ -> new int[1])[0]++;
  }

  /// Adds a row a day, and forgets all.
  public void flush(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Map.Entry<LocalDate, Map<String, int[]>> day : days.entrySet()) {
        String[] terms = new String[day.getValue().size()];
        int[] decisions = new int[terms.length];
        int place = 0;
        for (Map.Entry<String, int[]> count : day.getValue().entrySet()) {
          terms[place] = count.getKey();
          decisions[place] = count.getValue()[0];
          place++;
        }
        statement.setObject(1, day.getKey());
        statement.setArray(2, connection.createArrayOf("text", terms));
        statement.setObject(3, decisions);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    clear();
  }
}
