package dev.ombud.door.casepages;

import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.record.search.DecisionQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The address of a search, and of those next to it. Immutable.
record SearchLink(DecisionFilter filter, DecisionOrder order) {
  private static final String PATH = "/decisions";

  static SearchLink of(DecisionQuery query) {
    return new SearchLink(query.filter(), query.order());
  }

  /// The first page.
  String address() {
    return address(filter, "");
  }

  /// Where its decisions are counted.
  String facets() {
    return address().replace(PATH, PATH + "/facets");
  }

  String page(String cursor) {
    return address(filter, "cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
  }

  String with(Criterion criterion, String value) {
    List<String> values = new ArrayList<>(filter.values().getOrDefault(criterion, List.of()));
    values.add(value);
    return address(changed(criterion, values), "");
  }

  String without(Criterion criterion, String value) {
    List<String> values = new ArrayList<>(filter.values().getOrDefault(criterion, List.of()));
    values.remove(value);
    return address(changed(criterion, values), "");
  }

  private DecisionFilter changed(Criterion criterion, List<String> values) {
    Map<Criterion, List<String>> changed = new EnumMap<>(Criterion.class);
    changed.putAll(filter.values());
    if (values.isEmpty()) {
      changed.remove(criterion);
    } else {
      changed.put(criterion, values);
    }
    return filter.with(changed);
  }

  private String address(DecisionFilter filter, String more) {
    List<String> parts = new ArrayList<>();
    if (!filter.canonical().isEmpty()) {
      parts.add(filter.canonical());
    }
    if (order != DecisionOrder.NEWEST) {
      parts.add("order=" + order.name().toLowerCase(Locale.ROOT));
    }
    if (!more.isEmpty()) {
      parts.add(more);
    }
    return parts.isEmpty() ? PATH : PATH + "?" + String.join("&", parts);
  }
}
