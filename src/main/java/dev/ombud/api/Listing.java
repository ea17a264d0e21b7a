package dev.ombud.api;

import dev.ombud.contract.Json;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Page;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the queries of lists have in common: bounds, words, cursors, pages. Stateless.
final class Listing {
  private static final int LIMIT_USUAL = 50;
  private static final int TEXT_LONGEST = 200;

  private Listing() {}

  /// @throws ServiceException BAD_PARAMETER
  static int limit(Request request, int most) {
    String text = request.query("limit").orElse(String.valueOf(LIMIT_USUAL));
    if (text.matches("[1-9][0-9]{0,5}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw refusal("`limit` is `%s`: write a whole number from 1 to %d".formatted(text, most));
  }

  /// @throws ServiceException BAD_PARAMETER where it is none
  static Optional<UUID> id(Request request, String name) {
    return request
        .query(name)
        .map(text ->
            Parameters.uuid(text)
                .orElseThrow(
                    () -> refusal("`" + name + "` is `" + text + "`, which is no id: mend it")));
  }

  /// @throws ServiceException BAD_PARAMETER where it is empty or too long
  static Optional<String> text(Request request, String name) {
    return text(request, name, TEXT_LONGEST);
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
      throw refusal("`%s` needs 1 to %d characters: mend or omit it".formatted(name, longest));
    }
    return text;
  }

  /// The values of a parameter that may be given several times.
  ///
  /// @throws ServiceException BAD_PARAMETER for a word that is none of these
  static <E extends Enum<E>> List<E> words(Request request, String name, E[] known) {
    return request.queries(name).stream()
        .map(text ->
            Arrays.stream(known)
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                    refusal(
                        "`%s` is `%s`: use one of %s"
                            .formatted(name, text, Arrays.toString(known)))))
        .distinct()
        .toList();
  }

  /// A page, with the cursor of the next one.
  static Response page(Page<?> page) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("items", page.items());
    view.put("next", page.next().orElse(null));
    return Response.json(200, Json.write(view));
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.BAD_PARAMETER, detail);
  }
}
