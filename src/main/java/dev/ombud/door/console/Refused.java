package dev.ombud.door.console;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form that was refused, for its page to show it again: as it was filled in, with what is wrong
/// beside each field. Immutable by custom.
///
/// @param action where it was sent: a path
/// @param title what sort of thing went wrong
/// @param problem what is wrong, as a sentence
/// @param more what is wrong besides, a line each
/// @param wrong what is wrong with a field, by its name: sentences
/// @param typed what was filled in
/// @param code as the list of errors has it
/// @param isAlone whether the page has no such form any more, so that what was sent stands apart
public record Refused(
    String action,
    int status,
    String title,
    String problem,
    List<String> more,
    Map<String, String> wrong,
    Fields typed,
    String code,
    String trace,
    boolean isAlone) {
  /// What belongs to a form and says nothing to a person.
  private static final Set<String> SILENT =
      Set.of("binding", "tag", "next", "version", "table", "product", "shown", "ordinal");

  /// Of a page that shows no such form.
  public static final Refused NOTHING =
      new Refused("", 200, "", "", List.of(), Map.of(), Fields.NONE, "", "", false);

  private static final Pattern NAMED = Pattern.compile("`([A-Za-z][A-Za-z0-9-]*)`");

  static Refused of(String action, ServiceException failure, Fields typed, String trace) {
    Map<String, String> wrong = new LinkedHashMap<>();
    List<String> more = new ArrayList<>();
    for (Violation violation : failure.violations()) {
      String name = violation.pointer().replaceFirst("^/", "");
      if (typed.values().containsKey(name) || isField(violation)) {
        wrong.putIfAbsent(name, PageWords.sentence(violation.detail()));
      } else {
        more.add(violation.pointer() + ": " + violation.detail());
      }
    }
    if (wrong.isEmpty()) {
      named(failure, typed)
          .ifPresent(name -> wrong.put(name, PageWords.sentence(failure.detail())));
    }
    return new Refused(
        action,
        failure.code().status(),
        PageWords.sentence(failure.code().title()),
        PageWords.sentence(failure.detail()),
        more,
        wrong,
        typed,
        failure.code().code(),
        trace,
        false);
  }

  /// As [Fields#refusal] says it, also of a field that was not sent.
  private static boolean isField(Violation violation) {
    return violation.code() == ViolationCode.BAD_FORMAT
        && violation.pointer().matches("/[a-zA-Z-]+");
  }

  /// Of a filter or a form, the field that the refusal names first.
  private static Optional<String> named(ServiceException failure, Fields typed) {
    Matcher matcher = NAMED.matcher(failure.detail());
    return matcher.find()
        ? Optional.of(matcher.group(1)).filter(typed.values()::containsKey)
        : Optional.empty();
  }

  /// A field as it was sent.
  ///
  /// @param isSilent whether it goes along unseen
  public record Sent(String name, String label, String value, boolean isSilent) {}

  Refused alone() {
    return new Refused(action, status, title, problem, more, wrong, typed, code, trace, true);
  }

  /// All that was sent, but for the token of the form.
  public List<Sent> sent() {
    return typed.values().entrySet().stream()
        .filter(each -> !each.getKey().equals("csrf"))
        .flatMap(each -> each.getValue().stream().map(value -> sent(each.getKey(), value)))
        .toList();
  }

  private static Sent sent(String name, String value) {
    return new Sent(
        name,
        PageWords.sentence(name.replace('-', ' ')).replaceAll("\\.$", ""),
        value,
        SILENT.contains(name) || name.startsWith("shown-"));
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
