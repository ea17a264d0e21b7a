package dev.ombud.console;

import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Violation;
import java.util.List;

/// What went wrong, for a person. Immutable.
///
/// @param code as the list of errors has it
/// @param violations what is wrong where, a line each
public record ErrorPage(
    String title,
    String detail,
    String remedy,
    String code,
    String trace,
    List<String> violations) {
  static ErrorPage of(ServiceException failure, String traceId) {
    return new ErrorPage(
        Words.sentence(failure.code().title()).replaceAll("\\.$", ""),
        Words.sentence(failure.detail()),
        Words.sentence(failure.code().remedy()),
        failure.code().code(),
        traceId,
        failure.violations().stream().map(ErrorPage::line).toList());
  }

  private static String line(Violation violation) {
    return violation.pointer() + ": " + violation.detail();
  }
}
