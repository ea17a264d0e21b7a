package dev.ombud.door.command;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server answered, or an object in it. Immutable by custom.
///
/// @param call for example `GET /v1/rulesets/active`
/// @param body the fields of its object
record ServerAnswer(String call, int status, HttpHeaders headers, Map<?, ?> body) {
  /// @throws ServerException where there is none
  String header(String name) {
    return headers.firstValue(name).orElseThrow(() -> missing(name));
  }

  Optional<String> find(String field) {
    return body.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// @throws ServerException where it is no text
  String text(String field) {
    return find(field).orElseThrow(() -> missing(field));
  }

  /// @throws ServerException where it is no whole number
  long number(String field) {
    if (body.get(field) instanceof Long number) {
      return number;
    }
    throw missing(field);
  }

  /// @throws ServerException where it is no object
  ServerAnswer inner(String field) {
    if (body.get(field) instanceof Map<?, ?> object) {
      return new ServerAnswer(call, status, headers, object);
    }
    throw missing(field);
  }

  /// The objects in a list; none where it is absent.
  List<ServerAnswer> all(String field) {
    List<ServerAnswer> all = new ArrayList<>();
    for (Object item : list(field)) {
      if (item instanceof Map<?, ?> object) {
        all.add(new ServerAnswer(call, status, headers, object));
      }
    }
    return all;
  }

  /// The texts in a list; none where it is absent.
  List<String> texts(String field) {
    return list(field).stream().map(String::valueOf).toList();
  }

  private List<?> list(String field) {
    return body.get(field) instanceof List<?> list ? list : List.of();
  }

  /// One thing that is wrong: a finding with its level, a violation with its place.
  String line() {
    return find("line")
        .map(line -> find("level").orElse("error").toLowerCase(Locale.ROOT) + " " + line)
        .orElseGet(() -> find("pointer").orElse("") + ": " + find("detail").orElse(""));
  }

  private ServerException missing(String what) {
    return new ServerException(
        "the answer to %s has no good `%s`: use the jar of the server's own version"
            .formatted(call, what),
        List.of());
  }
}
