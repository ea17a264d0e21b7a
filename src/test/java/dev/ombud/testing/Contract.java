package dev.ombud.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.ApiClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// What the document promises of each operation, held against what was answered: every answer has
/// to be in the document, and what of the document no answer showed is known at the end.
/// Thread-safe.
public final class Contract {
  /// HTTP's own, which say how the answer is written down.
  private static final Pattern FRAMING =
      Pattern.compile("content-(type|length|encoding)|transfer-encoding|connection|date|:status");

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /// @param path with `{name}` segments
  public record Operation(String id, String method, String path, JsonNode node) {
    public boolean takesABody() {
      return node.has("requestBody");
    }

    public boolean isOpen() {
      return node.path("x-roles").isEmpty();
    }

    public List<String> roles() {
      List<String> roles = new ArrayList<>();
      node.path("x-roles").forEach(role -> roles.add(role.asText()));
      return roles;
    }

    /// The media types that it takes.
    public List<String> mediaTypes() {
      return names(node.at("/requestBody/content"));
    }

    public boolean has(int status) {
      return node.path("responses").has(Integer.toString(status));
    }
  }

  public Contract() {
    OpenApi.document()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> {
                  String id = method.getValue().path("operationId").asText();
                  operations.put(
                      id,
                      new Operation(
                          id,
                          method.getKey().toUpperCase(Locale.ROOT),
                          path.getKey(),
                          method.getValue()));
                }));
  }

  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  public Operation operation(String id) {
    Operation operation = operations.get(id);
    if (operation == null) {
      throw new AssertionError("no operation " + id);
    }
    return operation;
  }

  /// What was answered and the document does not have, or not so, since it was asked for last.
  public List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.removeAll(all);
    return all;
  }

  public void complain(String what) {
    complaints.add(what);
  }

  /// Keeps in mind what was answered, and complains where the document does not have it.
  public Answer note(String id, Answer answer) {
    Operation operation = operation(id);
    JsonNode responses = operation.node().path("responses");
    String status = Integer.toString(answer.status());
    JsonNode response = resolved(responses.path(responses.has(status) ? status : "default"));
    if (response.isMissingNode()) {
      complain("%s answers %s: %s".formatted(id, status, answer.text()));
      return answer;
    }
    seen.add(id + " " + status);
    noteHeaders(operation, status, response, answer);
    noteBody(operation, status, response, answer);
    return answer;
  }

  private void noteHeaders(Operation operation, String status, JsonNode response, Answer answer) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(names(response.path("headers")));
    known.addAll(names(operation.node().path("x-headers")));
    known.addAll(names(OpenApi.document().path("x-headers")));
    for (String name : answer.headers().map().keySet()) {
      if (!FRAMING.matcher(name).matches() && !known.contains(name)) {
        complain("%s %s has the undocumented header %s".formatted(operation.id(), status, name));
      }
    }
    for (String name : names(response.path("headers"))) {
      if (!answer.header(name).isEmpty()) {
        seen.add(operation.id() + " " + status + " header " + name);
      }
    }
  }

  private void noteBody(Operation operation, String status, JsonNode response, Answer answer) {
    String type = answer.header("Content-Type").replaceFirst(";.*", "");
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (answer.body().length > 0) {
        complain(operation.id() + " " + status + " has a body: " + answer.text());
      }
      return;
    }
    if (!content.has(type)) {
      complain(
          "%s %s is of the undocumented type %s: %s"
              .formatted(operation.id(), status, type, answer.text()));
      return;
    }
    seen.add(operation.id() + " " + status + " type " + type);
    if (type.endsWith("json") && !type.endsWith("ndjson")) {
      JsonNode body = answer.json();
      String name = content.path(type).at("/schema/$ref").asText().replaceFirst(".*/", "");
      if (!name.isEmpty()) {
        var wrong = SCHEMAS.computeIfAbsent(name, OpenApi::schema).validate(body);
        if (!wrong.isEmpty()) {
          complain(
              "%s %s is no %s: %s in %s"
                  .formatted(operation.id(), status, name, wrong, answer.text()));
        }
      }
      if (type.equals("application/problem+json")) {
        noteCode(operation, status, response, body.path("code").asText());
      }
    }
  }

  private void noteCode(Operation operation, String status, JsonNode response, String code) {
    for (JsonNode each : response.path("x-codes")) {
      if (each.asText().equals(code)) {
        seen.add(operation.id() + " " + status + " code " + code);
        return;
      }
    }
    complain("%s %s has the undocumented code %s".formatted(operation.id(), status, code));
  }

  /// What the document says and no answer showed: an operation, a status, and a header, a media
  /// type or a code of it.
  public Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    for (Operation operation : operations.values()) {
      operation
          .node()
          .path("responses")
          .properties()
          .forEach(each -> {
            String place = operation.id() + " " + each.getKey();
            JsonNode response = resolved(each.getValue());
            if (!each.getKey().equals("default")) {
              unseen.add(place);
              names(response.path("headers"))
                  .forEach(name -> unseen.add(place + " header " + name));
              names(response.path("content")).forEach(type -> unseen.add(place + " type " + type));
              response
                  .path("x-codes")
                  .forEach(code -> unseen.add(place + " code " + code.asText()));
            }
          });
    }
    unseen.removeAll(seen);
    return unseen;
  }

  private static JsonNode resolved(JsonNode response) {
    String reference = response.path("$ref").asText();
    return reference.isEmpty() ? response : OpenApi.document().at(reference.substring(1));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
