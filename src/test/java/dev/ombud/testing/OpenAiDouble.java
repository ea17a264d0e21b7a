package dev.ombud.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ombud.ground.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// A server that speaks the chat-completions shape of Azure OpenAI: endpoint, deployment,
/// `api-version`, `api-key` or bearer, usage block, content filter. It answers what a test put into
/// it, in that order, and the last of it again and again; like the real one it answers 404 to
/// another deployment and where `api-version` is missing, and 401 to another key.
public final class OpenAiDouble implements AutoCloseable {
  public static final String DEPLOYMENT = "briefs";
  public static final String KEY = "planted-openai-key";
  public static final String MODEL = "gpt-4o-2024-08-06";

  private static final int PROMPT_TOKENS = 900;
  private static final int COMPLETION_TOKENS = 300;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Answer last = status(500, "{}", Map.of());

  /// Every request that came, in order.
  public final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  /// @param body as JSON has it
  public record Asked(String path, String query, Map<String, List<String>> headers, String body) {
    public Map<?, ?> json() {
      return Json.readMembers(body.getBytes(StandardCharsets.UTF_8));
    }

    /// The content of each message.
    public List<String> messages() {
      return json().get("messages") instanceof List<?> messages
          ? messages.stream()
              .map(message -> String.valueOf(((Map<?, ?>) message).get("content")))
              .toList()
          : List.of();
    }
  }

  /// @param hangs whether nothing is ever answered
  private record Answer(int status, String body, Map<String, String> headers, boolean hangs) {}

  public OpenAiDouble() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /// Answers with this content, as a model that has finished.
  public OpenAiDouble says(String content) {
    return finishes(content, "stop");
  }

  /// @param reason `stop`, `length` or `content_filter`
  public OpenAiDouble finishes(String content, String reason) {
    return message(Map.of("role", "assistant", "content", content), reason);
  }

  public OpenAiDouble refuses(String refusal) {
    return message(Map.of("role", "assistant", "refusal", refusal), "stop");
  }

  private OpenAiDouble message(Map<String, Object> message, String reason) {
    Map<String, Object> choice =
        Map.of(
            "index",
            0,
            "message",
            message,
            "finish_reason",
            reason,
            "content_filter_results",
            Map.of("violence", Map.of("filtered", false, "severity", "safe")));
    return answers(status(200, completion(List.of(choice)), Map.of()));
  }

  /// A completion without a choice.
  public OpenAiDouble saysNothing() {
    return answers(status(200, completion(List.of()), Map.of()));
  }

  private static String completion(List<?> choices) {
    return json(
        Map.of(
            "id",
            "chatcmpl-1",
            "object",
            "chat.completion",
            "created",
            1_772_470_800,
            "model",
            MODEL,
            "choices",
            choices,
            "usage",
            Map.of(
                "prompt_tokens",
                PROMPT_TOKENS,
                "completion_tokens",
                COMPLETION_TOKENS,
                "total_tokens",
                PROMPT_TOKENS + COMPLETION_TOKENS)));
  }

  /// The content filter that stops a question.
  public OpenAiDouble filters() {
    return fails(400, "content_filter", Map.of());
  }

  public OpenAiDouble fails(int status, String code, Map<String, String> headers) {
    return answers(
        status(
            status,
            json(Map.of("error", Map.of("code", code, "message", "the double says " + code))),
            headers));
  }

  /// Answers a body as it is, with 200.
  public OpenAiDouble sends(String body) {
    return answers(status(200, body, Map.of()));
  }

  /// Never answers.
  public OpenAiDouble hangs() {
    return answers(new Answer(200, "", Map.of(), true));
  }

  private static Answer status(int status, String body, Map<String, String> headers) {
    return new Answer(status, body, headers, false);
  }

  private OpenAiDouble answers(Answer answer) {
    answers.add(answer);
    return this;
  }

  private static String json(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    asked.add(new Asked(path, query, Map.copyOf(exchange.getRequestHeaders()), body));
    Answer answer = answer(exchange, path, query);
    if (answer.hangs()) {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer answer(HttpExchange exchange, String path, String query) {
    String key = exchange.getRequestHeaders().getFirst("api-key");
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    if (!KEY.equals(key) && !("Bearer " + KEY).equals(bearer)) {
      return status(401, json(Map.of("error", Map.of("code", "401", "message", "no"))), Map.of());
    }
    if (!path.equals("/openai/deployments/" + DEPLOYMENT + "/chat/completions")
        || !query.matches("api-version=20\\d\\d-\\d\\d-\\d\\d(-preview)?")) {
      return status(
          404,
          json(Map.of("error", Map.of("code", "DeploymentNotFound", "message", "no"))),
          Map.of());
    }
    Answer next = answers.poll();
    if (next != null) {
      last = next;
    }
    return last;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
