package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What went wrong, for a person. Immutable.
///
/// @param code as the list of errors has it
/// @param violations what is wrong where, a line each
/// @param again the form that was refused, to be sent again; nothing where there is none
/// @param elsewhere the address of what people look at in the place of this
public record ErrorPage(
    String title,
    String detail,
    String remedy,
    String code,
    String trace,
    List<String> violations,
    Optional<Again> again,
    Optional<String> elsewhere) {
  /// What belongs to a form and says nothing to a person.
  private static final Set<String> SILENT =
      Set.of("binding", "tag", "next", "version", "table", "product", "shown", "ordinal");

  /// @param action where it is sent
  public record Again(String action, List<Field> fields) {}

  /// @param isSilent whether it goes along unseen
  public record Field(String name, String label, String value, boolean isSilent) {}

  static ErrorPage of(
      ServiceException failure,
      String traceId,
      Optional<Refused> refused,
      Optional<String> elsewhere) {
    boolean isPeople = failure.code() == ErrorCode.UNAUTHENTICATED && refused.isPresent();
    return new ErrorPage(
        Words.sentence(failure.code().title()).replaceAll("\\.$", ""),
        Words.sentence(failure.detail()),
        isPeople ? "Sign in." : Words.sentence(failure.code().remedy()),
        failure.code().code(),
        traceId,
        failure.violations().stream().map(ErrorPage::line).toList(),
        refused.map(ErrorPage::again),
        elsewhere);
  }

  private static Again again(Refused refused) {
    return new Again(
        refused.action(),
        refused.typed().values().entrySet().stream()
            .filter(each -> !each.getKey().equals("csrf"))
            .flatMap(each -> each.getValue().stream().map(value -> field(each.getKey(), value)))
            .toList());
  }

  private static Field field(String name, String value) {
    return new Field(
        name,
        Words.sentence(name.replace('-', ' ')).replaceAll("\\.$", ""),
        value,
        SILENT.contains(name) || name.startsWith("shown-"));
  }

  private static String line(Violation violation) {
    return violation.pointer() + ": " + violation.detail();
  }
}
