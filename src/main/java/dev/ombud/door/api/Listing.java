package dev.ombud.door.api;

import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the queries of lists have in common: bounds, words, cursors, pages. Stateless.
public final class Listing {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_TEXT_CHARS = 200;

  private Listing() {}

  /// @throws ServiceException BAD_PARAMETER
  public static int limit(Request request, int most) {
    return limit(request, DEFAULT_LIMIT, most);
  }

  /// @throws ServiceException BAD_PARAMETER
  public static int limit(Request request, int usual, int most) {
    String text = request.query("limit").orElse(String.valueOf(usual));
    if (text.matches("[1-9][0-9]{0,5}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw ServiceException.badParameter(
        "`limit` is `%s`: write a whole number from 1 to %d".formatted(text, most));
  }

  /// @throws ServiceException BAD_PARAMETER where it is none
  public static Optional<UUID> id(Request request, String name) {
    return request
        .query(name)
        .map(text ->
            TimeIds.read(text)
                .orElseThrow(() ->
                    ServiceException.badParameter(
                        "`%s` is `%s`, which is not a UUID: correct it".formatted(name, text))));
  }

  /// @throws ServiceException BAD_PARAMETER where it is empty or too long
  public static Optional<String> text(Request request, String name) {
    return text(request, name, MAX_TEXT_CHARS);
  }

  /// @param longest in Unicode characters
  /// @throws ServiceException BAD_PARAMETER where it is empty or too long
  static Optional<String> text(Request request, String name, int longest) {
    Optional<String> text = request.query(name);
    if (text.filter(
            given ->
                given.isEmpty()
                    || given.codePointCount(0, given.length()) > longest
                    || given.indexOf('\0') >= 0)
        .isPresent()) {
      throw ServiceException.badParameter(
          "`%s` needs 1 to %d characters: correct or omit it".formatted(name, longest));
    }
    return text;
  }

  /// The values of a parameter that may be given several times.
  ///
  /// @throws ServiceException BAD_PARAMETER for a word that is none of these
  public static <E extends Enum<E>> List<E> words(Request request, String name, E[] known) {
    return request.queries(name).stream().map(text -> word(name, text, known)).distinct().toList();
  }

  /// @throws ServiceException BAD_PARAMETER for a word that is none of these
  public static <E extends Enum<E>> Optional<E> word(Request request, String name, E[] known) {
    return request.query(name).map(text -> word(name, text, known));
  }

  private static <E extends Enum<E>> E word(String name, String text, E[] known) {
    return ClosedWords.find(text, known)
        .orElseThrow(() -> ServiceException.badParameter(ClosedWords.refusal(name, text, known)));
  }

  /// @throws ServiceException BAD_PARAMETER where it is neither `true` nor `false`
  public static Optional<Boolean> flag(Request request, String name) {
    Optional<String> text = request.query(name);
    text.filter(given -> !given.equals("true") && !given.equals("false"))
        .ifPresent(given -> {
          throw ServiceException.badParameter(
              "`%s` is `%s`: write `true` or `false`".formatted(name, given));
        });
    return text.map(Boolean::valueOf);
  }

  /// A page, with the cursor of the next one.
  public static Response page(Page<?> page) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("items", page.items());
    view.put("next", page.next().orElse(null));
    return Response.json(200, Json.write(view));
  }
}
