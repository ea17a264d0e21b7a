package dev.ombud.act.target;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON document of another system, read leniently: what is not there is missing, whatever stands
/// around it. Immutable.
public record Tree(@Nullable Object value) {
  private static final Tree MISSING = new Tree(null);

  /// Nothing where it is no JSON, for example because it was cut off.
  public static Optional<Tree> read(byte[] utf8) {
    try {
      return Optional.of(new Tree(Json.read(utf8)));
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  /// What stands behind these names, one inside the other.
  public Tree at(String... names) {
    Tree tree = this;
    for (String name : names) {
      tree = tree.value instanceof Map<?, ?> members ? new Tree(members.get(name)) : MISSING;
    }
    return tree;
  }

  public List<Tree> items() {
    return value instanceof List<?> list
        ? list.stream().map(item -> new Tree(item)).toList()
        : List.of();
  }

  /// The first of an array.
  public Tree first() {
    List<Tree> items = items();
    return items.isEmpty() ? MISSING : items.getFirst();
  }

  public boolean isMissing() {
    return value == null;
  }

  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /// A text or number; empty where it is neither.
  public String text() {
    return value instanceof String || value instanceof Number ? String.valueOf(value) : "";
  }

  /// A time of RFC 3339, also with an offset without a colon, as Jira has it.
  public Optional<Instant> instant() {
    String text = text().replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Whether this text stands anywhere inside.
  public boolean mentions(String text) {
    return new String(Json.write(value), StandardCharsets.UTF_8).contains(text);
  }
}
