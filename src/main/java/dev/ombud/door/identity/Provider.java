package dev.ombud.door.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An OpenID provider that people sign in at: OpenID Connect Core 1.0, the authorization code flow
/// with PKCE (RFC 7636), as RFC 9700 asks for it.
///
/// The discovery document is kept for an hour, and for a day where no newer one can be had. Only
/// the ID token is looked at: the access token is of no use here and goes nowhere. All that is
/// asked of the provider goes by [HttpOutbound], with its timeouts and limits. Thread-safe.
public final class Provider {
  private static final Logger log = LoggerFactory.getLogger(Provider.class);

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration STALE = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MAX_TOKEN_CHARS = 64 * 1024;

  private final ProviderConfig config;
  private final Clock clock;
  private final Destination issuer;
  private final HttpOutbound outside;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Known known;
  private Instant failedAt = Instant.EPOCH;

  /// @param config of a provider
  public Provider(ProviderConfig config, HttpOutbound outside, Clock clock) {
    this.config = config;
    this.outside = outside;
    this.clock = clock;
    this.issuer = Destination.of(URI.create(config.issuer()), true);
  }

  /// The provider as it described itself.
  private record Known(ProviderMetadata metadata, Outbound outbound, IdTokens tokens, Instant at) {}

  /// What the provider sent a browser back with.
  ///
  /// @param issuer who says so (RFC 9207)
  /// @param error instead of a code
  public record Answer(
      Optional<String> state,
      Optional<String> code,
      Optional<String> issuer,
      Optional<String> error) {}

  /// Whom people sign in at.
  public String host() {
    return config.host();
  }

  /// Where people reach this service.
  public URI home() {
    return config.home();
  }

  /// Looks whether the provider is as the settings say, and warns where it is not.
  public void probe() {
    try {
      known();
      log.info("people can sign in at {}", config.issuer());
    } catch (SignInException e) {
      log.warn("nobody can sign in at {} yet, by tokens they can: {}", host(), e.getMessage());
    }
  }

  /// Where to send the browser.
  ///
  /// @throws SignInException PROVIDER_DOWN or PROVIDER_WRONG
  public URI begin(Attempt attempt) throws SignInException {
    Map<String, String> question = new LinkedHashMap<>();
    question.put("response_type", "code");
    question.put("client_id", config.client());
    question.put("redirect_uri", config.redirect().toString());
    question.put("scope", String.join(" ", config.scopes()));
    question.put("state", attempt.state());
    question.put("nonce", attempt.nonce());
    question.put("code_challenge", attempt.challenge());
    question.put("code_challenge_method", "S256");
    return with(known().metadata().authorization(), question);
  }

  /// Who came back.
  ///
  /// @param attempt that the browser began
  /// @throws SignInException where nobody can be sure
  public Vouched finish(Attempt attempt, Answer answer) throws SignInException {
    if (!answer.state().map(attempt::isOf).orElse(false)) {
      throw new SignInException(Refusal.NOT_BEGUN_HERE, "the state is of another browser");
    }
    Known provider = known();
    boolean namesIssuer = answer.issuer().map(config.issuer()::equals).orElse(false);
    if (!namesIssuer && (answer.issuer().isPresent() || provider.metadata().namesIssuer())) {
      throw new SignInException(
          Refusal.PROVIDER_WRONG, "the answer is of another issuer, or does not name its own");
    }
    if (answer.error().isPresent()) {
      throw new SignInException(
          Refusal.PROVIDER_REFUSED, "the provider says `" + plain(answer.error().get()) + "`");
    }
    String code = answer.code().filter(text -> !text.isBlank()).orElse("");
    if (code.isEmpty()) {
      throw new SignInException(Refusal.PROVIDER_WRONG, "the answer has neither code nor error");
    }
    String token = redeem(provider, attempt, code);
    return Claims.person(provider.tokens().check(token, attempt.nonce()), config);
  }

