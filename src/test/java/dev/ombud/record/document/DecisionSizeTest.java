package dev.ombud.record.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.History;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a decision takes of the disk: its rows, its texts and its leaf, with all their indexes.
@Tag("long") // decides ten thousand aggregates
class DecisionSizeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  /// With fewer, what is there once for all of them counts too much.
  private static final int ROUNDS = 5;

  private static final long MAX_BYTES = 5_000;

  @Test
  void aDecisionTakesAtMostFiveThousandBytes() throws SQLException {
    List<String> real = SharedData.aggregates().stream().filter(line -> !line.isBlank()).toList();
    List<String> all =
        IntStream.range(0, ROUNDS)
            .boxed()
            .flatMap(round -> real.stream().map(line -> renamed(line, round)))
            .toList();
    History.decide(POSTGRES.database(), all);
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("vacuum");
      ResultSet sizes =
          statement.executeQuery(
              """
              select (select count(*) from decisions), sum(pg_total_relation_size(oid))
              from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
              """);
      sizes.next();
      assertThat(sizes.getLong(1)).isEqualTo(all.size());
      assertThat(sizes.getLong(2) / sizes.getLong(1)).isBetween(1_000L, MAX_BYTES);
    }
  }

  private static String renamed(String line, int round) {
    return line.replaceFirst("\"aggregateId\": *\"", "$0" + round + "/");
  }
}
