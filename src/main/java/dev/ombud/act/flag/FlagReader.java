package dev.ombud.act.flag;

import dev.ombud.act.flag.Flag.Rollout;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.ground.text.Excerpt;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what an owner declares of a flag, and says of the first thing that does not hold together
/// where it is and how to mend it. What [FlagWriter] adds about the history is passed over, so that
/// what was read can be sent back. Belongs to one thread.
public final class FlagReader {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String[] FIELDS = {
    "key",
    "product",
    "owner",
    "type",
    "variations",
    "defaultVariation",
    "safeVariation",
    "environments",
    "expiresOn",
    "removeOn",
    "cleanUpBy",
    "criticality",
    "holdoutPercent",
    "platform",
    "platformKey",
    "revision",
    "changedAt",
    "changedBy",
    "archivedAt"
  };
  private static final int MAX_TEXT_CHARS = 200;
  private static final int MAX_VARIATIONS = 50;
  private static final int MAX_ENVIRONMENTS = 20;
  private static final double MAX_HOLDOUT_PERCENT = 50;

  private final JsonObject body;
  private final Collection<String> platforms;

  private FlagReader(JsonObject body, Collection<String> platforms) {
    this.body = body;
    this.platforms = platforms;
  }

  /// @param key as the address has it; the body may repeat it
  /// @param platforms that are configured, besides the built-in one
  /// @throws ServiceException INVALID_REQUEST
  public static Flag read(String key, JsonObject body, Collection<String> platforms) {
    return new FlagReader(body, platforms).flag(key);
  }

  /// Whether it can be the key of a flag.
  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  private Flag flag(String key) {
    requireKnown(key);
    Flag.Type type = word("type", Flag.Type.values());
    Map<String, Object> variations = variations(type);
    String fallback = oneOf("defaultVariation", variations.keySet());
    String safe = oneOf("safeVariation", variations.keySet());
    String platform = platform();
    LocalDate expires = day("expiresOn");
    LocalDate remove = day("removeOn");
    LocalDate cleanUp = day("cleanUpBy");
    if (expires.isAfter(remove) || remove.isAfter(cleanUp)) {
      throw ServiceException.invalid(
          "`expiresOn`, `removeOn` and `cleanUpBy` must not come in another order: exchange them");
    }
    return new Flag(
        key,
        text("product"),
        text("owner"),
        type,
        variations,
        fallback,
        safe,
        environments(variations.keySet(), fallback, safe, platform.equals(Flag.BUILTIN)),
        expires,
        remove,
        cleanUp,
        word("criticality", Criticality.values()),
        holdout(),
        platform,
        text("platformKey", key));
  }

  private void requireKnown(String key) {
    body.requireOnly(FIELDS);
    if (!isKey(key) || !text("key", key).equals(key)) {
      throw ServiceException.invalid(
          "`key` needs 1 to 100 letters, digits, `.`, `_` and `-`, and to be that of the address:"
              + " correct it");
    }
    if (key.equals("overdue")) {
      throw ServiceException.invalid(
          "`key`: `overdue` is taken by the list of overdue flags: take another one");
    }
  }

  private String platform() {
    String platform = text("platform", Flag.BUILTIN);
    if (!platform.equals(Flag.BUILTIN) && !platforms.contains(platform)) {
      throw ServiceException.invalid(
          "`platform`: there is no `%s`: use %s"
              .formatted(platform, quoted(with(Flag.BUILTIN, platforms))));
    }
    return platform;
  }

  private Map<String, Object> variations(Flag.Type type) {
    Map<String, Object> variations = new LinkedHashMap<>();
    members("variations", body.value("variations"))
        .forEach((name, value) -> {
          boolean fits =
              switch (type) {
                case BOOLEAN -> value instanceof Boolean;
                case STRING -> value instanceof String;
                case NUMBER -> value instanceof Number;
                case OBJECT -> value instanceof Map;
              };
          if (value == null || !fits || !isKey(name) || !Json.isWritable(value)) {
            throw ServiceException.invalid(
                "`variations`: `%s` is no name, or its value no %s: correct it"
                    .formatted(Excerpt.of(name), type.name().toLowerCase(Locale.ROOT)));
          }
          variations.put(name, value);
        });
    if (variations.size() < 2 || variations.size() > MAX_VARIATIONS) {
      throw ServiceException.invalid(
          "`variations` needs 2 to " + MAX_VARIATIONS + " of them: add or remove some");
    }
    return variations;
  }

  private Map<String, Rollout> environments(
      Collection<String> variations, String fallback, String safe, boolean builtin) {
    Map<String, Rollout> environments = new LinkedHashMap<>();
    members("environments", body.value("environments"))
        .forEach((name, value) -> {
          String place = "environments." + name;
          if (!isKey(name)) {
            throw ServiceException.invalid(
                "`environments`: `" + name + "` is no name: use letters, digits and `-`");
          }
          JsonObject state = JsonObject.of(members(place, value));
          if (builtin) {
            state.requireOnly("on", "rules", "serve", "changedAt", "changedBy", "switches");
          } else {
            state.requireOnly("changedAt", "changedBy", "switches");
          }
          environments.put(name, new RolloutReader(place, variations, fallback, safe).read(state));
        });
    if (environments.isEmpty() || environments.size() > MAX_ENVIRONMENTS) {
      throw ServiceException.invalid(
          "`environments` needs 1 to " + MAX_ENVIRONMENTS + " of them: name one");
    }
    return environments;
  }

  private double holdout() {
    Object value = body.value("holdoutPercent");
    if (value == null) {
      return 0;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= MAX_HOLDOUT_PERCENT) {
      return number.doubleValue();
    }
    throw ServiceException.invalid("`holdoutPercent` needs a number from 0 to 50: correct it");
  }

  private LocalDate day(String name) {
    try {
      LocalDate day = LocalDate.parse(text(name));
      if (TimeIds.covers(day)) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // The refusal below says it for both cases.
    }
    throw ServiceException.invalid("`" + name + "` needs a day such as 2026-01-31: correct it");
  }

  private String text(String name) {
    return body.text(name, MAX_TEXT_CHARS)
        .orElseThrow(
            () -> ServiceException.invalid("`" + name + "` is missing: every flag needs it"));
  }

  private String text(String name, String fallback) {
    return body.text(name, MAX_TEXT_CHARS).orElse(fallback);
  }

  private <E extends Enum<E>> E word(String name, E[] words) {
    String text = text(name);
    return Arrays.stream(words)
        .filter(each -> each.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            ServiceException.invalid(
                "`%s`: there is no `%s`: use %s"
                    .formatted(name, text, quoted(Arrays.stream(words).map(Enum::name).toList()))));
  }

  private String oneOf(String name, Collection<String> known) {
    String text = text(name);
    if (!known.contains(text)) {
      throw ServiceException.invalid(
          "`%s`: there is no variation `%s`: use %s".formatted(name, text, quoted(known)));
    }
    return text;
  }

  static Map<String, @Nullable Object> members(String place, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw ServiceException.invalid("`" + place + "` needs an object in braces: correct it");
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.forEach((name, each) -> members.put(String.valueOf(name), each));
    return members;
  }

  private static List<String> with(String first, Collection<String> more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(more);
    return all;
  }

  static String quoted(Collection<String> words) {
    return "`" + String.join("`, `", words) + "`";
  }
}
