package dev.ombud.web;

import dev.ombud.contract.AggregateLimits;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request as its handler sees it. Belongs to one thread.
public final class Request {
  /// Nothing that is sent is larger than an aggregate.
  public static final int BODY_BYTES_MOST = AggregateLimits.BODY_BYTES;

  /// How long a pause may last after the server began to stop.
  private static final long PAUSE_PIECE_NANOS = 100_000_000;

  private final HttpServerRequest http;
  private final Map<String, String> parameters;
  private final Map<String, List<String>> query;
  private final String traceId;
  private final Inbound inbound;
  private final BodyMemory memory;
  private final ServerConfig.Limits limits;

  Request(
      HttpServerRequest http,
      Map<String, String> parameters,
      Map<String, List<String>> query,
      String traceId,
      Inbound inbound,
      BodyMemory memory,
      ServerConfig.Limits limits) {
    this.http = http;
    this.parameters = parameters;
    this.query = query;
    this.traceId = traceId;
    this.inbound = inbound;
    this.memory = memory;
    this.limits = limits;
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
    Address.requireKnown(query.keySet(), known);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(http.getHeader(name));
  }

  /// The value of a cookie; a browser may send its cookies in several headers over HTTP/2.
  public Optional<String> cookie(String name) {
    return http.headers().getAll("Cookie").stream()
        .flatMap(header -> Arrays.stream(header.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /// The IP address that it comes from.
  ///
  /// @param isBehindProxy whether everybody comes by a proxy, which then says last in
  ///   `X-Forwarded-For` whom it let in; what stands before that, anybody may have written
  public String origin(boolean isBehindProxy) {
    List<String> forwarded = http.headers().getAll("X-Forwarded-For");
    if (isBehindProxy && !forwarded.isEmpty()) {
      String[] hops = forwarded.getLast().split(",", -1);
      return hops[hops.length - 1].strip();
    }
    return String.valueOf(http.remoteAddress().hostAddress());
  }

  /// The path and the query as they stand in the request.
  public String address() {
    return http.uri();
  }

  /// W3C trace id: 32 hexadecimal digits.
  public String traceId() {
    return traceId;
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
    if (charset >= 0 && !rest.startsWith("utf-8", charset + 8) && !isQuotedUtf8(rest, charset)) {
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
    String best = "";
    double highest = 0;
    for (String mediaType : mediaTypes) {
      double quality = Accept.quality(header("Accept").orElse("*/*"), mediaType);
      if (quality > highest) {
        best = mediaType;
        highest = quality;
      }
    }
    if (best.isEmpty()) {
      throw new ServiceException(
          ErrorCode.NOT_ACCEPTABLE,
          "there is no such form of it: ask for `" + String.join("` or `", mediaTypes) + "`");
    }
    return best;
  }

  /// Whether the client likes one media type better than some others.
  public boolean prefers(String mediaType, String... others) {
    String accept = header("Accept").orElse("*/*");
    double quality = Accept.quality(accept, mediaType);
    return Arrays.stream(others).allMatch(other -> Accept.quality(accept, other) < quality);
  }

  private static boolean isQuotedUtf8(String rest, int charset) {
    return rest.startsWith("\"utf-8\"", charset + 8);
  }

  private static ServiceException unsupported(String detail) {
    return new ServiceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  /// Waits for the whole body, which is at most as large as an aggregate. Call it once.
  ///
  /// @throws ServiceException as [#body(int)]
  public byte[] body() throws InterruptedException {
    return body(BODY_BYTES_MOST);
  }

  /// Waits for the whole body. Call it once.
  ///
  /// @param most bytes
  /// @throws ServiceException BODY_TOO_LARGE before anything is read where the length is announced,
  ///   REQUEST_TIMEOUT, or OVERLOADED where too many bodies are held at this moment
  public byte[] body(int most) throws InterruptedException {
    long announced = announcedLength();
    if (announced > most) {
      throw tooLarge(most);
    }
    long deadline = System.nanoTime() + limits.body().toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(announced, 64));
    for (byte[] bytes = next(deadline); bytes != null; bytes = next(deadline)) {
      if (body.size() + bytes.length > most) {
        throw tooLarge(most);
      }
      memory.take(bytes.length);
      if (body.size() == 0 && bytes.length == announced) {
        return bytes;
      }
      body.write(bytes, 0, bytes.length);
    }
    return body.toByteArray();
  }

  private byte @Nullable [] next(long deadline) throws InterruptedException {
    return inbound.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  /// Waits for the whole body, which a browser made of a form. Call it once.
  ///
  /// @return the values of each field, in their order
  /// @throws ServiceException as [#body(int)], or UNSUPPORTED_MEDIA_TYPE, or BAD_PARAMETER where an
  ///   escape is none
  public Map<String, List<String>> form() throws InterruptedException {
    requireMediaType("application/x-www-form-urlencoded");
    return Address.form(new String(body(), StandardCharsets.UTF_8));
  }

  /// Reads the body line by line while it comes in, however long it is. Call it once.
  ///
  /// The limit of time for a body is one for each piece of it here.
  public LineReader lines() {
    return new LineReader(this::piece, BODY_BYTES_MOST);
  }

  /// Lets time pass while the client waits for its answer. Holds no thread of the machine, since
  /// handlers run on virtual ones.
  ///
  /// @throws ServiceException STOPPING where the server stops meanwhile
  public void pause(Duration duration) throws InterruptedException {
    long deadline = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      inbound.refuseWhenStopping();
      Thread.sleep(Duration.ofNanos(Math.min(left, PAUSE_PIECE_NANOS)));
    }
  }

  private byte @Nullable [] piece() throws InterruptedException {
    inbound.refuseWhenStopping();
    return inbound.next(limits.body());
  }

  private static ServiceException tooLarge(int most) {
    return new ServiceException(
        ErrorCode.BODY_TOO_LARGE,
        "the body is larger than " + most + " bytes: send less, or aggregates as a batch",
        Map.of("limit", most),
        List.of());
  }

  /// -1 where the body comes in chunks.
  private long announcedLength() {
    String length = http.getHeader("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST,
          "the Content-Length is no number: send the body's length in bytes");
    }
  }
}
