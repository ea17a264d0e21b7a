package dev.ombud.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// As much of LaunchDarkly's REST API as is documented and asked for here: one flag `web/checkout`
/// in `production`, semantic patches, approval requests, the audit log, and the faults that tests
/// order. It refuses what the real one refuses by its documentation. Evaluates as its SDKs do.
public final class LaunchDarklyDouble implements AutoCloseable {
  public static final String TOKEN = "api-planted-secret";

  private static final String PATCH = "application/json; domain-model=launchdarkly.semanticpatch";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final HttpServer server;
  private final ObjectNode flag;
  private final ArrayNode approvals = NODES.arrayNode();
  private final ArrayNode log = NODES.arrayNode();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<JsonNode> approvalBodies = new ArrayList<>();
  private int ids;
  private boolean needsApproval;
  private int patches;

  /// What comes of the next writes instead of an answer.
  ///
  /// @param isDone whether the write is carried out nevertheless
  /// @param status 0 for a connection that is closed without an answer, 200 for half an answer
  public record Fault(int status, boolean isDone, Map<String, String> headers) {}

  private LaunchDarklyDouble(HttpServer server, String flag) {
    this.server = server;
    this.flag = (ObjectNode) ApiClient.json(flag);
  }

  /// @param flag as `GET` shows it
  public static LaunchDarklyDouble start(String flag) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LaunchDarklyDouble started = new LaunchDarklyDouble(server, flag);
    server.createContext("/", started::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return started;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public synchronized void fail(Fault fault) {
    faults.add(fault);
  }

  public synchronized void askForApproval() {
    needsApproval = true;
  }

  public synchronized int patches() {
    return patches;
  }

  public synchronized List<JsonNode> approvalBodies() {
    return List.copyOf(approvalBodies);
  }

  /// A member reviews the newest request; one who consents applies it too.
  public synchronized void review(boolean consents) {
    ObjectNode request = (ObjectNode) approvals.get(approvals.size() - 1);
    request.put("reviewStatus", consents ? "approved" : "declined");
    if (consents) {
      request.put("status", "completed");
      request.path("instructions").forEach(this::apply);
    }
  }

  public synchronized JsonNode environment() {
    return flag.at("/environments/production").deepCopy();
  }

  /// Somebody edits the flag in the browser.
  public synchronized void editByPerson() {
    entry("ann@example.com", "");
    changed();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      answer(exchange, body);
    }
  }

