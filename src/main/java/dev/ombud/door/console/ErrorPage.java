package dev.ombud.door.console;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import java.util.List;
import java.util.Optional;

/// What went wrong, for a person. Immutable.
///
/// @param code as the list of errors has it
/// @param violations what is wrong where, a line each
/// @param refused the form that was refused, to be sent again; nothing where there is none
/// @param elsewhere the address of what people look at in the place of this
/// @param back the address of the page that somebody came from
public record ErrorPage(
    String title,
    String detail,
    String remedy,
    String code,
    String trace,
    List<String> violations,
    Optional<Refused> refused,
    Optional<String> elsewhere,
    Optional<String> back) {
  static ErrorPage of(
      ServiceException failure,
      String traceId,
      Optional<Refused> refused,
      Optional<String> elsewhere,
      Optional<String> back) {
    boolean isPeople = failure.code() == ErrorCode.UNAUTHENTICATED && refused.isPresent();
    return new ErrorPage(
        PageWords.sentence(failure.code().title()).replaceAll("\\.$", ""),
        PageWords.sentence(failure.detail()),
        isPeople ? "Sign in." : PageWords.sentence(failure.code().remedy()),
        failure.code().code(),
        traceId,
        failure.violations().stream().map(ErrorPage::line).toList(),
        refused,
        elsewhere,
        back);
  }

  private static String line(Violation violation) {
    return violation.pointer() + ": " + violation.detail();
  }
}
