package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody filled into a form. Immutable by custom.
public record Fields(Map<String, List<String>> values) {
  /// Of a reason that stands in the record for ever.
  public static final int REASON_LONGEST = 2_000;

  /// The value without spaces around it; nothing where the field is absent or empty.
  public Optional<String> find(String name) {
    return all(name).stream().map(String::strip).filter(text -> !text.isEmpty()).findFirst();
  }

  /// @param label as the form has it, for the refusal
  /// @throws ServiceException INVALID_REQUEST where it is empty, or longer than allowed
  public String require(String name, String label, int longest) {
    String text =
        find(name)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.INVALID_REQUEST, "`" + label + "` is empty: fill it in"));
    if (text.length() > longest) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "`%s` has %d characters, %d are allowed: shorten it"
              .formatted(label, text.length(), longest));
    }
    return text;
  }

  /// All values of a field that may be there several times, in their order.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
