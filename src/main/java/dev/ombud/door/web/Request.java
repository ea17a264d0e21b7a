package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.text.Excerpt;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request as its handler sees it. Belongs to one thread.
public final class Request {
  /// Nothing that is sent is larger than an aggregate.
  public static final int MAX_BODY_BYTES = AggregateLimits.MAX_BODY_BYTES;

  /// How long a pause may last after the server began to stop.
  private static final long PAUSE_PIECE_NANOS = 100_000_000;

  private static final int MAX_PARAMETERS = 1_000;
  private static final char NO_CHARACTER = '\uFFFD';

  private final Exchange exchange;
  private final HttpServerRequest http;
  private final Map<String, String> parameters;
  private final Map<String, List<String>> query;
  private final byte[] body;
  private final BooleanSupplier stopping;
  private final ServerConfig config;

  private Request(
      Exchange exchange,
      Map<String, List<String>> query,
      ServerConfig config,
      BooleanSupplier stopping) {
    this.exchange = exchange;
    this.http = exchange.http();
    this.parameters = Map.copyOf(exchange.routing().pathParams());
    this.query = query;
    Buffer whole = exchange.routing().body().buffer();
    this.body = whole == null ? new byte[0] : whole.getBytes();
    this.config = config;
    this.stopping = stopping;
  }

  /// As the router found it. On the event loop.
  ///
  /// @throws ServiceException BAD_PARAMETER, MALFORMED_REQUEST
  static Request of(Exchange exchange, Route route, ServerConfig config, BooleanSupplier stopping) {
    HttpServerRequest http = exchange.http();
    exchange
        .routing()
        .pathParams()
        .values()
        .forEach(value -> {
          // No name on record can have it.
          if (value.indexOf('\0') >= 0) {
            throw Door.nothing(exchange.routing());
          }
          // What the router decodes from bytes that are no UTF-8.
          if (value.indexOf(NO_CHARACTER) >= 0
              && !String.valueOf(http.path()).contains("%EF%BF%BD")) {
            throw badPath(http);
          }
        });
    return new Request(exchange, query(http.query(), route.parameters()), config, stopping);
  }

  /// One that was refused before anybody could read its query, for the page that says so.
  static Request refused(Exchange exchange, ServerConfig config, BooleanSupplier stopping) {
    return new Request(exchange, Map.of(), config, stopping);
  }

  /// The values of each parameter, in their order. An escape that is none, or that is not UTF-8, is
  /// refused rather than guessed.
  private static Map<String, List<String>> query(@Nullable String raw, Set<String> known) {
    if (raw == null) {
      return Map.of();
    }
    Map<String, List<String>> parameters;
    try {
      parameters =
          new QueryStringDecoder(raw, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true)
              .parameters();
    } catch (IllegalArgumentException e) {
      throw badQuery(raw);
    }
    for (Map.Entry<String, List<String>> each : parameters.entrySet()) {
      String name = each.getKey();
      boolean isGuessed =
          (name + each.getValue()).indexOf(NO_CHARACTER) >= 0 && !raw.contains("%EF%BF%BD");
      if (isGuessed) {
        throw badQuery(raw);
      }
    }
    if (!known.contains(Route.ANY)) {
      requireKnown(parameters.keySet(), known);
    }
    return parameters;
  }

