package dev.ombud.testing;

import dev.ombud.ground.base.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without scripts and pictures: keeps cookies, follows nothing by itself. Belongs to one
/// thread.
public final class ConsoleClient implements AutoCloseable {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]*)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private String forwardedFor = "";

  public ConsoleClient(int port) {
    this.address = URI.create("http://127.0.0.1:" + port);
  }

  /// Comes by a proxy that ends TLS and says from where.
  public ConsoleClient from(String origin) {
    forwardedFor = origin;
    return this;
  }

  /// What came back.
  public record Page(int status, Map<String, String> headers, String text) {
    /// The first of that name, or an empty text.
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /// The token of the first form; empty where there is none.
    public String csrf() {
      Matcher matcher = CSRF.matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }

    /// The text without tags and with single spaces.
    public String words() {
      return text.replaceAll("(?s)<[^>]*>", " ")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&#39;", "'")
          .replace("&#34;", "\"")
          .replace("&amp;", "&")
          .replaceAll("\\s+", " ");
    }
  }

  public Page get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /// Sends a form with the fields given, and no others.
  public Page post(String path, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /// Sends a body as it is.
  public Page post(String path, String mediaType, byte[] body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /// Fills in the form of a page: with its CSRF token.
  public Page submit(Page form, String path, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("csrf", form.csrf());
    return post(path, all);
  }

  /// Signs in with the test token of a role.
  public ConsoleClient signIn(Role role) {
    return signIn(ApiClient.secret(role));
  }

  public ConsoleClient signIn(String token) {
    submit(get("/sign-in"), "/sign-in", Map.of("token", token));
    return this;
  }

  /// What came back, byte for byte.
  ///
  /// @param encoding empty where the bytes are the content itself
  public record Sent(int status, String encoding, byte[] bytes) {}

  /// Asks as browsers do, for what is compressed.
  public Sent fetch(String path) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              request(path, "Accept-Encoding", "gzip, deflate, br").GET().build(),
              BodyHandlers.ofByteArray());
      return new Sent(
          response.statusCode(),
          response.headers().firstValue("Content-Encoding").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }

  public void setCookie(String name, String value) {
    cookies.put(name, value);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!forwardedFor.isEmpty()) {
      request.header("X-Forwarded-For", forwardedFor);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  /// The head of an answer that may never end, such as events.
  public Page begin(String path) {
    try {
      HttpResponse<InputStream> response =
          http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
      response.body().close();
      return page(response, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return page(response, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Page page(HttpResponse<?> response, String text) {
    response.headers().allValues("Set-Cookie").forEach(this::keep);
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Page(response.statusCode(), headers, text);
  }

  private void keep(String header) {
    String pair = header.substring(0, header.indexOf(';'));
    int equals = pair.indexOf('=');
    if (header.contains("Max-Age=0")) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
