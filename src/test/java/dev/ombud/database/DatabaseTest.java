package dev.ombud.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void isReachable() {
    assertThat(POSTGRES.database().isReachable()).isTrue();
  }

  @Test
  void migratesTwiceWithoutAChange() {
    Database.open(POSTGRES.config(), TestDatabase.MIGRATIONS, Instant.now()).close();
    assertThat(POSTGRES.database().isReachable()).isTrue();
  }
}
