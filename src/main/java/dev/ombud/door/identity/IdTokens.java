package dev.ombud.door.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks ID tokens (OpenID Connect Core 1.0, section 3.1.3.7) of one provider. Thread-safe.
///
/// Keys are fetched anew after five minutes, and at once for a key that is not known, which is how
/// providers change theirs; but not more than twice within 30 seconds, since anybody can invent a
/// name of a key.
final class IdTokens {
  /// Signatures by public keys alone: with `HS256`, a public key would do as the secret.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final long KEYS_MILLIS = 300_000;
  private static final long FETCH_MILLIS = 30_000;
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final String issuer;
  private final String client;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  IdTokens(String issuer, String client, JWKSetSource<SecurityContext> keys, Clock clock) {
    this.issuer = issuer;
    this.client = client;
    this.clock = clock;
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS,
            JWKSourceBuilder.create(keys)
                .cache(KEYS_MILLIS, FETCH_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(FETCH_MILLIS)
                .build()));
    // What it says is checked below, by our clock.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
  }

  /// @param nonce of the attempt that it answers
  /// @return what it says
  /// @throws SignInException PROVIDER_WRONG or PROVIDER_DOWN
  Map<String, Object> check(String token, String nonce) throws SignInException {
    try {
      JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
      check(claims, nonce);
      return claims.getClaims();
    } catch (ParseException e) {
      throw wrong("is no signed JWT");
    } catch (BadJOSEException e) {
      throw wrong("is not signed by a key and an algorithm that we trust");
    } catch (RateLimitReachedException e) {
      throw wrong("names a key that the provider did not have a moment ago");
    } catch (KeySourceException e) {
      throw new SignInException(
          Refusal.PROVIDER_DOWN, "the provider's keys cannot be had: " + e.getMessage());
    } catch (JOSEException e) {
      throw wrong("has a signature that cannot be checked");
    }
  }

  private void check(JWTClaimsSet claims, String nonce) throws SignInException, ParseException {
    Instant now = clock.instant();
    List<String> audience = claims.getAudience();
    String party = claims.getStringClaim("azp");
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    require(issuer.equals(claims.getIssuer()), "is of another issuer");
    require(audience.contains(client), "is for another client");
    require(audience.size() == 1 || party != null, "is for several clients and does not say which");
    require(party == null || party.equals(client), "was given to another client");
    require(expires != null && issued != null, "does not say from when to when it is good");
    require(expires != null && expires.toInstant().plus(SKEW).isAfter(now), "has expired");
    require(
        issued != null && !issued.toInstant().minus(SKEW).isAfter(now),
        "is from the future: compare the clocks");
    require(nonce.equals(claims.getStringClaim("nonce")), "answers another sign-in");
    require(claims.getSubject() != null && !claims.getSubject().isBlank(), "names nobody");
  }

  private static void require(boolean holds, String what) throws SignInException {
    if (!holds) {
      throw wrong(what);
    }
  }

  private static SignInException wrong(String what) {
    return new SignInException(Refusal.PROVIDER_WRONG, "the ID token " + what);
  }
}
