package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void sharesOutAsTheDocumentSays() {
    Map<Pool, Integer> sizes = new EnumMap<>(Pool.class);
    for (Pool pool : Pool.values()) {
      sizes.put(pool, pool.size(24));
    }
    assertThat(sizes)
        .containsExactly(
            Map.entry(Pool.VITAL, 2),
            Map.entry(Pool.DECISIONS, 5),
            Map.entry(Pool.READING, 4),
            Map.entry(Pool.HEAVY, 4),
            Map.entry(Pool.OPEN, 2),
            Map.entry(Pool.OUTBOX, 4),
            Map.entry(Pool.UPKEEP, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 23, 24, 30, 99, 500})
  void neverHoldsMoreThanTheOperatorAllows(int connections) {
    int all = 0;
    for (Pool pool : Pool.values()) {
      all += pool.size(connections);
      assertThat(pool.idle()).isLessThanOrEqualTo(pool.size(connections));
    }
    assertThat(all).isBetween(connections - 9, connections);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void lendsNothingToAnother(Pool starved) throws SQLException {
    Database database = POSTGRES.database();
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < starved.size(POSTGRES.config().connections()); i++) {
        taken.add(database.of(starved).dataSource().getConnection());
      }
      for (Pool other : Pool.values()) {
        if (other != starved) {
          String known =
              database
                  .of(other)
                  .ask(handle ->
                      handle.createQuery("show application_name").mapTo(String.class).one());
          assertThat(known).isEqualTo(other.applicationName());
        }
      }
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void leavesConnectionsToOthersHoweverManyAsk() throws Exception {
    Database all = POSTGRES.database().of(Pool.DECISIONS);
    int others = Pool.DECISIONS.size(POSTGRES.config().connections()) - 1;
    Database one = all.leaving(others);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread first =
        Thread.startVirtualThread(() -> {
          boolean _ =
              one.ask(handle -> {
                asked.countDown();
                try {
                  return end.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
        });
    asked.await();
    assertThatThrownBy(() -> one.ask(handle -> true))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    assertThat(all.<Boolean>ask(handle -> true)).isTrue();
    end.countDown();
    first.join();
    assertThat(one.<Boolean>ask(handle -> true)).isTrue();
  }
}
