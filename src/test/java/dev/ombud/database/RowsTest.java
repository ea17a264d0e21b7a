package dev.ombud.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Role;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what a store binds comes back as the record that it was. Method: a row that the server
/// makes of the arguments alone.
class RowsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant AT = Instant.parse("2026-03-02T18:00:00.123456Z");
  private static final UUID ID = new UUID(1, 2);

  public enum Word {
    PLAIN,
    WITH_A_BODY {
      @Override
      public String toString() {
        return "not its name";
      }
    }
  }

  public record End(@PropagateNull Instant at, String by) {}

  public record Whole(
      UUID id,
      Optional<UUID> otherId,
      @Nullable UUID thirdId,
      Instant madeAt,
      Optional<Instant> seenAt,
      Word word,
      Optional<Word> maybe,
      List<String> names,
      Set<Role> roles,
      Map<?, ?> detail,
      Optional<Map<?, ?>> input,
      @Nested("ended") Optional<End> end) {}

  private static Whole roundTrip(Whole whole, @Nullable Instant endedAt) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery(
                    """
                    select cast(:id as uuid) as id, cast(:otherId as uuid) as other_id,
                      cast(:thirdId as uuid) as third_id, cast(:madeAt as timestamptz) as made_at,
                      cast(:seenAt as timestamptz) as seen_at, :word as word, :maybe as maybe,
                      :names as names, array['admin', 'one of tomorrow'] as roles,
                      cast(:detail as json) as detail, cast(:input as text) as input,
                      cast(:ended as timestamptz) as ended_at, 'ann' as ended_by
                    """)
                .bindMethods(whole)
                .bindArray("names", String.class, whole.names())
                .bind("ended", endedAt)
                .mapTo(Whole.class)
                .one());
  }

  @Test
  void aRowBecomesTheRecordThatItWas() {
    Whole full =
        new Whole(
            ID,
            Optional.of(ID),
            ID,
            AT,
            Optional.of(AT),
            Word.WITH_A_BODY,
            Optional.of(Word.WITH_A_BODY),
            List.of("a", "b"),
            Set.of(Role.ADMIN),
            Map.of("n", 1.5, "list", List.of("x")),
            Optional.of(Map.of("a", "b")),
            Optional.of(new End(AT, "ann")));
    assertThat(roundTrip(full, AT)).isEqualTo(full);
  }

  @Test
  void whatIsAbsentStaysAbsent() {
    Whole bare =
        new Whole(
            ID,
            Optional.empty(),
            null,
            AT,
            Optional.empty(),
            Word.PLAIN,
            Optional.empty(),
            List.of(),
            Set.of(Role.ADMIN),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    assertThat(roundTrip(bare, null)).isEqualTo(bare);
  }
}
