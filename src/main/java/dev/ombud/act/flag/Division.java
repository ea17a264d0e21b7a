package dev.ombud.act.flag;

import dev.ombud.ground.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which places of a split belong to which variation. A person has one place for ever ([Bucket]);
/// each variation has a list of stretches of places. What grows gets more at the end of its list,
/// what shrinks gives from the end of it, and nothing else moves: so raising a percentage takes it
/// from nobody who has it, and lowering one moves nobody but those who leave it, however many
/// change at once. No function of the percentages alone can do that for three variations ([ADR
/// 0021](../../../../../../docs/adr/0021-shares-are-kept-as-places.md)), so who declares new
/// percentages starts from the division that was there ([#after]). Immutable.
///
/// As JSON: `{"treatment": [[0, 20000000]], "control": [[100000000, 20000000]]}`; a stretch whose
/// first number is the larger one runs downwards.
///
/// @param stretches by name of the variation
record Division(Map<String, List<Stretch>> stretches) {
  /// More come only of hundreds of changes; serving one variation to everybody makes one of them.
  static final int MAX_STRETCHES = 2_000;

  Division {
    Map<String, List<Stretch>> sorted = new TreeMap<>();
    stretches.forEach((name, each) -> sorted.put(name, List.copyOf(each)));
    stretches = Collections.unmodifiableMap(sorted);
  }

  /// Places from the one to the other; downwards where `from` is larger.
  record Stretch(int from, int to) {
    int size() {
      return Math.abs(to - from);
    }

    boolean isUpwards() {
      return from <= to;
    }

    int low() {
      return Math.min(from, to);
    }

    /// How many of its places come before one; negative where that is not among them.
    int before(int place) {
      boolean isWithin = place >= low() && place < Math.max(from, to);
      return isWithin ? (isUpwards() ? place - from : from - 1 - place) : -1;
    }
  }

  /// @param rank how many places of the variation come before this one
  record Seat(String variation, int rank) {}

  /// Where nobody was served before: the others by name from the first place on, the safe variation
  /// from the last one downwards. The order in which percentages are written never counts.
  static Division of(Map<String, Double> percents, String safe) {
    return new Division(Map.of(safe, List.of(new Stretch(Bucket.PLACES, 0)))).after(percents, safe);
  }

  /// As flags were divided before divisions were kept: in the order in which the percentages were
  /// written.
  static Division ofOrder(Map<String, Double> percents, String safe) {
    Map<String, List<Stretch>> stretches = new LinkedHashMap<>();
    double upTo = 0;
    int from = 0;
    int left = percents.size();
    for (Map.Entry<String, Double> share : percents.entrySet()) {
      upTo += share.getValue();
      left--;
      int to = left == 0 ? Bucket.PLACES : Bucket.boundOfFiveDigits(upTo);
      boolean isUpwards = percents.size() == 1 ? !share.getKey().equals(safe) : left > 0;
      if (to > from) {
        Stretch stretch = isUpwards ? new Stretch(from, to) : new Stretch(to, from);
        stretches.put(share.getKey(), List.of(stretch));
        from = to;
      }
    }
    return new Division(stretches);
  }

  /// With other percentages, and nobody moved but those who leave what shrinks.
  Division after(Map<String, Double> percents, String safe) {
    Map<String, Integer> wanted = places(percents);
    Map<String, List<Stretch>> next = new TreeMap<>();
    List<Stretch> free = new ArrayList<>();
    stretches.forEach((name, own) -> {
      List<Stretch> kept = new ArrayList<>(own);
      give(kept, size(own) - wanted.getOrDefault(name, 0), free);
      next.put(name, kept);
    });
    free.sort(Comparator.comparingInt(Stretch::low));
    new TreeMap<>(wanted)
        .forEach((name, places) -> {
          List<Stretch> own = next.computeIfAbsent(name, _ -> new ArrayList<>());
          boolean isUpwards = own.isEmpty() ? !name.equals(safe) : own.getLast().isUpwards();
          take(own, places - size(own), isUpwards, free);
        });
    next.values().removeIf(List::isEmpty);
    return new Division(next);
  }

