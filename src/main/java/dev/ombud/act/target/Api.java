package dev.ombud.act.target;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.ground.text.PlainText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One system outside, spoken to in JSON. Sorts what comes back into: done, later, unknown, never.
/// What a read could not find out can be asked again; what a change did not say is unknown. No
/// message holds the secret, whatever the other side repeats. Thread-safe.
public final class Api {
  private static final String JSON = "application/json";
  private static final String HIDDEN = "(secret)";
  private static final int MAX_QUOTED_CHARS = 300;
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  private final Outbound outbound;
  private final TargetConfig target;
  private final Map<String, String> headers;
  private final InstantSource clock;

  /// @param headers that go with every call
  public Api(
      Outbound outbound, TargetConfig target, Map<String, String> headers, InstantSource clock) {
    this.outbound = outbound;
    this.target = target;
    this.headers = Map.copyOf(headers);
    this.clock = clock;
  }

  public static String basic(String user, Secret secret) {
    byte[] pair = (user + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  public static String bearer(Secret secret) {
    return "Bearer " + secret.reveal();
  }

  /// A text as a part of a path or query.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The target's address with this behind it.
  public Call call(String method, String path) {
    Call call = Call.of(method, URI.create(target.base() + path));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    return call;
  }

  public Call call(String method, String path, Object body) {
    return call(method, path).with(JSON, json(body));
  }

  /// A body of ours. Whatever a text in it went through before, no character in it is invisible.
  public static byte[] json(Object body) {
    return Json.write(PlainText.shown(body));
  }

  /// Reads; changes nothing.
  public Tree read(Call call) throws DeliveryException {
    return tree(answer(call, Kind.LATER), Kind.LATER);
  }

  /// The same; nothing where the answer is 404 or 410.
  public Optional<Tree> find(Call call) throws DeliveryException {
    Reply.Answered answer = answer(call, Kind.LATER, 404, 410);
    return answer.status() / 100 == 2 ? Optional.of(tree(answer, Kind.LATER)) : Optional.empty();
  }

  /// Changes something, and needs the answer's body.
  public Tree change(Call call) throws DeliveryException {
    return tree(answer(call, Kind.UNKNOWN), Kind.UNKNOWN);
  }

  /// Changes something; what the body says does not matter.
  public void run(Call call) throws DeliveryException {
    answer(call, Kind.UNKNOWN);
  }

  /// @param doubt what it means where nobody knows whether the call got through
  /// @param others statuses besides 2xx that the caller understands
  public Reply.Answered answer(Call call, Kind doubt, Integer... others) throws DeliveryException {
    return switch (outbound.send(call)) {
      case Reply.Answered answered ->
          answered.status() / 100 == 2 || List.of(others).contains(answered.status())
              ? answered
              : refuse(call, answered, doubt);
      case Reply.Unreached unreached -> throw failure(Kind.LATER, unreached.why());
      case Reply.Unanswered unanswered -> throw failure(doubt, unanswered.why());
    };
  }

  public Tree tree(Reply.Answered answer, Kind doubt) throws DeliveryException {
    return Tree.read(answer.body())
        .orElseThrow(() -> failure(doubt, "the answer (%d) is no JSON".formatted(answer.status())));
  }

  /// A failure in the words that go on record.
  public DeliveryException failure(Kind kind, String why) {
    return new DeliveryException(kind, "target `%s`: %s".formatted(target.name(), clean(why)));
  }

  private Reply.Answered refuse(Call call, Reply.Answered answer, Kind doubt)
      throws DeliveryException {
    Kind kind = kind(answer, doubt);
    String said = hide(call, new String(answer.body(), StandardCharsets.UTF_8).strip());
    String quoted = said.isEmpty() ? "" : ": `" + cut(clean(said).replace('`', '\'')) + "`";
    throw new DeliveryException(
        kind,
        "target `%s`: it answers %d%s%s"
            .formatted(target.name(), answer.status(), quoted, remedy(answer.status())),
        wait(answer));
  }

  private static Kind kind(Reply.Answered answer, Kind doubt) {
    int status = answer.status();
    boolean limited =
        status == 429
            || (status == 403
                && (answer.header("retry-after").isPresent()
                    || answer.header("x-ratelimit-remaining").filter("0"::equals).isPresent()));
    if (limited || status == 409 || status == 412 || status == 423) {
      return Kind.LATER;
    }
    return status == 408 || status >= 500 ? doubt : Kind.NEVER;
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401 -> ": renew its secret";
      case 403 -> ": give its user the right to do that";
      case 301, 302, 307, 308 -> ": write the address that it leads to into `url`";
      case 404 -> ": correct its `url` or options";
      default -> "";
    };
  }

  /// How long the other side asks us to wait: `Retry-After` in seconds or as a date, or the moment
  /// at which its limit is reset, in seconds since 1970.
  public Optional<Duration> wait(Reply.Answered answer) {
    Instant now = clock.instant();
    Optional<Duration> asked =
        answer
            .header("retry-after")
            .flatMap(text ->
                seconds(text)
                    .map(Duration::ofSeconds)
                    .or(() -> date(text).map(at -> Duration.between(now, at))))
            .or(() ->
                answer
                    .header("x-ratelimit-remaining")
                    .filter("0"::equals)
                    .flatMap(_ -> answer.header("x-ratelimit-reset"))
                    .flatMap(Api::seconds)
                    .map(at -> Duration.between(now, Instant.ofEpochSecond(at))));
    return asked
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
  }

  static Optional<Long> seconds(String text) {
    return text.matches("\\d{1,12}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Without the credentials that went with a call: they are made of the secret, and other systems
  /// repeat what they were sent.
  private String hide(Call call, String text) {
    String authorization = call.headers().getOrDefault("Authorization", "");
    String credentials = authorization.substring(authorization.indexOf(' ') + 1);
    String path = target.kind().hidesAddress() ? target.url().getRawPath() : "";
    String hidden = credentials.isEmpty() ? text : text.replace(credentials, HIDDEN);
    return path.isEmpty() ? hidden : hidden.replace(path, HIDDEN);
  }

  /// On one line, and without the secret.
  private String clean(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ");
    for (Secret secret : target.secrets()) {
      line = line.replace(secret.reveal(), HIDDEN);
    }
    return line;
  }

  private static String cut(String text) {
    return text.length() <= MAX_QUOTED_CHARS ? text : text.substring(0, MAX_QUOTED_CHARS) + "…";
  }
}
