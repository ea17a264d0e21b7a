package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.Withholding;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The draft of release notes as a file, and what a reviewer makes of it. Thread-safe.
final class NotesForm {
  /// The same that may judge briefs over the API.
  static final Set<Role> JUDGES = EnumSet.of(Role.REVIEWER);

  private static final int MAX_TEXT_CHARS = 20_000;
  private static final int MAX_NAME_CHARS = 200;

  private final NotesDesk desk;
  private final ReleasePage page;

  NotesForm(NotesDesk desk, ReleasePage page) {
    this.desk = desk;
    this.page = page;
  }

  /// As Markdown.
  Response file(Visit visit) {
    String version = visit.request().parameter("version");
    String product =
        visit
            .request()
            .query("product")
            .filter(name -> !name.isBlank())
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.BAD_PARAMETER, "`product` is missing: open the release's page"));
    NotesDesk.Draft draft =
        desk.about(product, version, Withholding.isFor(visit.caller().roles()))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND,
                    "no gate was asked about release `%s` of `%s`: ask one"
                        .formatted(version, product)));
    return Response.of(
        200, "text/markdown; charset=utf-8", draft.markdown().getBytes(StandardCharsets.UTF_8));
  }

  /// The page of the release, where the form is refused.
  Response again(Visit visit) {
    return page.show(visit, visit.refused().typed().find("product"));
  }

  Response take(Visit visit, Fields fields) {
    String version = visit.request().parameter("version");
    String product = fields.require("product", "Product", MAX_NAME_CHARS);
    UUID id = Paths.id(visit.request(), "draft");
    String verdict = verdict(fields);
    disagreement(verdict, fields)
        .ifPresent(words -> {
          throw Fields.refusal("text", words);
        });
    Optional<String> text =
        verdict.equals("EDITED")
            ? Optional.of(fields.require("text", "Text", MAX_TEXT_CHARS))
            : Optional.empty();
    desk.judge(
        id,
        verdict,
        visit.caller().name(),
        fields.require("reason", "Reason", Fields.MAX_REASON_CHARS),
        text);
    return visit.redirect(
        "/releases/%s?product=%s#notes"
            .formatted(ReleasePage.encoded(version), ReleasePage.encoded(product)),
        "Release notes: %s.".formatted(verdict.toLowerCase(Locale.ROOT)));
  }

  /// Why the text and the button say different things; nothing where they do not.
  private static Optional<String> disagreement(String verdict, Fields fields) {
    Optional<String> shown = fields.find("shown");
    boolean isEdited =
        !shown.equals(Optional.of(NotesDesk.Draft.named(fields.find("text").orElse(""))));
    if (shown.isEmpty() || isEdited == verdict.equals("EDITED")) {
      return Optional.empty();
    }
    return Optional.of(
        isEdited
            ? "the text was changed, and the button would not keep it, so nothing was recorded:"
                + " press `Save my text`, or undo the change"
            : "the text is as it was drafted, so there is nothing to save: change it, or press"
                + " `Accept`");
  }

  private static String verdict(Fields fields) {
    return switch (fields.find("verdict").orElse("")) {
      case "accept" -> "ACCEPTED";
      case "edit" -> "EDITED";
      case "reject" -> "REJECTED";
      default ->
          throw new ServiceException(
              ErrorCode.INVALID_REQUEST, "nothing was chosen: accept, edit or reject the draft");
    };
  }
}
