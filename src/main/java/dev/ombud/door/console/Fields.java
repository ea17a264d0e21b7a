package dev.ombud.door.console;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody filled into a form. Immutable by custom.
public record Fields(Map<String, List<String>> values) {
  /// Of a reason that stands in the record for ever.
  public static final int MAX_REASON_CHARS = 2_000;

  /// Of a form that could not be read.
  public static final Fields NONE = new Fields(Map.of());

  /// Refuses one field; its page says so beside it.
  ///
  /// @param name of the field
  /// @param detail starts in lower case, ends without a full stop
  public static ServiceException refusal(String name, String detail) {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        detail,
        Map.of(),
        List.of(new Violation("/" + name, ViolationCode.BAD_FORMAT, detail)));
  }

  /// The value without spaces around it; nothing where the field is absent or empty.
  public Optional<String> find(String name) {
    return all(name).stream().map(String::strip).filter(text -> !text.isEmpty()).findFirst();
  }

  /// @param label as the form has it, for the refusal
  /// @throws ServiceException INVALID_REQUEST where it is empty, or longer than allowed
  public String require(String name, String label, int longest) {
    String text =
        find(name).orElseThrow(() -> refusal(name, "`" + label + "` is empty: fill it in"));
    if (text.length() > longest) {
      throw refusal(
          name,
          "`%s` has %d characters, %d are allowed: shorten it"
              .formatted(label, text.length(), longest));
    }
    return text;
  }

  /// Refuses a form of a page that showed what is no longer so: a button does what stood beside it
  /// when it was pressed. What was shown stands in the hidden field `shown`.
  ///
  /// @param now the same as it is by now
  /// @param what changed, as the beginning of a sentence
  /// @throws ServiceException PRECONDITION_FAILED
  public void requireShown(String now, String what) {
    if (find("shown").filter(shown -> !shown.equals(now)).isPresent()) {
      throw new ServiceException(
          ErrorCode.PRECONDITION_FAILED,
          what
              + " since the page was loaded, so nothing was done: load it again, look, and press the"
              + " button then");
    }
  }

  /// The first field with U+0000 in it, which no text on record can have.
  Optional<String> unstorable() {
    return values.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(text -> text.indexOf('\0') >= 0))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// All values of a field that may be there several times, in their order.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