  private static void requireKnown(Set<String> names, Set<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ServiceException(
            ErrorCode.BAD_PARAMETER,
            "query parameter `" + Excerpt.of(name) + "` is not known here" + hint(name, known));
      }
    }
  }

  static ServiceException badPath(HttpServerRequest http) {
    return new ServiceException(
        ErrorCode.MALFORMED_REQUEST,
        "path `%s` has a bad escape: write %% and two hexadecimal digits of UTF-8"
            .formatted(http.path()));
  }

  static ServiceException badQuery(String raw) {
    return new ServiceException(
        ErrorCode.BAD_PARAMETER,
        "query `%s` has a bad escape: write %% and two hexadecimal digits of UTF-8"
            .formatted(Excerpt.of(raw)));
  }

  private static String hint(String name, Set<String> known) {
    if (known.isEmpty()) {
      return ": leave it out";
    }
    return Nearest.of(name, known)
        .map(nearest -> ": did you mean `" + nearest + "`?")
        .orElseGet(() -> ": use one of " + String.join(", ", new TreeSet<>(known)));
  }

  /// Who sent it, as the route's gate found.
  public Caller caller() {
    Caller who = exchange.caller();
    if (who == null) {
      throw new IllegalStateException("nobody asked who sends to this route");
    }
    return who;
  }

  /// Makes sure that the token with which it came is still good, for what goes on for long. One
  /// look-up, from any thread.
  ///
  /// @throws ServiceException UNAUTHENTICATED
  public void requireGoodToken() {
    exchange.requireGoodToken();
  }

  RoutingContext routing() {
    return exchange.routing();
  }

  /// The secret of the browser, where the route has one: that of its session, or one that is good
  /// for nothing but forms.
  public String secret() {
    return Browsers.session(exchange.routing()).value();
  }

  /// Takes the secret away from the browser with the answer.
  public void forgetSecret() {
    Browsers.session(exchange.routing()).destroy();
  }

  public String method() {
    return http.method().name();
  }

  /// The decoded value of a `{name}` segment of the route.
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no `{" + name + "}`");
    }
    return value;
  }

  /// The decoded value of a query parameter that the route knows.
  ///
  /// @throws ServiceException BAD_PARAMETER where it is given more than once
  public Optional<String> query(String name) {
    List<String> values = queries(name);
    if (values.size() > 1) {
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER, "query parameter `" + name + "` is given twice: give it once");
    }
    return values.stream().findFirst();
  }

  /// The decoded values of a query parameter that may be given several times, in their order.
  public List<String> queries(String name) {
    return query.getOrDefault(name, List.of());
  }

  /// All query parameters that are there.
  public Map<String, List<String>> queries() {
    return Map.copyOf(query);
  }

  /// Refuses other query parameters, for a route that takes [Route#ANY] in order to do so itself.
  ///
  /// @throws ServiceException BAD_PARAMETER
  public void requireParameters(Set<String> known) {
    requireKnown(query.keySet(), known);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(http.getHeader(name));
  }

  /// The value of a cookie.
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(http.getCookie(name)).map(Cookie::getValue);
  }

  /// The IP address that it comes from; of IPv6, the network.
  public String origin() {
    return exchange.principal();
  }

  /// The path and the query as they stand in the request.
  public String address() {
    return http.uri();
  }

  /// W3C trace id: 32 hexadecimal digits.
  public String traceId() {
    return exchange.traceId();
  }

  /// Makes sure that the body is what the handler can read: one of the media types, in UTF-8 and
  /// not compressed.
  ///
  /// @throws ServiceException UNSUPPORTED_MEDIA_TYPE
  public void requireMediaType(String... mediaTypes) {
    String encoding = header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw unsupported("content encoding `" + encoding + "` is not taken: send the body as it is");
    }
    String given = header("Content-Type").orElse("");
    int semicolon = given.indexOf(';');
    if (!List.of(mediaTypes).contains(mediaType())) {
      String wanted =
          Arrays.stream(mediaTypes)
              .map(each -> "`" + each + "`")
              .collect(Collectors.joining(" or "));
      throw unsupported("content type `" + given + "` is not taken here: send " + wanted);
    }
    String rest = semicolon < 0 ? "" : given.substring(semicolon).toLowerCase(Locale.ROOT);
    int charset = rest.indexOf("charset=");
    if (charset >= 0
        && !rest.startsWith("utf-8", charset + 8)
        && !rest.startsWith("\"utf-8\"", charset + 8)) {
      throw unsupported("content type `" + given + "` is not taken here: send UTF-8");
    }
  }

  /// Without parameters and in lower case; empty where none is given.
  public String mediaType() {
    String given = header("Content-Type").orElse("");
    int semicolon = given.indexOf(';');
    return (semicolon < 0 ? given : given.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /// The media type that the client likes best among those that there are (RFC 9110, section
  /// 12.5.1); the first where it likes several as much, or says nothing.
  ///
  /// @throws ServiceException NOT_ACCEPTABLE
  public String acceptable(String... mediaTypes) {
    return Arrays.stream(mediaTypes)
        .filter(each -> quality(exchange.routing(), each) > 0)
        .max(Comparator.comparingDouble(each -> quality(exchange.routing(), each)))
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_ACCEPTABLE,
                "there is no such form of it: ask for `"
                    + String.join("` or `", mediaTypes)
                    + "`"));
  }

  /// Whether the client likes one media type better than some others.
  public boolean prefers(String mediaType, String... others) {
    double quality = quality(exchange.routing(), mediaType);
    return Arrays.stream(others).allMatch(other -> quality(exchange.routing(), other) < quality);
  }

  /// Whether a client likes pages better than problems.
  static boolean likesPages(RoutingContext routing) {
    return quality(routing, "text/html") > quality(routing, "application/json");
  }

  private static double quality(RoutingContext routing, String mediaType) {
    return Accept.quality(routing.request().headers().getAll("Accept"), mediaType);
  }

  private static ServiceException unsupported(String detail) {
    return new ServiceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  /// The whole body, at most as large as the route takes. Not to be changed.
  public byte[] body() {
    return body;
  }

  /// The whole body.
  ///
  /// @param most bytes
  /// @throws ServiceException BODY_TOO_LARGE
  public byte[] body(int most) {
    if (body.length > most) {
      throw tooLarge(most);
    }
    return body;
  }

  /// What a browser made of a form, without its files: the values of each field, in their order.
  ///
  /// @throws ServiceException UNSUPPORTED_MEDIA_TYPE
  public Map<String, List<String>> form() {
    requireMediaType("application/x-www-form-urlencoded", "multipart/form-data");
    Map<String, List<String>> fields = new LinkedHashMap<>();
    http.formAttributes()
        .forEach((name, value) -> fields.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value));
    return fields;
  }

  /// The first file of a form that somebody chose (RFC 7578). It is gone when the answer is.
  public Optional<Upload> file() {
    return exchange.routing().fileUploads().stream()
        // A browser sends an empty name where nobody chose a file.
        .filter(each -> !each.fileName().isEmpty())
        .findFirst()
        .map(each -> Upload.read(each.fileName(), Path.of(each.uploadedFileName())));
  }

  /// Reads the body line by line while it comes in, however long it is. Call it once.
  ///
  /// The limit of time for a body is one for each piece of it here.
  public LineReader lines() {
    return new LineReader(this::piece, MAX_BODY_BYTES);
  }

  /// Lets time pass while the client waits for its answer. Holds no thread of the machine, since
  /// handlers run on virtual ones.
  ///
  /// @throws ServiceException STOPPING where the server stops; ClientGoneException without a client
  public void pause(Duration duration) throws InterruptedException {
    long deadline = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      exchange.refuseWhenOver();
      Thread.sleep(Duration.ofNanos(Math.min(left, PAUSE_PIECE_NANOS)));
    }
  }

  private byte @Nullable [] piece() throws InterruptedException {
    Inbound.refuseWhenStopping(stopping);
    return exchange.inbound().next(config.limits().body());
  }

  static ServiceException tooLarge(int most) {
    return new ServiceException(
        ErrorCode.BODY_TOO_LARGE,
        "the body is larger than " + most + " bytes: send less, or aggregates as a batch",
        Map.of("limit", most),
        List.of());
  }
}
