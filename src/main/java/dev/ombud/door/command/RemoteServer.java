package dev.ombud.door.command;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The API of a running service, as its client sees it. Follows no redirection, so that the token
/// goes to nobody but the server that was named. Every call answers with success or throws.
/// Thread-safe.
final class RemoteServer implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /// Findings for the largest table take two seconds.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final long MAX_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final String JSON = "application/json";

  private final String address;
  private final String token;
  private final HttpClient http;

  /// @throws UsageException where the address or the token cannot be one
  RemoteServer(String address, String token) {
    this.address = address(address);
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new UsageException(
          "`OMBUD_TOKEN` holds no token: set it to that of an owner, without spaces");
    }
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private static String address(String text) {
    try {
      URI uri = new URI(text);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isPlain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (isWeb && isPlain && uri.getHost() != null) {
        return text.replaceFirst("/+$", "");
      }
    } catch (URISyntaxException e) {
      // The same refusal as another kind of address.
    }
    throw new UsageException("`" + text + "` is no server: write one as https://host:8080");
  }

  /// Where a path stands on the server.
  String url(String path) {
    return address + path;
  }

  /// A segment of a path, for example a file's name.
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  ServerAnswer get(String path) throws InterruptedException {
    return send("GET", path, request(path).GET());
  }

  ServerAnswer post(String path, Map<String, ?> body) throws InterruptedException {
    return send(
        "POST",
        path,
        request(path)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofByteArray(Json.write(body))));
  }

  /// @param etag of the state that the caller has seen
  ServerAnswer put(String path, String type, String etag, byte[] body) throws InterruptedException {
    return send(
        "PUT",
        path,
        request(path)
            .header("Content-Type", type)
            .header("If-Match", etag)
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path)))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, application/problem+json");
  }

  private ServerAnswer send(String method, String path, HttpRequest.Builder request)
      throws InterruptedException {
    String call = method + " " + path;
    HttpResponse<byte[]> response;
    try {
      response =
          http.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    } catch (HttpTimeoutException e) {
      throw new ServerException(
          address + " does not answer " + call + " in time: try again later", List.of());
    } catch (ConnectException e) {
      throw new ServerException(
          address + " cannot be reached: see that it runs and that the address is right",
          List.of());
    } catch (IOException e) {
      throw new ServerException(address + " broke off " + call + ": " + e.getMessage(), List.of());
    }
    int status = response.statusCode();
    ServerAnswer answer =
        new ServerAnswer(call, status, response.headers(), body(call, status, response.body()));
    if (status >= 200 && status < 300) {
      return answer;
    }
    throw refusal(answer);
  }

  /// An empty object where a success has no body.
  private Map<?, ?> body(String call, int status, byte[] body) {
    if (body.length == 0) {
      return Map.of();
    }
    try {
      if (Json.read(body) instanceof Map<?, ?> object) {
        return object;
      }
    } catch (ServiceException e) {
      // The same refusal as another kind of JSON.
    }
    throw new ServerException(
        "%s answered %s with %d, and with no JSON object: see that it is the address of Ombud itself"
            .formatted(address, call, status),
        List.of());
  }

  private ServerException refusal(ServerAnswer answer) {
    String detail =
        answer.find("detail").or(() -> answer.find("title")).orElse("it does not say why");
    String code = answer.find("code").map(each -> " " + each).orElse("");
    List<String> more =
        Stream.of("findings", "violations")
            .flatMap(field -> answer.all(field).stream())
            .map(ServerAnswer::line)
            .toList();
    return new ServerException(
        "%s refused %s with %d%s: %s"
            .formatted(address, answer.call(), answer.status(), code, detail),
        more);
  }

  @Override
  public void close() {
    http.close();
  }
}
