package dev.ombud.act.review;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Severity;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Which reviews to list, highest priority first. An empty list lets every value through.
///
/// @param drills whether those of drills are among them
/// @param limit at most so many, 1 to 200
/// @param after where the page before ended
public record ReviewQuery(
    List<ReviewState> states,
    List<ReviewLane> lanes,
    List<Severity> severities,
    Optional<String> product,
    Optional<String> owner,
    DrillFilter drills,
    int limit,
    Optional<Position> after) {
  public static final int MAX_LIMIT = 200;

  public ReviewQuery {
    states = List.copyOf(states);
    lanes = List.copyOf(lanes);
    severities = List.copyOf(severities);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalStateException("a page has 1 to " + MAX_LIMIT + " reviews, not " + limit);
    }
  }

  /// The last review of a page. Callers have it as a cursor: base64url without padding over the
  /// priority as a big-endian IEEE 754 number and the id.
  public record Position(double priority, UUID id) {
    private static final int BYTES = Double.BYTES + 2 * Long.BYTES;

    /// Opaque to callers.
    public String cursor() {
      ByteBuffer bytes =
          ByteBuffer.allocate(BYTES)
              .putDouble(priority)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// @throws ServiceException BAD_PARAMETER
    public static Position read(String cursor) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        if (bytes.remaining() == BYTES) {
          return new Position(bytes.getDouble(), new UUID(bytes.getLong(), bytes.getLong()));
        }
      } catch (IllegalArgumentException e) {
        // The same refusal as for one of another length.
      }
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER, "`cursor` is none of ours: send one as an answer gave it");
    }
  }

  String where() {
    StringBuilder sql = new StringBuilder(" where ").append(real());
    lists().keySet().forEach(name -> sql.append(" and %1$s = any (:%1$s)".formatted(name)));
    bindings().keySet().stream()
        .filter(name -> !name.startsWith("last_"))
        .forEach(name -> sql.append(" and %1$s = :%1$s".formatted(name)));
    if (after.isPresent()) {
      sql.append(" and (priority, id) < (:last_priority, :last_id)");
    }
    return sql.append(" order by priority desc, id desc").toString();
  }

  private String real() {
    return switch (drills) {
      case FALSE -> ReviewRow.REAL;
      case TRUE -> "true";
      case ONLY -> "not " + ReviewRow.REAL;
    };
  }

  Map<String, Object> bindings() {
    Map<String, Object> bindings = new HashMap<>();
    product.ifPresent(value -> bindings.put("product", value));
    owner.ifPresent(value -> bindings.put("owner_team", value));
    after.ifPresent(position -> {
      bindings.put("last_priority", position.priority());
      bindings.put("last_id", position.id());
    });
    return bindings;
  }

  Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new HashMap<>();
    put(lists, "state", states);
    put(lists, "lane", lanes);
    put(lists, "severity", severities);
    return lists;
  }

  private static void put(
      Map<String, List<String>> lists, String column, List<? extends Enum<?>> values) {
    if (!values.isEmpty()) {
      lists.put(column, values.stream().map(Enum::name).toList());
    }
  }
}