  private String redeem(Known provider, Attempt attempt, String code) throws SignInException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", config.redirect().toString());
    form.put("code_verifier", attempt.verifier());
    boolean byHeader = config.secret().isPresent() && !provider.metadata().takesPost();
    if (!byHeader) {
      form.put("client_id", config.client());
      config.secret().ifPresent(secret -> form.put("client_secret", secret.reveal()));
    }
    Call call =
        Call.of("POST", provider.metadata().token())
            .with("Accept", "application/json")
            .with(
                "application/x-www-form-urlencoded",
                encoded(form).getBytes(StandardCharsets.US_ASCII));
    Reply reply = provider.outbound().send(byHeader ? call.with("Authorization", basic()) : call);
    return idToken(answered(reply));
  }

  /// RFC 6749, section 2.3.1.
  private String basic() {
    String secret = config.secret().orElseThrow().reveal();
    String pair = encoded(config.client()) + ":" + encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String idToken(Reply.Answered answered) throws SignInException {
    JsonObject object;
    try {
      object = Json.readObject(answered.body());
      String error = object.text("error", 100).orElse("");
      if (error.equals("invalid_grant")) {
        throw new SignInException(Refusal.CODE_REFUSED, "the provider does not take the code");
      }
      if (answered.status() == 200 && error.isEmpty()) {
        return object
            .text("id_token", MAX_TOKEN_CHARS)
            .orElseThrow(() ->
                new SignInException(Refusal.PROVIDER_WRONG, "there is no ID token for the code"));
      }
      throw new SignInException(
          Refusal.PROVIDER_WRONG,
          "for a code the provider answers %d `%s`: compare client id, secret and redirect address"
              .formatted(answered.status(), plain(error)));
    } catch (ServiceException e) {
      throw new SignInException(
          Refusal.PROVIDER_WRONG,
          "for a code the provider answers %d and no JSON that can be read"
              .formatted(answered.status()));
    }
  }

  /// Where a browser ends its session at the provider too, as far as is known without asking.
  public Optional<URI> farewell() {
    Known provider = known;
    if (provider == null) {
      return Optional.empty();
    }
    Map<String, String> question = new LinkedHashMap<>();
    question.put("client_id", config.client());
    question.put("post_logout_redirect_uri", config.home().resolve("sign-in").toString());
    return provider.metadata().endSession().map(address -> with(address, question));
  }

  private Known known() throws SignInException {
    Instant now = clock.instant();
    Known before = known;
    if (before != null && before.at().plus(FRESH).isAfter(now)) {
      return before;
    }
    asking.lock();
    try {
      Known meanwhile = known;
      if (meanwhile != null && meanwhile.at().plus(FRESH).isAfter(now)) {
        return meanwhile;
      }
      boolean isUsable = meanwhile != null && meanwhile.at().plus(STALE).isAfter(now);
      if (failedAt.plus(PAUSE).isAfter(now)) {
        if (meanwhile != null && isUsable) {
          return meanwhile;
        }
        throw new SignInException(Refusal.PROVIDER_DOWN, "the provider was down a moment ago");
      }
      return discover(meanwhile, isUsable, now);
    } finally {
      asking.unlock();
    }
  }

  private Known discover(@Nullable Known before, boolean isUsable, Instant now)
      throws SignInException {
    try {
      URI address =
          URI.create(config.issuer().replaceAll("/$", "") + "/.well-known/openid-configuration");
      Reply.Answered answered = answered(outside.to(List.of(issuer)).send(Call.of("GET", address)));
      if (answered.status() != 200) {
        throw new SignInException(
            Refusal.PROVIDER_WRONG,
            "for its discovery document the provider answers %d: compare OMBUD_OPENID_ISSUER"
                .formatted(answered.status()));
      }
      ProviderMetadata metadata = ProviderMetadata.read(answered.body(), config.issuer());
      Known after =
          before != null && before.metadata().equals(metadata)
              ? new Known(metadata, before.outbound(), before.tokens(), now)
              : described(metadata, now);
      known = after;
      failedAt = Instant.EPOCH;
      return after;
    } catch (SignInException e) {
      failedAt = now;
      if (before != null && isUsable) {
        log.warn("the provider's last description is used on: {}", e.getMessage());
        return before;
      }
      throw e;
    }
  }

  private Known described(ProviderMetadata metadata, Instant now) {
    Outbound way = outside.to(metadata.destinations(issuer));
    IdTokens tokens =
        new IdTokens(config.issuer(), config.client(), new Keys(way, metadata.keys()), clock);
    return new Known(metadata, way, tokens, now);
  }

  /// The provider's public keys (RFC 7517), as they are now.
  private record Keys(Outbound outbound, URI address) implements JWKSetSource<SecurityContext> {
    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
        throws KeySourceException {
      try {
        Reply.Answered answered = answered(outbound.send(Call.of("GET", address)));
        if (answered.status() != 200) {
          throw new JWKSetUnavailableException("the answer is " + answered.status());
        }
        return JWKSet.parse(new String(answered.body(), StandardCharsets.UTF_8));
      } catch (SignInException e) {
        throw new JWKSetUnavailableException(String.valueOf(e.getMessage()));
      } catch (ParseException e) {
        throw new JWKSetUnavailableException("they are no JWK set");
      }
    }

    @Override
    public void close() {}
  }

  private static Reply.Answered answered(Reply reply) throws SignInException {
    return switch (reply) {
      case Reply.Answered answered when answered.status() >= 500 ->
          throw new SignInException(
              Refusal.PROVIDER_DOWN, "the provider answers " + answered.status());
      case Reply.Answered answered -> answered;
      case Reply.Unreached(String why) -> throw new SignInException(Refusal.PROVIDER_DOWN, why);
      case Reply.Unanswered(String why, Duration _) ->
          throw new SignInException(Refusal.PROVIDER_DOWN, why);
    };
  }

  private static URI with(URI address, Map<String, String> question) {
    String joint = address.getRawQuery() == null ? "?" : "&";
    return URI.create(address + joint + encoded(question));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// An error of the provider as it may stand in a line of a log (RFC 6749, section 4.1.2.1).
  private static String plain(String error) {
    String plain = error.replaceAll("[^A-Za-z0-9_. -]", "?");
    return plain.length() > 60 ? plain.substring(0, 60) : plain;
  }
}