  private synchronized void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean writes = !exchange.getRequestMethod().equals("GET");
    if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "{\"code\":\"unauthorized\",\"message\":\"invalid key\"}");
      return;
    }
    Fault fault = writes ? faults.poll() : null;
    if (fault == null || fault.isDone()) {
      Reply reply = route(exchange, path, query, body);
      if (fault == null) {
        send(exchange, reply.status(), reply.body());
        return;
      }
    }
    if (fault.status() > 0) {
      fault.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      boolean isTruncated = fault.status() == 200;
      send(
          exchange,
          fault.status(),
          isTruncated ? "{\"key\":\"check" : "{\"code\":\"fault\",\"message\":\"ordered\"}");
    }
  }

  private record Reply(int status, String body) {}

  private Reply route(HttpExchange exchange, String path, String query, byte[] body) {
    String method = exchange.getRequestMethod();
    if (path.equals("/api/v2/flags/web/checkout")) {
      return method.equals("GET")
          ? new Reply(200, flag.toString())
          : patch(exchange.getRequestHeaders().getFirst("Content-Type"), query, body);
    }
    if (path.equals(
        "/api/v2/projects/web/flags/checkout/environments/production/approval-requests")) {
      if (method.equals("GET")) {
        return new Reply(200, NODES.objectNode().set("items", approvals).toString());
      }
      ObjectNode request = (ObjectNode) ApiClient.json(new String(body, StandardCharsets.UTF_8));
      approvalBodies.add(request.deepCopy());
      request
          .put("_id", "approval-" + ids++)
          .put("reviewStatus", "pending")
          .put("status", "pending");
      approvals.add(request);
      return new Reply(201, request.toString());
    }
    if (path.equals("/api/v2/auditlog")) {
      boolean isBounded =
          Arrays.stream(query.split("&"))
              .filter(each -> each.startsWith("limit="))
              .mapToInt(each -> Integer.parseInt(each.substring("limit=".length())))
              .allMatch(limit -> limit >= 1 && limit <= 20);
      return isBounded
          ? new Reply(200, NODES.objectNode().set("items", log).toString())
          : new Reply(400, "{\"code\":\"invalid_request\",\"message\":\"limit\"}");
    }
    return new Reply(404, "{\"code\":\"not_found\",\"message\":\"" + path + "\"}");
  }

  private Reply patch(String mediaType, String query, byte[] body) {
    patches++;
    JsonNode patch = ApiClient.json(new String(body, StandardCharsets.UTF_8));
    if (!PATCH.equals(mediaType) || !patch.path("instructions").isArray()) {
      return new Reply(400, "{\"code\":\"invalid_request\",\"message\":\"no semantic patch\"}");
    }
    if (query.contains("ignoreConflicts=true")) {
      throw new AssertionError("nobody may ignore conflicts");
    }
    if (needsApproval) {
      return new Reply(405, "{\"code\":\"approval_required\",\"message\":\"approval required\"}");
    }
    for (JsonNode instruction : patch.path("instructions")) {
      String fault = fault(instruction);
      if (!fault.isEmpty()) {
        return new Reply(400, "{\"code\":\"invalid_request\",\"message\":\"" + fault + "\"}");
      }
    }
    patch.path("instructions").forEach(this::apply);
    entry("", "ombud");
    changed();
    return new Reply(200, flag.toString());
  }

  private String fault(JsonNode instruction) {
    if (!instruction.path("kind").asText().equals("addRule")) {
      return "";
    }
    long sum = 0;
    for (JsonNode weight : instruction.path("rolloutWeights")) {
      sum += weight.asLong();
    }
    boolean isSplit = instruction.has("rolloutWeights");
    if (isSplit ? sum != 100_000 : index(instruction.path("variationId").asText()) < 0) {
      return "variation or weights";
    }
    String before = instruction.path("beforeRuleId").asText();
    return instruction.path("clauses").isEmpty() || (!before.isEmpty() && place(before) < 0)
        ? "clauses or beforeRuleId"
        : "";
  }

  private void apply(JsonNode instruction) {
    ObjectNode environment = (ObjectNode) flag.at("/environments/production");
    ArrayNode rules = (ArrayNode) environment.path("rules");
    switch (instruction.path("kind").asText()) {
      case "turnFlagOff" -> environment.put("on", false);
      case "turnFlagOn" -> environment.put("on", true);
      case "removeRule" -> rules.remove(place(instruction.path("ruleId").asText()));
      case "addRule" -> {
        int before = place(instruction.path("beforeRuleId").asText());
        rules.insert(before < 0 ? rules.size() : before, rule(instruction));
      }
      default -> throw new AssertionError("no such instruction: " + instruction);
    }
  }

  private ObjectNode rule(JsonNode instruction) {
    ObjectNode rule = NODES.objectNode().put("_id", "rule-" + ids++);
    rule.set("clauses", instruction.path("clauses").deepCopy());
    if (instruction.has("variationId")) {
      return rule.put("variation", index(instruction.path("variationId").asText()));
    }
    ArrayNode weights = NODES.arrayNode();
    // The API keeps them in the order of the variations.
    for (int i = 0; i < flag.path("variations").size(); i++) {
      String id = flag.at("/variations/" + i + "/_id").asText();
      weights.add(
          NODES
              .objectNode()
              .put("variation", i)
              .put("weight", instruction.path("rolloutWeights").path(id).asLong()));
    }
    ObjectNode rollout = NODES.objectNode();
    rollout.put("contextKind", instruction.path("rolloutContextKind").asText());
    rollout.set("variations", weights);
    rule.set("rollout", rollout);
    return rule;
  }

  private int index(String variationId) {
    for (int i = 0; i < flag.path("variations").size(); i++) {
      if (flag.at("/variations/" + i + "/_id").asText().equals(variationId)) {
        return i;
      }
    }
    return -1;
  }

  private int place(String ruleId) {
    JsonNode rules = flag.at("/environments/production/rules");
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).path("_id").asText().equals(ruleId)) {
        return i;
      }
    }
    return -1;
  }

  private void entry(String member, String token) {
    ObjectNode entry = NODES.objectNode().put("_id", "entry-" + ids++);
    entry.put("date", System.currentTimeMillis());
    if (!member.isEmpty()) {
      entry.putObject("member").put("email", member);
    }
    if (!token.isEmpty()) {
      entry.putObject("token").put("name", token);
    }
    log.insert(0, entry);
  }

  private void changed() {
    ObjectNode environment = (ObjectNode) flag.at("/environments/production");
    environment.put("lastModified", System.currentTimeMillis());
    environment.put("version", environment.path("version").asInt() + 1);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// What LaunchDarkly's SDKs serve (bucketing as documented: SHA-1 over flag, salt and key).
  public synchronized String evaluate(String key, Map<String, String> attributes) {
    JsonNode environment = flag.at("/environments/production");
    JsonNode served = environment.path("fallthrough");
    if (!environment.path("on").asBoolean()) {
      return name(environment.path("offVariation").asInt());
    }
    for (JsonNode rule : environment.path("rules")) {
      boolean matches = true;
      for (JsonNode clause : rule.path("clauses")) {
        String attribute = clause.path("attribute").asText();
        String own = attribute.equals("key") ? key : attributes.getOrDefault(attribute, "");
        boolean isIn = false;
        for (JsonNode value : clause.path("values")) {
          isIn |= value.asText().equals(own);
        }
        matches &= isIn != clause.path("negate").asBoolean();
      }
      if (matches) {
        served = rule;
        break;
      }
    }
    if (served.has("variation")) {
      return name(served.path("variation").asInt());
    }
    double bucket = bucket(key);
    double upTo = 0;
    int last = 0;
    for (JsonNode each : served.at("/rollout/variations")) {
      upTo += each.path("weight").asDouble() / 100_000;
      last = each.path("variation").asInt();
      if (bucket < upTo) {
        return name(last);
      }
    }
    return name(last);
  }

  private String name(int variation) {
    return flag.at("/variations/" + variation + "/name").asText();
  }

  private static double bucket(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(("checkout.salt." + key).getBytes(StandardCharsets.UTF_8));
      BigInteger first = new BigInteger(1, hash).shiftRight(160 - 60);
      return first.doubleValue() / (double) 0xFFF_FFFF_FFFF_FFFFL;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
