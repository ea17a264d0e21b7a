package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.HtmlWriter;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Work items of Azure DevOps Services, REST API 7.1; the target's address is that of the project,
/// `https://dev.azure.com/{organisation}/{project}`. The marker is a tag. Every change is a JSON
/// patch that first tests the revision it was made for, so that a person's edit in between wins. A
/// token that is not accepted is answered with a page to sign in on, and with 203.
final class AzureDevOps implements Tracker {
  private static final String VERSION = "api-version=7.1";
  private static final String PATCH = "application/json-patch+json";
  private static final int MAX_TITLE_CHARS = 255;
  private static final int SIGN_IN_PAGE = 203;
  private static final String REMOVED = "Removed";

  private final TargetConfig target;
  private final Api api;
  private final Set<String> closedStates;
  private final Set<String> wontFix;

  AzureDevOps(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
    this.closedStates = Set.copyOf(target.list("closedStates", "Resolved,Closed,Done,Completed"));
    this.wontFix =
        Set.copyOf(
            target.list(
                "wontFix",
                "Won't fix,As Designed,Cannot Reproduce,Deferred,Duplicate,Obsolete,Rejected,"
                    + "Will not Fix,Cut,Not a bug"));
  }

  static Map<String, String> headers(TargetConfig target) {
    return Map.of(
        "Accept", "application/json", "Authorization", Api.basic("", target.requiredSecret()));
  }

  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    String question =
        """
        SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project \
        AND [System.Tags] CONTAINS '%s' ORDER BY [System.Id] DESC\
        """
            .formatted(marker);
    Tree answer =
        send(
            api.call("POST", "/_apis/wit/wiql?$top=1&" + VERSION, Map.of("query", question)),
            Kind.LATER);
    Tree found = answer.at("workItems").first();
    return found.isMissing() ? Optional.empty() : read(found.at("id").text());
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    return item(reference).map(this::ticket);
  }

  private Optional<Tree> item(String reference) throws DeliveryException {
    Reply.Answered answer = api.answer(api.call("GET", path(reference)), Kind.LATER, 404);
    return answer.status() == 404 ? Optional.empty() : Optional.of(tree(answer, Kind.LATER));
  }

  private static String path(String reference) {
    return "/_apis/wit/workitems/" + Api.encode(reference) + "?" + VERSION;
  }

  private Ticket ticket(Tree item) {
    String id = item.at("id").text();
    String state = item.at("fields", "System.State").text();
    Standing standing = Standing.OPEN;
    if (state.equals(REMOVED)) {
      standing = Standing.WONT_FIX;
    } else if (closedStates.contains(state)) {
      boolean isLeft = wontFix.contains(item.at("fields", "System.Reason").text());
      standing = isLeft ? Standing.WONT_FIX : Standing.RESOLVED;
    }
    Tree fields = item.at("fields");
    Optional<Instant> closedAt =
        fields
            .at("Microsoft.VSTS.Common.ClosedDate")
            .instant()
            .or(() -> fields.at("Microsoft.VSTS.Common.ResolvedDate").instant())
            .or(() -> fields.at("Microsoft.VSTS.Common.StateChangeDate").instant());
    return new Ticket(id, address(id), standing, closedAt);
  }

  private String address(String id) {
    return target.base() + "/_workitems/edit/" + id;
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    String type = target.option("type", "Bug");
    List<Object> patch = new ArrayList<>();
    patch.add(field("System.Title", PlainWriter.cut(draft.title(), MAX_TITLE_CHARS)));
    String text = HtmlWriter.write(draft.text());
    patch.add(field("System.Description", text));
    if (type.equals("Bug")) {
      // The form of a bug shows this instead of the description.
      patch.add(field("Microsoft.VSTS.TCM.ReproSteps", text));
    }
    patch.add(field("System.Tags", String.join("; ", TicketLabels.with(draft, "-"))));
    patch.add(field("Microsoft.VSTS.Common.Priority", TicketLabels.rank(draft.severity())));
    target.find("areaPath").ifPresent(path -> patch.add(field("System.AreaPath", path)));
    draft.parent().ifPresent(id -> patch.add(relation("System.LinkTypes.Hierarchy-Reverse", id)));
    draft.follows().ifPresent(id -> patch.add(relation("System.LinkTypes.Related", id)));
    Call call =
        api.call("POST", "/_apis/wit/workitems/$" + Api.encode(type) + "?" + VERSION)
            .with(PATCH, Api.json(patch));
    Tree made = send(call, Kind.UNKNOWN);
    String id = made.at("id").text();
    if (id.isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no work item");
    }
    return new Ticket(id, address(id), Standing.OPEN, Optional.empty());
  }

  private static Map<String, Object> field(String name, Object value) {
    return operation("add", "/fields/" + name, value);
  }

  private Map<String, Object> relation(String kind, String id) {
    return operation(
        "add",
        "/relations/-",
        Map.of("rel", kind, "url", target.base() + "/_apis/wit/workItems/" + id));
  }

  private static Map<String, Object> operation(String op, String path, Object value) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("op", op);
    operation.put("path", path);
    operation.put("value", value);
    return operation;
  }

  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    String path =
        "/_apis/wit/workItems/%s/comments?$top=200&order=desc&api-version=7.1-preview.4"
            .formatted(Api.encode(reference));
    return send(api.call("GET", path), Kind.LATER).at("comments").mentions(marker);
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    change(reference, field("System.History", HtmlWriter.write(text)));
  }

  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    change(reference, field("System.State", target.option("reopenState", "Active")));
  }

  private void change(String reference, Map<String, Object> operation) throws DeliveryException {
    Tree item =
        item(reference)
            .orElseThrow(() -> api.failure(Kind.LATER, "`%s` is gone".formatted(reference)));
    List<Object> patch =
        List.of(operation("test", "/rev", Long.parseLong(item.at("rev").text())), operation);
    send(api.call("PATCH", path(reference)).with(PATCH, Api.json(patch)), Kind.UNKNOWN);
  }

  private Tree send(Call call, Kind doubt) throws DeliveryException {
    return tree(api.answer(call, doubt), doubt);
  }

  private Tree tree(Reply.Answered answer, Kind doubt) throws DeliveryException {
    if (answer.status() == SIGN_IN_PAGE) {
      throw api.failure(Kind.NEVER, "its token is not accepted: renew its secret");
    }
    return api.tree(answer, doubt);
  }
}
