package dev.ombud.console.audit;

import dev.ombud.console.Visit;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.inquiry.DecisionFilter;
import dev.ombud.inquiry.Export;
import dev.ombud.inquiry.ExportFormat;
import dev.ombud.inquiry.Exports;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.List;

/// Sends the decisions of a question as a file; the browser shows how far it is, and lets one
/// cancel it. A GET, since it changes nothing but the log that tells of it. Thread-safe.
final class ExportForm {
  private final Exports exports;

  ExportForm(Exports exports) {
    this.exports = exports;
  }

  Response send(Visit visit) {
    Request request = visit.request();
    ExportFormat format = format(request.query("format").orElse(ExportFormat.NDJSON.word()));
    // A field that was left empty asks for nothing.
    DecisionFilter filter =
        DecisionFilter.read(
            name -> request.queries(name).stream().filter(text -> !text.isBlank()).toList());
    if (request.method().equals("HEAD")) {
      return Response.of(200, format.mediaType(), new byte[0]);
    }
    boolean proofs = request.query("proofs").equals(java.util.Optional.of("true"));
    Export export = exports.begin(format, filter, proofs, visit.caller().name());
    return Response.stream(200, format.mediaType(), body -> export.run(body::send))
        .with("Export-Id", export.id().toString())
        .with(
            "Content-Disposition",
            "attachment; filename=\"decisions-%s.%s\"".formatted(export.id(), format.word()));
  }

  private static ExportFormat format(String word) {
    List<ExportFormat> formats = List.of(ExportFormat.values());
    return formats.stream()
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.BAD_PARAMETER,
                "`format` is `%s`: choose one of the list".formatted(word)));
  }
}