  private static void give(List<Stretch> own, int places, List<Stretch> free) {
    int left = places;
    while (left > 0) {
      Stretch last = own.removeLast();
      int part = Math.min(left, last.size());
      int cut = last.isUpwards() ? last.to() - part : last.to() + part;
      if (part < last.size()) {
        own.add(new Stretch(last.from(), cut));
      }
      free.add(new Stretch(Math.min(cut, last.to()), Math.max(cut, last.to())));
      left -= part;
    }
  }

  private static void take(List<Stretch> own, int places, boolean isUpwards, List<Stretch> free) {
    int left = places;
    while (left > 0) {
      Stretch next = isUpwards ? free.removeFirst() : free.removeLast();
      int part = Math.min(left, next.size());
      int cut = isUpwards ? next.from() + part : next.to() - part;
      add(own, isUpwards ? new Stretch(next.from(), cut) : new Stretch(next.to(), cut));
      if (part < next.size() && isUpwards) {
        free.addFirst(new Stretch(cut, next.to()));
      } else if (part < next.size()) {
        free.addLast(new Stretch(next.from(), cut));
      }
      left -= part;
    }
  }

  /// What goes on where the last one ends becomes one with it.
  private static void add(List<Stretch> own, Stretch more) {
    boolean goesOn =
        !own.isEmpty()
            && own.getLast().to() == more.from()
            && own.getLast().isUpwards() == more.isUpwards();
    own.add(goesOn ? new Stretch(own.removeLast().from(), more.to()) : more);
  }

  /// So many places for each; what rounding leaves over or lacks is the largest one's.
  private static Map<String, Integer> places(Map<String, Double> percents) {
    Map<String, Integer> places = new TreeMap<>();
    percents.forEach(
        (name, percent) -> places.put(name, (int) Math.round(percent * Bucket.OF_A_PERCENT)));
    String largest = Collections.max(places.entrySet(), Map.Entry.comparingByValue()).getKey();
    int sum = places.values().stream().mapToInt(Integer::intValue).sum();
    places.merge(largest, Bucket.PLACES - sum, Integer::sum);
    return places;
  }

  private static int size(List<Stretch> stretches) {
    return stretches.stream().mapToInt(Stretch::size).sum();
  }

  /// How many places a variation has.
  int size(String variation) {
    return size(stretches.getOrDefault(variation, List.of()));
  }

  /// How many stretches there are.
  int parts() {
    return stretches.values().stream().mapToInt(List::size).sum();
  }

  /// For the store.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    stretches.forEach((name, own) ->
        json.put(name, own.stream().map(each -> List.of(each.from(), each.to())).toList()));
    return json;
  }

  /// Reads what [#json] wrote.
  ///
  /// @throws IllegalStateException where it is none
  static Division ofJson(@Nullable Object json) {
    Map<String, List<Stretch>> stretches = new TreeMap<>();
    Json.members(json)
        .forEach((name, own) -> {
          if (!(own instanceof List<?> list)) {
            throw new IllegalStateException("a stored division is none");
          }
          stretches.put(String.valueOf(name), list.stream().map(Division::stretch).toList());
        });
    return new Division(stretches);
  }

  private static Stretch stretch(Object json) {
    if (json instanceof List<?> two
        && two.getFirst() instanceof Number from
        && two.getLast() instanceof Number to) {
      return new Stretch(from.intValue(), to.intValue());
    }
    throw new IllegalStateException("a stored stretch of places is none");
  }

  /// Whose a place is.
  Seat at(int place) {
    for (Map.Entry<String, List<Stretch>> each : stretches.entrySet()) {
      int before = 0;
      for (Stretch stretch : each.getValue()) {
        int within = stretch.before(place);
        if (within >= 0) {
          return new Seat(each.getKey(), before + within);
        }
        before += stretch.size();
      }
    }
    throw new IllegalStateException("a place that is nobody's");
  }
}
