package dev.ombud.ground.database;

import static org.jdbi.v3.core.generic.GenericTypes.getErasedType;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.ObjectArgument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.ColumnMapperFactory;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jspecify.annotations.Nullable;

/// How values stand in rows, for all stores alike. What is not here Jdbi knows by itself: an enum
/// by its name, an `Optional`, an array as a list. Its part for PostgreSQL would add types that no
/// table has, and neither a moment of UTC nor JSON as maps.
///
/// A row becomes a record as [RecordMapper] says. A map is JSON, in a column of text or of JSON.
/// Stateless.
final class Rows {
  private static final GenericType<Set<Role>> ROLES = new GenericType<>() {};

  private static final RowMapperFactory RECORDS =
      (type, _) ->
          getErasedType(type).isRecord()
              ? Optional.of(new RecordMapper(getErasedType(type)))
              : Optional.empty();

  private static final ColumnMapperFactory MEMBERS =
      (type, _) ->
          getErasedType(type) == Map.class
              ? Optional.of((row, column, _) -> members(row.getString(column)))
              : Optional.empty();

  private static final ArgumentFactory JSON =
      (_, value, _) ->
          value instanceof Map<?, ?> members ? Optional.of(json(members)) : Optional.empty();

  private Rows() {}

  static Jdbi installIn(Jdbi jdbi) {
    return jdbi.registerArgument(new Moments())
        .registerArgument(new Ids())
        .registerArgument(JSON)
        .registerColumnMapper(Instant.class, (row, column, _) -> moment(row, column))
        .registerColumnMapper(ROLES, (row, column, _) -> roles(row.getArray(column)))
        .registerColumnMapper(MEMBERS)
        .registerRowMapper(RECORDS);
  }

  /// Jdbi's own way would be that of a database that knows no zones.
  private static final class Moments extends AbstractArgumentFactory<Instant> {
    Moments() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return ObjectArgument.of(value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  /// Jdbi's own way would say of an id that is absent that it is a text.
  private static final class Ids extends AbstractArgumentFactory<UUID> {
    Ids() {
      super(Types.OTHER);
    }

    @Override
    protected Argument build(UUID value, ConfigRegistry config) {
      return (position, statement, _) -> statement.setObject(position, value);
    }
  }

  private static Argument json(Map<?, ?> members) {
    return ObjectArgument.of(new String(Json.write(members), StandardCharsets.UTF_8), Types.OTHER);
  }

  private static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    @Nullable OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  private static @Nullable Map<?, ?> members(@Nullable String json) {
    return json == null ? null : Json.readMembers(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Without those that only a newer version knows.
  private static Set<Role> roles(Array words) throws SQLException {
    return Arrays.stream((String[]) words.getArray())
        .map(Role::find)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
