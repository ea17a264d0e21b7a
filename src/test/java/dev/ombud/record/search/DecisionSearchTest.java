package dev.ombud.record.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.record.replay.Recorded;
import dev.ombud.testing.Property;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a search finds exactly what a plain look at every decision finds, in order, on whatever
/// way it takes. Method: random questions about real decisions; a walk of three decisions, so that
/// both ways are taken; all pages put together against [Recorded].
@Tag("property")
class DecisionSearchTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int SHORT_WALK = 3;
  private static final List<DecisionOrder> ORDERS = List.of(DecisionOrder.values());

  private static Recorded recorded;
  private static SearchStore usual;
  private static SearchStore hasty;

  @BeforeAll
  static void record() {
    recorded = Recorded.make(POSTGRES.database());
    usual = new SearchStore(POSTGRES.database(), SearchStore.WALK);
    hasty = new SearchStore(POSTGRES.database(), SHORT_WALK);
  }

  private record Question(DecisionFilter filter, DecisionOrder order, int limit) {}

  private static List<UUID> pages(SearchStore store, Question question) {
    List<UUID> all = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    List<Position> page;
    do {
      page =
          store.find(
              new DecisionQuery(question.filter(), question.order(), question.limit(), after),
              question.limit());
      page.forEach(position -> all.add(position.id()));
      after = page.isEmpty() ? after : Optional.of(page.getLast());
    } while (page.size() == question.limit());
    return all;
  }

  private static void check(DecisionFilter filter) {
    for (DecisionOrder order : DecisionOrder.values()) {
      List<UUID> expected = recorded.ids(filter, order);
      assertThat(pages(usual, new Question(filter, order, 500))).isEqualTo(expected);
      assertThat(pages(hasty, new Question(filter, order, 500))).isEqualTo(expected);
    }
  }

  private static DecisionFilter only(Criterion criterion, String... values) {
    return new DecisionFilter(
        Map.of(criterion, List.of(values)), Optional.empty(), Instant.EPOCH, TimeIds.EVER);
  }

  private static DecisionFilter words(String text) {
    return new DecisionFilter(Map.of(), Optional.of(text), Instant.EPOCH, TimeIds.EVER);
  }

  @Test
  void findsAllWhereNothingIsAskedFor() {
    check(DecisionFilter.ALL);
    assertThat(recorded.decided()).hasSize(2_007);
  }

  @Test
  void findsByEachValueOfEachCriterion() {
    int most = Property.isLong() ? 8 : 2;
    int asked = 0;
    for (Criterion criterion : Criterion.values()) {
      List<String> values = recorded.values(criterion);
      assertThat(values).as(criterion.name()).isNotEmpty();
      for (String value : values.subList(0, Math.min(most, values.size()))) {
        DecisionFilter filter = only(criterion, value);
        assertThat(recorded.matching(filter)).isNotEmpty();
        check(filter);
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(Property.length(60));
  }

  @Test
  void findsAnyOfSeveralValues() {
    for (Criterion criterion : Criterion.values()) {
      List<String> values = recorded.values(criterion);
      check(only(criterion, values.getFirst(), values.getLast()));
    }
  }

  @Test
  void findsNothingByAValueThatNothingHas() {
    check(only(Criterion.PRODUCT, "no-such-product"));
    check(only(Criterion.ROW, "severity/no-such-row"));
    check(only(Criterion.INCIDENT, "00000000-0000-7000-8000-000000000000"));
    check(only(Criterion.ACTOR, "nobody"));
  }

  @Test
  void findsWhatSeveralCriteriaLetThroughTogether() {
    Property.forAll(
        (random, size) -> question(random, size),
        question ->
            assertThat(pages(random(question), question))
                .isEqualTo(recorded.ids(question.filter(), question.order())));
  }

  private static Question question(Random random, int size) {
    return new Question(
        recorded.filter(random, size),
        ORDERS.get(random.nextInt(ORDERS.size())),
        1 + random.nextInt(400));
  }

  private static SearchStore random(Question question) {
    return question.limit() % 2 == 0 ? usual : hasty;
  }

  @Test
  void looksForWordsInSummaries() {
    check(words("checkout"));
    check(words("CARD stuck"));
    check(words("größer"));
    assertThat(
            pages(usual, new Question(words("\"blank screen\" -card"), DecisionOrder.NEWEST, 500)))
        .isNotEmpty()
        .hasSizeLessThan(recorded.matching(words("blank screen")).size());
    assertThat(recorded.matching(words("checkout"))).isNotEmpty();
  }

  @Test
  void refusesWordsThatNoIndexCanLookFor() {
    for (String text : List.of("-checkout", "checkout or -card", "(((", "\"", "%_")) {
      assertThatThrownBy(() -> pages(usual, new Question(words(text), DecisionOrder.NEWEST, 10)))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("names no word that must be there");
    }
  }

  @Test
  void takesHostileTextsForWords() {
    for (String text : List.of("a' or 1=1 --", "x & | !", "a:*", "((( a", "\\a", "a%_", "🙂 a")) {
      assertThat(pages(usual, new Question(words(text), DecisionOrder.NEWEST, 10))).isEmpty();
    }
    check(only(Criterion.PRODUCT, "x'; drop table decisions; --", "{a,b}", "\"", "\\"));
    check(only(Criterion.CATEGORY, "x'; drop table decisions; --", "{a,b}", "\"", "NULL"));
  }
}
