package dev.ombud.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ombud.ground.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A small OpenID provider on loopback, as strict as a real one: it compares the redirect address
/// to the letter, takes a code once, checks the secret and the PKCE verifier (RFC 7636), and signs
/// ID tokens with keys of [SigningKey]. Its page to sign in has one button, for whoever [#person]
/// is. A test bends one thing of it at a time. Thread-safe.
public final class ProviderDouble implements AutoCloseable {
  public static final String CLIENT = "ombud-console";
  public static final String SECRET = "planted&client=secret";

  private static final SigningKey FIRST = SigningKey.rsa("first");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile String redirect = "";
  private int lastCode;

  /// Claims of whoever signs in next.
  public volatile Map<String, ?> person =
      Map.of("sub", "248289761001", "preferred_username", "anna", "groups", List.of("reviewers"));

  public volatile SigningKey key = FIRST;

  /// What the address of keys has.
  public volatile List<SigningKey> keys = List.of(key);

  public volatile Consumer<Map<String, @Nullable Object>> bendDiscovery = _ -> {};
  public volatile Consumer<Map<String, @Nullable Object>> bendClaims = _ -> {};
  public volatile UnaryOperator<String> bendToken = token -> token;
  public volatile Consumer<Map<String, String>> bendAnswer = _ -> {};

  /// A path to a body that it answers there instead, with a status before it: `500 sorry`; `hang`
  /// never answers.
  public final Map<String, String> instead = new ConcurrentHashMap<>();

  /// The paths that were asked for.
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  public ProviderDouble() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/shop";
  }

  /// Registers the one address that browsers are sent back to.
  public void register(String address) {
    redirect = address;
  }

  /// Somebody else.
  public void is(String subject, String name, String... groups) {
    person = Map.of("sub", subject, "preferred_username", name, "groups", List.of(groups));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replace("/realms/shop", "");
    asked.add(path);
    String other = instead.get(path);
    if (other != null) {
      if (other.equals("hang")) {
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      } else {
        send(exchange, Integer.parseInt(other.substring(0, 3)), "text/plain", other.substring(4));
      }
      return;
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
    switch (path) {
      case "/.well-known/openid-configuration" -> json(exchange, 200, discovery());
      case "/keys" ->
          json(exchange, 200, Map.of("keys", keys.stream().map(SigningKey::jwk).toList()));
      case "/authorize" -> authorize(exchange, query);
      case "/continue" -> answer(exchange, query);
      case "/token" ->
          token(exchange, form(body), exchange.getRequestHeaders().getFirst("Authorization"));
      case "/logout" -> send(exchange, 200, "text/html", "<!doctype html><title>Bye</title>Bye");
      case "/favicon.ico" -> send(exchange, 204, "image/x-icon", "");
      default -> send(exchange, 404, "text/plain", "nothing");
    }
  }

  private Map<String, @Nullable Object> discovery() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer());
    document.put("authorization_endpoint", issuer() + "/authorize");
    document.put("token_endpoint", issuer() + "/token");
    document.put("jwks_uri", issuer() + "/keys");
    document.put("end_session_endpoint", issuer() + "/logout");
    document.put("response_types_supported", List.of("code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
    document.put("authorization_response_iss_parameter_supported", true);
    bendDiscovery.accept(document);
    return document;
  }

  /// Where a person would type a password.
  private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
    boolean isGood =
        query.getOrDefault("response_type", "").equals("code")
            && query.getOrDefault("client_id", "").equals(CLIENT)
            && query.getOrDefault("redirect_uri", "").equals(redirect)
            && query.getOrDefault("scope", "").contains("openid")
            && query.getOrDefault("code_challenge_method", "").equals("S256");
    if (!isGood) {
      send(exchange, 400, "text/plain", "the client is not registered so: " + query);
      return;
    }
    send(
        exchange,
        200,
        "text/html; charset=utf-8",
        """
        <!doctype html><html lang="en"><title>Provider</title><h1>Provider</h1>
        <p><a href="continue?%s">Continue as %s</a></p></html>
        """
            .formatted(
                exchange.getRequestURI().getRawQuery().replace("&", "&amp;"),
                person.get("preferred_username")));
  }

  private void answer(HttpExchange exchange, Map<String, String> query) throws IOException {
    exchange.getResponseHeaders().set("Location", answerAddress(query));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private synchronized String answerAddress(Map<String, String> query) {
    lastCode++;
    String code = "code-" + lastCode;
    codes.put(code, query);
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    answer.put("state", query.getOrDefault("state", ""));
    answer.put("iss", issuer());
    answer.put("session_state", "of no use to the client");
    bendAnswer.accept(answer);
    return redirect + "?" + encoded(answer);
  }

  /// What a browser does there: goes to an address of the provider and is sent back.
  ///
  /// @return the path and query of ours that it is sent back to
  public String follow(String address) {
    if (!address.startsWith(issuer() + "/authorize?")) {
      throw new AssertionError("not the provider: " + address);
    }
    Map<String, String> query = form(address.substring(address.indexOf('?') + 1));
    if (!redirect.equals(query.get("redirect_uri"))) {
      throw new AssertionError("another redirect address: " + query);
    }
    String back = answerAddress(query);
    return back.substring(back.indexOf("/sign-in"));
  }

  private void token(HttpExchange exchange, Map<String, String> form, @Nullable String basic)
      throws IOException {
    String pair = encoded(CLIENT) + ":" + encoded(SECRET);
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    boolean isClient =
        wanted.equals(basic)
            || (CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret")));
    if (!isClient) {
      json(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    boolean isGood =
        asked != null
            && "authorization_code".equals(form.get("grant_type"))
            && redirect.equals(form.get("redirect_uri"))
            && challenge(form.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"));
    if (!isGood) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", "opaque");
    answer.put("token_type", "Bearer");
    answer.put("id_token", idToken(asked.getOrDefault("nonce", "")));
    json(exchange, 200, answer);
  }

  private String idToken(String nonce) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>(person);
    claims.put("iss", issuer());
    claims.put("aud", CLIENT);
    claims.put("iat", Instant.now().getEpochSecond());
    claims.put("exp", Instant.now().getEpochSecond() + 300);
    claims.put("nonce", nonce);
    bendClaims.accept(claims);
    return bendToken.apply(key.sign(claims));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(@Nullable String raw) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : String.valueOf(raw).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private static String encoded(Map<String, String> form) {
    StringBuilder text = new StringBuilder();
    form.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value)));
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void json(HttpExchange exchange, int status, Map<String, ?> document)
      throws IOException {
    send(
        exchange,
        status,
        "application/json",
        new String(Json.write(document), StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String mediaType, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
