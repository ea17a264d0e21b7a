package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.record.document.OldDocuments;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/// Looks for words in every column of every table, as the superuser, also in packed documents.
public final class Marks {
  private Marks() {}

  /// The first row of each table in which one of the marks stands, as text or as bytes.
  public static String found(TestDatabase database, List<String> marks) throws SQLException {
    StringJoiner conditions = new StringJoiner(" or ");
    for (String mark : marks) {
      String hex = HexFormat.of().formatHex(mark.getBytes(StandardCharsets.UTF_8));
      conditions.add("strpos(t::text, '%s') > 0 or strpos(t::text, '%s') > 0".formatted(mark, hex));
    }
    List<String> found = new ArrayList<>();
    try (Connection connection = database.connectAsOwner();
        Statement tables = connection.createStatement();
        Statement rows = connection.createStatement();
        ResultSet table =
            tables.executeQuery(
                """
                select relname from pg_class
                where relkind = 'r' and relnamespace = 'public'::regnamespace
                """)) {
      connection.setAutoCommit(false);
      OldDocuments.unpack(connection, "documents is not null");
      int searched = 0;
      while (table.next()) {
        searched++;
        try (ResultSet row =
            rows.executeQuery(
                "select t::text from \"%s\" t where %s limit 1"
                    .formatted(table.getString(1), conditions))) {
          if (row.next()) {
            found.add(table.getString(1) + ": " + row.getString(1));
          }
        }
      }
      assertThat(searched).isGreaterThan(30);
      connection.rollback();
    }
    return String.join("\n", found);
  }
}
