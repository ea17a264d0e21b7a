package dev.ombud.ground.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.domain.Aggregate.Cohort;
import dev.ombud.ground.domain.Aggregate.Exposure;
import dev.ombud.ground.domain.Aggregate.Flag;
import dev.ombud.ground.domain.Aggregate.Release;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: two aggregates have the same key exactly if they have the same product, flags or else
/// release, environment, cohort and cluster. Method: names made of what keys are made of.
@Tag("property")
final class IncidentKeyTest {
  private static final Aggregate SURGE = Aggregates.surgeWith();
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          ",",
          "=",
          "%",
          "/",
          ">",
          "->",
          ":",
          "~",
          "%2C",
          "%~",
          "unknown",
          "everyone",
          "platform=",
          ",region=",
          "flag:",
          "release:",
          " ",
          "ü",
          "\uD83D\uDE00");

  @Test
  void plainNamesStandAsTheyAre() {
    IncidentKey key = IncidentKey.of(SURGE);
    assertThat(key.subject()).isEqualTo("flag:new-checkout");
    assertThat(key.cohort()).isEqualTo("platform=android,deviceFamily=pixel-8");
    assertThat(of(List.of(), "7.19.0-rc1", Cohort.EVERYONE))
        .extracting(IncidentKey::subject, IncidentKey::cohort)
        .containsExactly("release:7.19.0-rc1", "everyone");
    assertThat(of(List.of(), null, Cohort.EVERYONE).subject()).isEqualTo("release:unknown");
  }

  @Test
  void aNameThatLooksLikeTwoFieldsIsOne() {
    assertThat(
            of(
                    List.of(),
                    "1",
                    new Cohort("a,region=b", null, null, null, null, null, null, null, null))
                .cohort())
        .isEqualTo("platform=a%2Cregion%3Db");
    assertThat(
            of(List.of(), "1", new Cohort("a", null, "b", null, null, null, null, null, null))
                .cohort())
        .isEqualTo("platform=a,region=b");
  }

  @Test
  void whatIsNamedUnknownIsKnown() {
    assertThat(of(List.of(), "unknown", Cohort.EVERYONE).subject()).isEqualTo("release:%75nknown");
  }

  @Test
  void differentCohortsAndSubjectsHaveDifferentKeys() {
    Property.forAll(
        (random, size) -> List.of(parts(random, size), parts(random, size)),
        both -> {
          Parts one = both.getFirst();
          Parts other = both.getLast();
          assertThat(one.key().equals(other.key())).isEqualTo(one.equals(other));
          assertThat(one.key().cohort().equals(other.key().cohort()))
              .isEqualTo(one.cohort().equals(other.cohort()));
        });
  }

  @Test
  void theSameFlagsInAnotherOrderMakeTheSameKey() {
    Property.forAll(
        (random, size) -> Stream.generate(() -> name(random, 3)).limit(1 + size % 5).toList(),
        flags -> {
          List<String> shuffled = new java.util.ArrayList<>(flags);
          Collections.shuffle(shuffled, new Random(flags.hashCode()));
          shuffled.add(flags.getFirst());
          IncidentKey key = of(flags, "1", Cohort.EVERYONE);
          assertThat(of(shuffled, "1", Cohort.EVERYONE)).isEqualTo(key);
          assertThat(key.subjects())
              .containsExactlyInAnyOrderElementsOf(
                  flags.stream()
                      .distinct()
                      .map(flag -> ActionTarget.flag(flag).toString())
                      .toList());
        });
  }

  @Test
  void theLongestNamesMakeNoKeyThatIsTooLong() {
    String long1 = "\uD83D\uDE00".repeat(100);
    String long2 = "\uD83D\uDE00".repeat(99) + "x";
    IncidentKey one =
        of(List.of(), "1", new Cohort(long1, long1, long1, long1, long1, long1, null, null, null));
    IncidentKey other =
        of(List.of(), "1", new Cohort(long1, long1, long1, long1, long1, long2, null, null, null));
    assertThat(one.cohort().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_990, 2_000);
    assertThat(one.cohort()).doesNotContain("\uFFFD").contains("%~");
    assertThat(one).isNotEqualTo(other);
  }

  /// @param flags what they are is all that counts, not in which order or how often
  private record Parts(Set<String> flags, @Nullable String version, Cohort cohort) {
    IncidentKey key() {
      return of(List.copyOf(flags), version, cohort);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Parts(Set<String> set, String release, Cohort whom)
          && flags.equals(set)
          && (!flags.isEmpty() || java.util.Objects.equals(version, release))
          && cohort.equals(whom);
    }

    @Override
    public int hashCode() {
      return flags.hashCode();
    }
  }

  private static Parts parts(Random random, int size) {
    Set<String> flags =
        Stream.generate(() -> name(random, 1 + size / 20))
            .limit(random.nextInt(3))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Parts(
        flags,
        maybe(random, size),
        new Cohort(
            maybe(random, size),
            maybe(random, size),
            maybe(random, size),
            null,
            null,
            maybe(random, size),
            maybe(random, size),
            null,
            maybe(random, size)));
  }

  private static @Nullable String maybe(Random random, int size) {
    return random.nextBoolean() ? null : name(random, 1 + size / 20);
  }

  private static String name(Random random, int pieces) {
    return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
        .limit(1 + random.nextInt(pieces))
        .collect(Collectors.joining());
  }

  private static IncidentKey of(List<String> flags, @Nullable String version, Cohort cohort) {
    return IncidentKey.of(
        Aggregates.like(
            SURGE,
            SURGE.aggregateId(),
            0,
            SURGE.window(),
            version == null ? null : new Release(version, null, null, null, null, null, null),
            cohort,
            SURGE.sentiment(),
            new Exposure(
                "production", flags.stream().map(flag -> new Flag(flag, null)).toList(), null)));
  }
}
