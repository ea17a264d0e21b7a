package dev.ombud.record.document;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/// Rows of `records` as they were written before their documents were packed.
public final class OldDocuments {
  private OldDocuments() {}

  /// Rewrites one decision, or all.
  ///
  /// @param which a condition on the rows
  public static void unpack(Connection owner, String which) throws SQLException {
    try (Statement reading = owner.createStatement();
        ResultSet row =
            reading.executeQuery(
                "select id, " + DecisionDocuments.COLUMNS + " from records where " + which);
        PreparedStatement writing =
            owner.prepareStatement(
                """
                update records set documents = null, texts = ?, context = ?, actions = ?,
                  reasons = ?, near_misses = ?, aggregate = ?, firings = ?
                where id = ?
                """)) {
      while (row.next()) {
        DecisionDocuments documents = DecisionDocuments.read(row);
        byte[][] all = {
          documents.texts(),
          documents.context(),
          documents.actions(),
          documents.reasons(),
          documents.nearMisses(),
          documents.aggregate(),
          documents.firings()
        };
        for (int i = 0; i < all.length; i++) {
          writing.setString(i + 1, new String(all[i], StandardCharsets.UTF_8));
        }
        writing.setObject(all.length + 1, row.getObject("id", UUID.class));
        writing.addBatch();
      }
      writing.executeBatch();
    }
  }
}
