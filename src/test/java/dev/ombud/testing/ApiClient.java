package dev.ombud.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ombud.ground.base.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A well-behaved client of a running service, with a token for each role. Thread-safe.
public final class ApiClient implements AutoCloseable {
  public static final String JSON = "application/json";
  public static final String NDJSON = "application/x-ndjson";

  /// The value of `OMBUD_BOOTSTRAP_TOKENS` that this client's tokens are from.
  public static final String TOKENS =
      Arrays.stream(Role.values())
          .map(role -> "test-%s:%s:%s".formatted(role.word(), role.word(), secret(role)))
          .collect(Collectors.joining(","));

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI address;
  private final HttpClient http;

  public ApiClient(URI address) {
    this(
        address,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build());
  }

  public ApiClient(URI address, HttpClient http) {
    this.address = address;
    this.http = http;
  }

  /// @param body as it came
  public record Answer(int status, HttpHeaders headers, byte[] body) {
    /// The first of that name, or an empty text.
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return ApiClient.json(text());
    }

    /// The `code` of a problem.
    public String code() {
      return json().path("code").asText();
    }

    public String decisionId() {
      return json().path("decisionId").asText();
    }

    public List<JsonNode> lines() {
      return text().lines().map(ApiClient::json).toList();
    }
  }

  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /// Long enough for an address that others can reach.
  public static String secret(Role role) {
    return role.word() + "-secret-of-the-tests-and-of-nothing-else";
  }

  /// Asks as an auditor.
  public Answer get(String path) {
    return send(request(path, Role.AUDITOR).GET().build());
  }

  /// Posts an aggregate for decision.
  public Answer decide(String aggregate) {
    return post("/v1/decisions", JSON, aggregate.getBytes(StandardCharsets.UTF_8));
  }

  public Answer decideAll(String ndjson) {
    return post("/v1/decisions:batch", NDJSON, ndjson.getBytes(StandardCharsets.UTF_8));
  }

  /// Posts as a caller.
  public Answer post(String path, String mediaType, byte[] body) {
    return send(
        request(path, Role.CALLER)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  public HttpRequest.Builder request(String path, Role role) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + secret(role));
  }

  /// @throws UncheckedIOException where no answer comes
  public Answer send(HttpRequest request) {
    try {
      var response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
