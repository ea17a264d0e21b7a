package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form that was refused, for its page to show it again: as it was filled in, with what is wrong
/// beside each field. Immutable by custom.
///
/// @param action where it was sent: a path
/// @param problem what is wrong, as a sentence
/// @param more what is wrong besides, a line each
/// @param wrong what is wrong with a field, by its name: sentences
/// @param typed what was filled in
public record Refused(
    String action,
    int status,
    String problem,
    List<String> more,
    Map<String, String> wrong,
    Fields typed) {
  /// Of a page that shows no such form.
  public static final Refused NOTHING =
      new Refused("", ErrorCode.INVALID_REQUEST.status(), "", List.of(), Map.of(), Fields.NONE);

  private static final Pattern NAMED = Pattern.compile("`([A-Za-z][A-Za-z0-9-]*)`");

  static Refused of(String action, ServiceException failure, Fields typed) {
    Map<String, String> wrong = new LinkedHashMap<>();
    List<String> more = new ArrayList<>();
    for (Violation violation : failure.violations()) {
      String name = violation.pointer().replaceFirst("^/", "");
      if (typed.values().containsKey(name) || violation.code().equals(Fields.VIOLATION)) {
        wrong.putIfAbsent(name, Words.sentence(violation.detail()));
      } else {
        more.add(violation.pointer() + ": " + violation.detail());
      }
    }
    if (wrong.isEmpty()) {
      named(failure, typed).ifPresent(name -> wrong.put(name, Words.sentence(failure.detail())));
    }
    return new Refused(
        action,
        failure.code().status(),
        Words.sentence(failure.detail()),
        more,
        wrong,
        typed);
  }

  /// Of a filter or a form, the field that the refusal names first.
  private static Optional<String> named(ServiceException failure, Fields typed) {
    Matcher matcher = NAMED.matcher(failure.detail());
    return matcher.find()
        ? Optional.of(matcher.group(1)).filter(typed.values()::containsKey)
        : Optional.empty();
  }

  public boolean isOf(String form) {
    return action.equals(form);
  }

  /// What was filled into a field of a form, or else what stands there usually.
  public String typed(String form, String field, String usual) {
    return isOf(form) && typed.values().containsKey(field)
        ? typed.values().get(field).getFirst()
        : usual;
  }

  /// What is wrong with a field of a form; empty where nothing is.
  public String wrong(String form, String field) {
    return isOf(form) ? wrong.getOrDefault(field, "") : "";
  }
}
