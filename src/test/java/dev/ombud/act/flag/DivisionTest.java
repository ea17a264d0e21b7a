package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.json.Json;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: percentages change, however many at once, and nobody moves who need not. Method: random
/// courses of percentages, each division compared with the one before, place by place.
@Tag("property")
class DivisionTest {
  private static final List<String> NAMES = List.of("b", "a", "safe", "d", "c");

  /// Percentages that somebody declares one after the other.
  private static List<Map<String, Double>> course(Random random, int size) {
    List<Map<String, Double>> course = new ArrayList<>();
    int variations = 2 + random.nextInt(NAMES.size() - 1);
    for (int i = 0; i < 2 + size / 3; i++) {
      course.add(percents(random, variations));
    }
    return course;
  }

  private static Map<String, Double> percents(Random random, int variations) {
    List<String> names = new ArrayList<>(NAMES.subList(0, variations));
    Collections.shuffle(names, random);
    int unit = random.nextBoolean() ? 1 : 1_000;
    int left = 100 * unit;
    Map<String, Double> percents = new LinkedHashMap<>();
    for (String name : names.subList(1, variations)) {
      int share = random.nextInt(4) == 0 ? 0 : random.nextInt(left + 1);
      percents.put(name, (double) share / unit);
      left -= share;
    }
    percents.put(names.getFirst(), (double) left / unit);
    return percents;
  }

  /// Where the division of before or after may change, and next to it.
  private static Set<Integer> places(Division... divisions) {
    Set<Integer> places = new TreeSet<>(List.of(0, Bucket.PLACES - 1));
    for (Division division : divisions) {
      division.stretches().values().stream()
          .flatMap(List::stream)
          .flatMap(each -> IntStream.of(each.from(), each.to()).boxed())
          .flatMap(each -> IntStream.of(each - 1, each, each + 1).boxed())
          .filter(each -> each >= 0 && each < Bucket.PLACES)
          .forEach(places::add);
    }
    return places;
  }

  @Test
  void movesNobodyButThoseWhoLeaveWhatShrinks() {
    Property.forAll(
        DivisionTest::course,
        course -> {
          Division before = Division.of(course.getFirst(), "safe");
          Map<String, Double> was = course.getFirst();
          for (Map<String, Double> is : course) {
            Division after = before.after(is, "safe");
            for (int place : places(before, after)) {
              String had = before.at(place).variation();
              String has = after.at(place).variation();
              if (!had.equals(has)) {
                assertThat(is.getOrDefault(had, 0.0)).isLessThan(was.get(had));
                assertThat(is.get(has)).isGreaterThan(was.getOrDefault(has, 0.0));
              }
            }
            is.forEach((name, percent) ->
                assertThat(after.size(name))
                    .isEqualTo((int) Math.round(percent * Bucket.OF_A_PERCENT)));
            before = after;
            was = is;
          }
        });
  }

  @Test
  void letsThoseKeepTheirRankWhoHadItFirst() {
    Property.forAll(
        DivisionTest::course,
        course -> {
          Division before = Division.of(course.getFirst(), "safe");
          for (Map<String, Double> is : course) {
            Division after = before.after(is, "safe");
            for (int place : places(before, after)) {
              Division.Seat had = before.at(place);
              Division.Seat has = after.at(place);
              if (had.variation().equals(has.variation())) {
                assertThat(has.rank()).isEqualTo(had.rank());
              }
            }
            before = after;
          }
        });
  }

  @Test
  void doesNotMindTheOrderOfWriting() {
    Property.forAll(
        DivisionTest::course,
        course -> {
          Division one = Division.of(course.getFirst(), "safe");
          Division other = Division.of(shuffled(course.getFirst()), "safe");
          for (Map<String, Double> is : course) {
            one = one.after(is, "safe");
            other = other.after(shuffled(is), "safe");
            assertThat(other).isEqualTo(one);
          }
        });
  }

  private static Map<String, Double> shuffled(Map<String, Double> percents) {
    List<String> names = new ArrayList<>(percents.keySet());
    Collections.reverse(names);
    Map<String, Double> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, percents.get(name)));
    return shuffled;
  }

  @Test
  void dividesTwoVariationsTheSameWhateverWasBefore() {
    Property.forAll(
        (random, size) ->
            IntStream.range(0, 2 + size)
                .mapToObj(_ -> random.nextInt(101))
                .map(percent -> Map.of("on", (double) percent, "safe", 100.0 - percent))
                .toList(),
        course -> {
          Division division = Division.of(course.getFirst(), "safe");
          for (Map<String, Double> each : course) {
            division = division.after(each, "safe");
            assertThat(division).isEqualTo(Division.of(each, "safe"));
          }
        });
  }

  @Test
  void keepsFlagsOfBeforeAsTheyWereDivided() {
    Property.forAll(
        (random, _) -> percents(random, 2 + random.nextInt(NAMES.size() - 1)),
        percents -> {
          Division division = Division.ofOrder(percents, "safe");
          for (int i = 0; i < 100; i++) {
            int place = Bucket.place("flag", "split", "user-" + i);
            assertThat(division.at(place).variation()).isEqualTo(asOnce(percents, place));
          }
        });
  }

  /// As it was evaluated before divisions were kept.
  private static String asOnce(Map<String, Double> percents, int place) {
    int fiveDigits = place / 1_000;
    double coarse = fiveDigits * 100.0 / 100_000;
    String last = "";
    double upTo = 0;
    for (Map.Entry<String, Double> share : percents.entrySet()) {
      last = share.getKey();
      upTo += share.getValue();
      if (coarse < upTo) {
        return last;
      }
    }
    return last;
  }

  @Test
  void servesAFlagDeclaredAsUsualAsBefore() {
    Map<String, Double> usual = new LinkedHashMap<>();
    usual.put("treatment", 20.0);
    usual.put("control", 80.0);
    assertThat(Division.of(usual, "control")).isEqualTo(Division.ofOrder(usual, "control"));
  }

  @Test
  void countsSharesToAMillionthOfAPercent() {
    Division thirds = Division.of(Map.of("a", 33.3333333, "b", 33.3333333, "c", 33.3333334), "c");
    assertThat(thirds.size("a") + thirds.size("b") + thirds.size("c")).isEqualTo(Bucket.PLACES);
    assertThat(thirds.size("a")).isBetween(33_333_333, 33_333_334);
    Division small = Division.of(Map.of("a", 0.000001, "safe", 99.999999), "safe");
    assertThat(small.size("a")).isEqualTo(1);
  }

  @Test
  void readsWhatItWrote() {
    Property.forAll(
        DivisionTest::course,
        course -> {
          Division division = Division.of(course.getFirst(), "safe");
          for (Map<String, Double> each : course) {
            division = division.after(each, "safe");
          }
          Object json = Json.read(Json.write(division.json()));
          assertThat(Division.ofJson(json)).isEqualTo(division);
        });
  }
}
