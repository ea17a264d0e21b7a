package dev.ombud.act.platform;

import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP side of one platform: sends, and says what an answer means for whoever retries.
/// Thread-safe.
final class Remote {
  private static final int TOO_EARLY = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final Duration MAX_WAIT = Duration.ofHours(1);
  private static final int EXCERPT = 300;

  private final String name;
  private final Outbound outbound;
  private final URI base;
  private final Clock clock;
  private final Map<String, String> headers;

  /// @param name of the platform, for messages
  /// @param headers that every request has
  Remote(String name, Outbound outbound, URI base, Clock clock, Map<String, String> headers) {
    this.name = name;
    this.outbound = outbound;
    this.base = base;
    this.clock = clock;
    this.headers = Map.copyOf(headers);
  }

  /// @param body a plain JSON value; null where there is none
  record Answer(int status, @Nullable Object body) {
    Map<?, ?> object() {
      return body instanceof Map<?, ?> object ? object : Map.of();
    }

    List<?> list() {
      return body instanceof List<?> list ? list : List.of();
    }
  }

  String address(String path) {
    return base.toString().replaceAll("/+$", "") + path;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Reads something.
  ///
  /// @param also statuses that are answers too, besides 2xx
  Answer read(String path, Secret token, Integer... also) throws PlatformException {
    return send(call("GET", path, token), false, Set.of(also));
  }

  /// Changes something.
  ///
  /// @param body null for none
  Answer write(
      String method,
      String path,
      Secret token,
      String mediaType,
      @Nullable Object body,
      Integer... also)
      throws PlatformException {
    Call call = call(method, path, token);
    return send(body == null ? call : call.with(mediaType, Json.write(body)), true, Set.of(also));
  }

  private Call call(String method, String path, Secret token) {
    Call call = Call.of(method, URI.create(address(path))).with("Authorization", token.reveal());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    return call;
  }

  private Answer send(Call call, boolean writes, Set<Integer> also) throws PlatformException {
    return switch (outbound.send(call)) {
      case Reply.Unreached(String why) ->
          throw new PlatformException(Kind.LATER, name + " was not reached: " + why);
      case Reply.Unanswered(String why, Duration _) ->
          throw new PlatformException(
              writes ? Kind.UNKNOWN : Kind.LATER, name + " did not answer: " + why);
      case Reply.Answered answered -> answer(answered, writes, also);
    };
  }

  private Answer answer(Reply.Answered reply, boolean writes, Set<Integer> also)
      throws PlatformException {
    int status = reply.status();
    if (status / 100 == 2 || also.contains(status)) {
      return new Answer(status, parsed(reply, writes));
    }
    String said = "%s answered %d%s".formatted(name, status, excerpt(reply.body()));
    if (status == TOO_MANY) {
      throw new PlatformException(Kind.LATER, said, pause(reply));
    }
    if (status == TOO_EARLY || status == CONFLICT) {
      throw new PlatformException(Kind.LATER, said);
    }
    if (status >= 500) {
      throw new PlatformException(writes ? Kind.UNKNOWN : Kind.LATER, said, pause(reply));
    }
    throw new PlatformException(Kind.NEVER, said);
  }

  private @Nullable Object parsed(Reply.Answered reply, boolean writes) throws PlatformException {
    if (reply.body().length == 0) {
      return null;
    }
    try {
      return Json.read(reply.body());
    } catch (ServiceException e) {
      throw new PlatformException(
          writes ? Kind.UNKNOWN : Kind.LATER, name + " sent no whole JSON: " + e.detail());
    }
  }

  /// `Retry-After` in seconds, or LaunchDarkly's `X-Ratelimit-Reset` in milliseconds of the epoch.
  private Optional<Duration> pause(Reply.Answered reply) {
    Optional<Duration> after =
        reply
            .header("retry-after")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    Optional<Duration> reset =
        reply
            .header("x-ratelimit-reset")
            .filter(text -> text.matches("\\d{1,15}"))
            .map(text -> Duration.ofMillis(Long.parseLong(text) - clock.millis()));
    return after
        .or(() -> reset)
        .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
        .map(pause -> pause.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : pause);
  }

  private static String excerpt(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    return text.isEmpty()
        ? ""
        : ": " + (text.length() > EXCERPT ? text.substring(0, EXCERPT) : text);
  }
}
