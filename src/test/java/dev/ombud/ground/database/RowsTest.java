package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

  public record End(Instant at, String by) {}

  public record Place(String city, Optional<String> street) {}

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
      Place place,
      Optional<End> ended) {}

  private static final Place ROME = new Place("Rome", Optional.empty());

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
                      'Rome' as city, cast(null as text) as street,
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
            ROME,
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
            ROME,
            Optional.empty());
    assertThat(roundTrip(bare, null)).isEqualTo(bare);
  }

  @Test
  void aColumnThatIsMissingIsNamed() {
    assertThatThrownBy(() ->
            POSTGRES
                .database()
                .ask(handle -> handle.createQuery("select 'ann' as by").mapTo(End.class).list()))
        .hasMessageContaining("a query has no column `at`: name it so");
  }
}
