package dev.ombud.ground.database;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Makes records of rows, by their constructors: `madeAt` is the column `made_at`. A component that
/// is a record too is made of columns of the same row, which begin with its name (`ended_at`) where
/// its first one does; an optional one is absent where its first column is. Where a column has the
/// whole name, it is made of that one by the mapper of its type.
///
/// Jdbi's own `ConstructorMapper` does the same, but wants its annotations in such records, and
/// those know no SQL. Immutable.
record RecordMapper(Class<?> type) implements RowMapper<Object> {
  /// Kept, since to find them takes longer than a short query.
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  /// What a record is made with.
  private record Shape(Constructor<?> constructor, List<Part> parts) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return new Shape(constructor, Arrays.stream(components).map(Part::of).toList());
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("a record without its constructor", e);
      }
    }

    Object make(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a row makes no " + constructor.getDeclaringClass(), e);
      }
    }
  }

  /// @param name as a column has it
  /// @param whole what it is, whether it is optional or not
  private record Part(String name, Type type, boolean isOptional, Class<?> whole) {
    static Part of(RecordComponent component) {
      Type type = component.getGenericType();
      Optional<Type> perhaps = GenericTypes.findGenericParameter(type, Optional.class);
      return new Part(
          component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
          type,
          perhaps.isPresent(),
          GenericTypes.getErasedType(perhaps.orElse(type)));
    }
  }

  /// Where columns stand in the rows of one query.
  private record Columns(Map<String, Integer> places, StatementContext context) {
    RowMapper<?> whole(Class<?> type, String prefix) {
      Shape shape = SHAPES.get(type);
      List<RowMapper<?>> parts = new ArrayList<>();
      shape.parts().forEach(each -> parts.add(part(each, prefix)));
      return (row, context) -> {
        @Nullable Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = parts.get(i).map(row, context);
        }
        return shape.make(values);
      };
    }

    private RowMapper<?> part(Part part, String prefix) {
      String name = prefix + part.name();
      if (!part.whole().isRecord() || places.containsKey(name)) {
        int place = place(name);
        ColumnMapper<?> mapper = context.findColumnMapperFor(part.type()).orElseThrow();
        return (row, context) -> mapper.map(row, place, context);
      }
      String first = SHAPES.get(part.whole()).parts().getFirst().name();
      String inside = places.containsKey(name + "_" + first) ? name + "_" : prefix;
      RowMapper<?> whole = whole(part.whole(), inside);
      if (!part.isOptional()) {
        return whole;
      }
      int mark = place(inside + first);
      return (row, context) ->
          row.getObject(mark) == null ? Optional.empty() : Optional.of(whole.map(row, context));
    }

    private int place(String name) {
      Integer place = places.get(name);
      if (place == null) {
        throw new IllegalStateException("a query has no column `" + name + "`: name it so");
      }
      return place;
    }
  }

  @Override
  public Object map(ResultSet row, StatementContext context) throws SQLException {
    return specialize(row, context).map(row, context);
  }

  @Override
  @SuppressWarnings("unchecked") // what is made is of the type that was asked for
  public RowMapper<Object> specialize(ResultSet row, StatementContext context) throws SQLException {
    ResultSetMetaData meta = row.getMetaData();
    Map<String, Integer> places = new HashMap<>();
    for (int place = 1; place <= meta.getColumnCount(); place++) {
      places.putIfAbsent(meta.getColumnLabel(place), place);
    }
    return (RowMapper<Object>) new Columns(places, context).whole(type, "");
  }
}
