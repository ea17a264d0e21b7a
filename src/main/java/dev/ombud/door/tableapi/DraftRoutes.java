package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.FindingWriter;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.TestRun;
import dev.ombud.publish.ruleset.Uploads;
import dev.ombud.publish.ruleset.Uploads.Outcome;
import dev.ombud.publish.ruleset.Uploads.ScenarioForm;
import dev.ombud.publish.ruleset.Uploads.TableForm;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// The life of drafts over HTTP: one method an endpoint. Thread-safe.
public final class DraftRoutes {
  private static final Set<Role> OWNERS = EnumSet.of(Role.OWNER, Role.ADMIN);
  private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);
  private static final Set<Role> READERS = Role.PEOPLE;

  /// More than a table may have, so that its reader can say so by name.
  private static final int MAX_BODY_BYTES = 6 << 20;

  private static final int MAX_TITLE_CHARS = 200;
  private static final Pattern RULE_FILE = Pattern.compile("[a-z][a-z0-9-]{0,60}\\.drl");

  private final Drafts drafts;
  private final Uploads uploads;
  private final boolean allowsRules;

  private DraftRoutes(Drafts drafts, boolean allowsRules) {
    this.drafts = drafts;
    this.uploads = new Uploads(drafts);
    this.allowsRules = allowsRules;
  }

  /// @param allowsRules whether rules may be uploaded at all
  public static List<Route> routes(Access access, Drafts drafts, boolean allowsRules) {
    DraftRoutes here = new DraftRoutes(drafts, allowsRules);
    Signed signed = new Signed(access);
    String draft = "/v1/drafts/{id}";
    return List.of(
        signed.route("POST", "/v1/drafts", OWNERS, here::create),
        signed.route("GET", "/v1/drafts", READERS, here::list),
        signed.route("GET", draft, READERS, here::get),
        signed.route("GET", draft + "/tables/{name}", READERS, here::getTable),
        signed
            .route("PUT", draft + "/tables/{name}", OWNERS, here::putTable)
            .taking(new Route.Body.Whole(MAX_BODY_BYTES)),
        signed.route("GET", draft + "/vocabulary", READERS, here::getVocabulary),
        signed.route("GET", draft + "/rules/{file}", READERS, here::getRules),
        signed.route("PUT", draft + "/rules/{file}", ADMINS, here::putRules),
        signed.route("GET", draft + "/findings", READERS, here::findings),
        signed.route("GET", draft + "/diff", READERS, here::diff),
        signed.route("GET", draft + "/scenarios", READERS, here::getScenarios),
        signed
            .route("PUT", draft + "/scenarios", OWNERS, here::putScenarios)
            .taking(new Route.Body.Whole(MAX_BODY_BYTES)),
        signed
            .route("POST", draft + "/test-runs", OWNERS, here::test)
            .taking(new Route.Body.None()),
        signed.route("POST", draft + "/submission", OWNERS, here::submit),
        signed.route("POST", draft + "/approvals", OWNERS, here::approve),
        signed.route("POST", draft + "/rejections", OWNERS, here::reject),
        signed.route("POST", draft + "/activation", OWNERS, here::activate));
  }

  private Response create(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.objectOrNothing(request).requireOnly("basedOn", "title");
    Draft draft =
        drafts.create(body.count("basedOn"), body.text("title", MAX_TITLE_CHARS), caller.name());
    return answer(201, draft).with("Location", "/v1/drafts/" + draft.id());
  }

  private Response list(Request request, Caller caller) {
    return Response.json(
        200, Json.write(Map.of("items", drafts.list().stream().map(DraftView::of).toList())));
  }

  private Response get(Request request, Caller caller) {
    Draft draft = load(request);
    return tagged(
        draft, Response.json(200, Json.write(DraftView.of(draft, drafts.events(draft.id())))));
  }

  private Response getTable(Request request, Caller caller) {
    Draft draft = load(request);
    String name = request.parameter("name");
    return tagged(draft, TableFormat.wanted(request).response(name, drafts.parts(draft.id())));
  }

  private Response putTable(Request request, Caller caller) throws InterruptedException {
    TableForm form = TableFormat.sent(request);
    String tag = Parameters.tag(request);
    String name = request.parameter("name");
    byte[] body = request.body();
    return switch (uploads.table(id(request), name, form, body, tag, caller.name())) {
      case Outcome.Refused refused ->
          TableFormat.refusal(request, form, name, body, refused.findings());
      case Outcome.Taken taken ->
          tagged(
              taken.edited().draft(),
              TableFormat.answer(request, name, taken.kept(), taken.edited()));
    };
  }

  private Response getVocabulary(Request request, Caller caller) {
    Draft draft = load(request);
    return tagged(
        draft, Response.json(200, Json.write(VocabularyView.of(drafts.parts(draft.id())))));
  }

  private Response getRules(Request request, Caller caller) {
    Draft draft = load(request);
    byte[] rules =
        part(drafts.parts(draft.id()), RulesetCompiler.RULES + request.parameter("file"));
    return tagged(draft, Response.of(200, "text/plain; charset=utf-8", rules));
  }

  private Response putRules(Request request, Caller caller) throws InterruptedException {
    if (!allowsRules) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "rules cannot be uploaded here: set OMBUD_ALLOW_RULE_UPLOAD=true, or change rules/ in Git");
    }
    request.requireMediaType("text/plain");
    String tag = Parameters.tag(request);
    String file = request.parameter("file");
    if (!RULE_FILE.matcher(file).matches()) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND, "`" + file + "` is no rule file: name it such as guardrails.drl");
    }
    byte[] body = request.body();
    Drafts.Edited edited =
        drafts.put(load(request).id(), RulesetCompiler.RULES + file, body, tag, caller.name());
    return tagged(edited.draft(), Response.json(200, Json.write(DraftView.of(edited))));
  }

  private Response findings(Request request, Caller caller) {
    Draft draft = load(request);
    return tagged(draft, Response.json(200, Json.write(DraftView.of(drafts.findings(draft.id())))));
  }

  private Response diff(Request request, Caller caller) {
    Draft draft = load(request);
    Drafts.Compared compared = drafts.diff(draft.id());
    byte[] body =
        HeavyWork.run(
            "the writing of the differences",
            () -> Json.write(DraftView.of(compared.diff(), compared.against())));
    return tagged(draft, Response.json(200, body));
  }

  private Response getScenarios(Request request, Caller caller) {
    ScenarioFormat format = ScenarioFormat.wanted(request);
    Draft draft = load(request);
    return tagged(draft, format.response(drafts.parts(draft.id())));
  }

  private Response putScenarios(Request request, Caller caller) throws InterruptedException {
    ScenarioForm form = ScenarioFormat.sent(request);
    String tag = Parameters.tag(request);
    UUID id = id(request);
    return switch (uploads.scenarios(id, form, request.body(), tag, caller.name())) {
      case Outcome.Refused refused -> throw invalid(refused.findings());
      case Outcome.Taken taken ->
          tagged(
              taken.edited().draft(), Response.json(200, Json.write(DraftView.of(taken.edited()))));
    };
  }

  private Response test(Request request, Caller caller) {
    TestRun run = drafts.test(id(request), caller.name());
    return tagged(run.draft(), Response.json(201, Json.write(DraftView.of(run))));
  }

  private Response submit(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    return answer(200, drafts.submit(id(request), caller.name(), reason));
  }

  private Response approve(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    return answer(200, drafts.approve(id(request), caller.name(), reason));
  }

  private Response reject(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    return answer(200, drafts.reject(id(request), caller.name(), reason));
  }

  private Response activate(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    return answer(200, drafts.activate(id(request), caller.name(), reason));
  }

  private Draft load(Request request) {
    return drafts.load(id(request));
  }

  private static UUID id(Request request) {
    return Parameters.id(request, "draft");
  }

  /// @throws ServiceException NOT_FOUND with the names that there are
  static byte[] part(RulesetParts parts, String path) {
    byte[] part = parts.parts().get(path);
    if (part == null) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "there is no `" + path + "`: use one of " + String.join(", ", parts.parts().keySet()));
    }
    return part;
  }

  private static Response answer(int status, Draft draft) {
    return tagged(draft, Response.json(status, Json.write(DraftView.of(draft))));
  }

  private static Response tagged(Draft draft, Response response) {
    return response.with("ETag", "\"" + draft.tag() + "\"");
  }

  /// @throws ServiceException always
  static ServiceException invalid(List<Finding> findings) {
    return new ServiceException(
        ErrorCode.INVALID_TABLE,
        "%d findings, the first is %s".formatted(findings.size(), findings.getFirst().line()),
        Map.of("findings", FindingWriter.plain(findings)),
        List.of());
  }
}
