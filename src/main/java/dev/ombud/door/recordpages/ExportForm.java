package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.record.export.Export;
import dev.ombud.record.export.ExportFormat;
import dev.ombud.record.export.Exports;
import dev.ombud.record.search.DecisionFilter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sends the decisions of a question as a file; the browser shows how far it is, and lets one
/// cancel it. A POST, since it stands on record who took what along: no link of another site may
/// make somebody do that. Thread-safe.
final class ExportForm {
  private static final Set<String> KNOWN =
      Stream.concat(
              Stream.of("csrf", "format", "proofs"), Arrays.stream(DecisionFilter.parameters()))
          .collect(Collectors.toUnmodifiableSet());

  private final Exports exports;

  ExportForm(Exports exports) {
    this.exports = exports;
  }

  Response send(Visit visit, Fields fields) {
    requireKnown(fields);
    ExportFormat format = format(fields.find("format").orElse(ExportFormat.NDJSON.word()));
    // A field that was left empty asks for nothing.
    DecisionFilter filter =
        DecisionFilter.read(
            name -> fields.all(name).stream().filter(text -> !text.isBlank()).toList());
    boolean proofs = fields.find("proofs").equals(Optional.of("true"));
    Export export = exports.begin(format, filter, proofs, visit.caller().name());
    return Response.stream(200, format.mediaType(), body -> export.run(body::send))
        .with("Export-Id", export.id().toString())
        .attached(export.file());
  }

  /// A filter that is misspelt would take along more than was meant.
  private static void requireKnown(Fields fields) {
    fields.values().keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw Fields.refusal(name, "`" + name + "` is no filter: take it away");
        });
  }

  private static ExportFormat format(String word) {
    return ExportFormat.find(word)
        .orElseThrow(() ->
            Fields.refusal("format", "`Format` is `%s`: choose one of the list".formatted(word)));
  }
}
