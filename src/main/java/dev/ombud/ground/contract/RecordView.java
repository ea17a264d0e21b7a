package dev.ombud.ground.contract;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record as a JSON object: its components by their names and in their order, without those that
/// are absent. An enum is its name, a moment, a day or an id its text. For what is told of a record
/// where its names are those of the contract. Stateless.
public final class RecordView {
  private RecordView() {}

  /// @param without names of components that are left out
  /// @return a map of its own, for the caller to change
  public static Map<String, Object> of(Record told, String... without) {
    Map<String, Object> view = new LinkedHashMap<>();
    for (RecordComponent component : told.getClass().getRecordComponents()) {
      if (!List.of(without).contains(component.getName())) {
        Object value = plain(value(told, component.getAccessor()));
        if (value != null) {
          view.put(component.getName(), value);
        }
      }
    }
    return view;
  }

  private static @Nullable Object value(Record told, Method accessor) {
    try {
      accessor.setAccessible(true);
      return accessor.invoke(told);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record does not tell what it has", e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Optional<?> perhaps -> plain(perhaps.orElse(null));
      case Record part -> of(part);
      case Enum<?> word -> word.name();
      case Collection<?> items -> items.stream().map(RecordView::plain).toList();
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        members.forEach((name, member) -> plain.put(String.valueOf(name), plain(member)));
        yield plain;
      }
      case null -> null;
      case String _, Number _, Boolean _ -> value;
      default -> value.toString();
    };
  }
}
