package dev.ombud.door.tablepages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.TestRun;
import java.util.Optional;
import java.util.UUID;

/// The steps of a draft, and the way back to an earlier version: each calls what the API calls, and
/// is refused where that is. Thread-safe.
final class DraftForm {
  private static final int MAX_TITLE_CHARS = 200;
  private static final int MAX_REASON_CHARS = 2000;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;

  DraftForm(Drafts drafts, Rulesets rulesets, TableShelf shelf) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.shelf = shelf;
  }

  /// `version` and `table` say where somebody came from; both may be absent.
  Response create(Visit visit, Fields fields) {
    Optional<Long> version =
        fields.find("version").map(text -> TablesPage.published(rulesets, text).version());
    Optional<String> title =
        fields
            .find("title")
            .map(_ -> fields.require("title", "What is to change", MAX_TITLE_CHARS));
    Draft draft = drafts.create(version, title, visit.caller().name());
    String table = fields.find("table").map(name -> "/tables/" + name).orElse("");
    if (!table.isEmpty()) {
      TableShelf.named(shelf.tables(draft), fields.find("table").orElseThrow());
    }
    return visit.redirect(
        home(draft.id()) + table,
        "This draft is yours to change. Nothing decides by it before it is activated.");
  }

  Response test(Visit visit, Fields fields) {
    TestRun run = drafts.test(id(visit), visit.caller().name());
    shelf.put(run);
    long failed = run.failed();
    return visit.redirect(
        home(id(visit)) + "/scenarios",
        failed == 0 ? "All scenarios hold." : PageWords.count(failed, "scenario") + " failed.");
  }

  Response submit(Visit visit, Fields fields) {
    requireShown(visit, fields);
    Draft draft = drafts.submit(id(visit), visit.caller().name(), reason(fields));
    int needed = draft.submission().orElseThrow().approvalsNeeded();
    return visit.redirect(
        home(draft.id()), "Submitted. It needs " + PageWords.count(needed, "approval") + ".");
  }

  Response approve(Visit visit, Fields fields) {
    requireShown(visit, fields);
    Draft draft = drafts.approve(id(visit), visit.caller().name(), reason(fields));
    return visit.redirect(
        home(draft.id()),
        draft.state() == Draft.State.APPROVED
            ? "Approved. It can be activated now."
            : "Approved. One more person has to approve it.");
  }

  Response reject(Visit visit, Fields fields) {
    requireShown(visit, fields);
    Draft draft = drafts.reject(id(visit), visit.caller().name(), reason(fields));
    return visit.redirect(home(draft.id()), "Sent back. It can be changed again.");
  }

  Response activate(Visit visit, Fields fields) {
    requireShown(visit, fields);
    Draft draft = drafts.activate(id(visit), visit.caller().name(), reason(fields));
    return visit.redirect(
        home(draft.id()),
        "Ruleset %d decides from now on.".formatted(draft.published().orElseThrow()));
  }

  Response goBack(Visit visit, Fields fields) {
    long version = TablesPage.published(rulesets, visit.request().parameter("version")).version();
    Published active = rulesets.activate(version, visit.caller().name(), reason(fields));
    return visit.redirect(
        "/tables", "Ruleset %d decides again from now on.".formatted(active.version()));
  }

  /// Nobody agrees to another content than the page showed.
  private void requireShown(Visit visit, Fields fields) {
    fields.requireShown(drafts.load(id(visit)).tag(), "the draft was changed");
  }

  private static String reason(Fields fields) {
    return fields.require("reason", "Why", MAX_REASON_CHARS);
  }

  private static UUID id(Visit visit) {
    return Paths.id(visit.request(), "id", "draft");
  }

  private static String home(UUID draft) {
    return "/tables/drafts/" + draft;
  }
}
