package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.ProviderDouble;
import dev.ombud.testing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each thing that may be wrong with an ID token or with the keys it is signed with, and what is
/// made of a good one: over HTTP, by a provider that signs with the JDK alone.
class IdTokensTest {
  private final AtProvider at = new AtProvider();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void knowsWhoCameBack() throws SignInException {
    Vouched person = at.signIn();
    assertThat(person.issuer()).isEqualTo(at.there.issuer());
    assertThat(person.subject()).isEqualTo("248289761001");
    assertThat(person.called()).isEqualTo("anna@127.0.0.1");
    assertThat(person.token()).isEmpty();
    assertThat(person.roles()).containsExactly(Role.REVIEWER);
  }

  @Test
  void checksSignaturesByEllipticCurvesToo() throws SignInException {
    at.there.key = SigningKey.ec("curve");
    at.there.keys = List.of(at.there.key);
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void followsTheProvidersKeysAsTheyChange() throws SignInException {
    at.signIn();
    at.there.key = SigningKey.rsa("second");
    at.there.keys = List.of(at.there.key);
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void asksForKeysNotForEveryKeyThatSomebodyInvents() throws SignInException {
    at.signIn();
    SigningKey good = at.there.key;
    for (int i = 0; i < 5; i++) {
      at.there.key = SigningKey.ec("invented-" + i);
      SignInException refused = catchThrowableOfType(SignInException.class, at::signIn);
      assertThat(refused.refusal()).isEqualTo(Refusal.PROVIDER_WRONG);
    }
    assertThat(at.there.asked.stream().filter("/keys"::equals)).hasSizeLessThanOrEqualTo(3);
    at.there.key = good;
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void saysThatKeysCannotBeHad() {
    at.there.instead.put("/keys", "404 nothing");
    at.check(Refusal.PROVIDER_DOWN, "keys cannot be had");
  }

  @Test
  void trustsNoKeysThatAreNone() {
    at.there.instead.put("/keys", "200 <html>");
    at.check(Refusal.PROVIDER_DOWN, "they are no JWK set");
  }

  @Test
  void trustsNoUnsignedToken() {
    at.there.bendToken = token -> claims(token, Map.of("alg", "none"), new byte[0]);
    at.check(Refusal.PROVIDER_WRONG, "is no signed JWT");
  }

  @Test
  void trustsNoTokenThatIsSignedWithThePublicKeyAsASecret() {
    at.there.bendToken =
        token -> {
          String content =
              claims(token, Map.of("alg", "HS256", "kid", "first"), new byte[0])
                  .replaceAll("\\.$", "");
          byte[] secret = at.there.key.pair().getPublic().getEncoded();
          return content + "." + base64(hmac(secret, content));
        };
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key and an algorithm that we trust");
  }

  /// Whoever knows a secret of the provider's is not the provider.
  @Test
  void trustsNoSecretAmongTheProvidersKeys() {
    byte[] secret = "s".repeat(32).getBytes(StandardCharsets.US_ASCII);
    Map<String, String> shared =
        Map.of("kty", "oct", "kid", "first", "alg", "HS256", "use", "sig", "k", base64(secret));
    at.there.instead.put(
        "/keys",
        "200 " + new String(Json.write(Map.of("keys", List.of(shared))), StandardCharsets.UTF_8));
    at.there.bendToken =
        token -> {
          String content =
              claims(token, Map.of("alg", "HS256", "kid", "first"), new byte[0])
                  .replaceAll("\\.$", "");
          return content + "." + base64(hmac(secret, content));
        };
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key and an algorithm that we trust");
  }

  @Test
  void trustsNothingWhereTheProviderHasNoKeys() {
    at.there.instead.put("/keys", "200 {\"keys\":[]}");
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void trustsNoTokenThatAnotherKeySigned() {
    SigningKey other = SigningKey.rsa("first");
    at.there.key = other;
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void trustsNoKeyThatTheTokenBringsAlong() {
    SigningKey own = SigningKey.rsa("own");
    at.there.bendClaims =
        claims ->
            at.there.bendToken = _ -> own.sign(Map.of("alg", "RS256", "jwk", own.jwk()), claims);
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void trustsNoTokenThatWasChanged() {
    at.there.bendToken =
        token -> {
          String[] parts = token.split("\\.", -1);
          String claims =
              new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                  .replace("reviewers", "shop");
          return parts[0] + "." + base64(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
        };
    at.check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void checksEveryClaim() {
    long now = at.clock.instant().getEpochSecond();
    at.checkClaims("of another issuer", claims -> claims.put("iss", "https://evil.example"));
    at.checkClaims("of another issuer", claims -> claims.remove("iss"));
    at.checkClaims("for another client", claims -> claims.put("aud", "other"));
    at.checkClaims("for another client", claims -> claims.put("aud", List.of("other", "third")));
    at.checkClaims("for another client", claims -> claims.remove("aud"));
    at.checkClaims(
        "does not say which", claims -> claims.put("aud", List.of(ProviderDouble.CLIENT, "other")));
    at.checkClaims("given to another client", claims -> claims.put("azp", "other"));
    at.checkClaims("has expired", claims -> claims.put("exp", now - 61));
    at.checkClaims("from when to when", claims -> claims.remove("exp"));
    at.checkClaims("from when to when", claims -> claims.remove("iat"));
    at.checkClaims("from the future", claims -> claims.put("iat", now + 120));
    at.checkClaims("answers another sign-in", claims -> claims.put("nonce", "other"));
    at.checkClaims("answers another sign-in", claims -> claims.remove("nonce"));
    at.checkClaims("names nobody", claims -> claims.remove("sub"));
    at.checkClaims("no signed JWT", claims -> claims.put("azp", 7L));
    at.checkClaims("has no `sub`", claims -> claims.put("sub", "x".repeat(256)));
  }

  @Test
  void allowsAMinuteBetweenTheClocks() throws SignInException {
    long now = at.clock.instant().getEpochSecond();
    at.there.bendClaims = claims -> claims.put("exp", now - 50);
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
    at.there.bendClaims = claims -> claims.put("iat", now + 50);
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void takesATokenForSeveralThatWasGivenToUs() throws SignInException {
    at.there.bendClaims =
        claims -> {
          claims.put("aud", List.of("other", ProviderDouble.CLIENT));
          claims.put("azp", ProviderDouble.CLIENT);
        };
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void mapsGroupsToRoles() throws SignInException {
    at.there.is("1", "ben", "shop", "reviewers", "canteen");
    assertThat(at.signIn().roles()).containsOnly(Role.OWNER, Role.AUDITOR, Role.REVIEWER);
    at.there.bendClaims = claims -> claims.put("groups", "reviewers");
    assertThat(at.signIn().roles()).containsOnly(Role.REVIEWER);
  }

  @Test
  void letsNobodyInWithoutARole() {
    at.there.is("1", "ben", "canteen");
    at.check(Refusal.NO_ROLE, "1 values of `groups`");
    at.there.is("1", "ben");
    at.check(Refusal.NO_ROLE, "0 values of `groups`");
    at.there.bendClaims = claims -> claims.put("groups", Map.of("reviewers", true));
    at.check(Refusal.NO_ROLE, "0 values");
    at.there.bendClaims = claims -> claims.put("groups", Arrays.asList(null, 7L));
    at.check(Refusal.NO_ROLE, "2 values");
  }

  @Test
  void namesTheTokenOfTheSamePerson() throws SignInException {
    at.isAlso(Map.of("248289761001", "anna"));
    assertThat(at.signIn().token()).contains("anna");
  }

  private static String claims(String token, Map<String, ?> header, byte[] signature) {
    String[] parts = token.split("\\.", -1);
    byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
    return String.join(".", base64(Json.write(header)), base64(claims), base64(signature));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] secret, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
