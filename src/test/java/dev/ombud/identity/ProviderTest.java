package dev.ombud.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.contract.Json;
import dev.ombud.domain.Role;
import dev.ombud.outbound.Secret;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.ProviderDouble;
import dev.ombud.testing.SigningKey;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// There and back, against a provider over HTTP that is as it should be, and against each thing
/// that may be wrong with one.
class ProviderTest {
  private static final String COOKIE_SECRET = "A".repeat(43);
  private static final URI HOME = URI.create("https://ombud.example/");

  private final HandClock clock = new HandClock(Instant.now());
  private final ProviderDouble there = new ProviderDouble();
  private Provider provider = provider(Map.of());

  @BeforeEach
  void register() {
    there.register("https://ombud.example/sign-in/openid/answer");
  }

  @AfterEach
  void close() {
    provider.close();
    there.close();
  }

  private Provider provider(Map<String, String> people) {
    return new Provider(config(there.issuer(), people), clock);
  }

  private static ProviderConfig config(String issuer, Map<String, String> people) {
    return new ProviderConfig(
        issuer,
        ProviderDouble.CLIENT,
        Optional.of(new Secret(ProviderDouble.SECRET)),
        List.of("openid", "profile"),
        "sub",
        "preferred_username",
        "groups",
        Map.of("reviewers", Set.of(Role.REVIEWER), "shop", Set.of(Role.OWNER, Role.AUDITOR)),
        people,
        HOME);
  }

  private Attempt attempt() {
    return Attempt.begin(COOKIE_SECRET, "/reviews", clock.instant());
  }

  private static Map<String, String> query(String address) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : address.substring(address.indexOf('?') + 1).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static Provider.Answer answer(String address) {
    Map<String, String> query = query(address);
    return new Provider.Answer(
        Optional.ofNullable(query.get("state")),
        Optional.ofNullable(query.get("code")),
        Optional.ofNullable(query.get("iss")),
        Optional.ofNullable(query.get("error")));
  }

  private Vouched signIn() throws SignInException {
    Attempt attempt = attempt();
    return provider.finish(attempt, answer(there.follow(provider.begin(attempt).toString())));
  }

  private void check(Refusal refusal, String note) {
    SignInException failed = catchThrowableOfType(SignInException.class, this::signIn);
    assertThat(failed).as(note).isNotNull();
    assertThat(failed.refusal()).as(note).isEqualTo(refusal);
    assertThat(failed).hasMessageContaining(note);
    assertThat(failed.getMessage())
        .doesNotContain(COOKIE_SECRET, ProviderDouble.SECRET, "eyJ", attempt().nonce());
  }

  private void checkClaims(String note, Consumer<Map<String, @Nullable Object>> bend) {
    there.bendClaims = bend;
    check(Refusal.PROVIDER_WRONG, note);
    there.bendClaims = _ -> {};
  }

  @Test
  void asksForACodeWithStateNonceAndChallenge() throws SignInException {
    Attempt attempt = attempt();
    String address = provider.begin(attempt).toString();
    assertThat(address).startsWith(there.issuer() + "/authorize?").doesNotContain(COOKIE_SECRET);
    Map<String, String> query = query(address);
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", ProviderDouble.CLIENT)
        .containsEntry("redirect_uri", "https://ombud.example/sign-in/openid/answer")
        .containsEntry("scope", "openid profile")
        .containsEntry("code_challenge_method", "S256")
        .containsOnlyKeys(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method");
    assertThat(List.of(query.get("state"), query.get("nonce"), query.get("code_challenge")))
        .doesNotHaveDuplicates()
        .allMatch(each -> each.matches("[\\w-]{43}"));
    String other = provider.begin(Attempt.begin("B".repeat(43), "/", clock.instant())).toString();
    assertThat(query(other).get("state")).isNotEqualTo(query.get("state"));
  }

  @Test
  void knowsWhoCameBack() throws SignInException {
    Vouched person = signIn();
    assertThat(person.issuer()).isEqualTo(there.issuer());
    assertThat(person.subject()).isEqualTo("248289761001");
    assertThat(person.called()).isEqualTo("anna@127.0.0.1");
    assertThat(person.token()).isEmpty();
    assertThat(person.roles()).containsExactly(Role.REVIEWER);
  }

  @Test
  void checksSignaturesByEllipticCurvesToo() throws SignInException {
    there.key = SigningKey.ec("curve");
    there.keys = List.of(there.key);
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void sendsTheSecretAsTheProviderTakesIt() throws SignInException {
    there.bendDiscovery =
        document ->
            document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
    assertThat(signIn().roles()).isNotEmpty();
  }

  @Test
  void followsTheProvidersKeysAsTheyChange() throws SignInException {
    signIn();
    there.key = SigningKey.rsa("second");
    there.keys = List.of(there.key);
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void asksForKeysNotForEveryKeyThatSomebodyInvents() throws SignInException {
    signIn();
    SigningKey good = there.key;
    for (int i = 0; i < 5; i++) {
      there.key = SigningKey.ec("invented-" + i);
      SignInException refused = catchThrowableOfType(SignInException.class, this::signIn);
      assertThat(refused.refusal()).isEqualTo(Refusal.PROVIDER_WRONG);
    }
    assertThat(there.asked.stream().filter("/keys"::equals)).hasSizeLessThanOrEqualTo(3);
    there.key = good;
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void keepsTheDiscoveryDocumentForAnHour() throws SignInException {
    signIn();
    clock.turn(Duration.ofMinutes(59));
    provider.begin(attempt());
    assertThat(discoveries()).isEqualTo(1);
    clock.turn(Duration.ofMinutes(2));
    provider.begin(attempt());
    assertThat(discoveries()).isEqualTo(2);
  }

  @Test
  void livesOnTheLastDiscoveryDocumentForADay() throws SignInException {
    signIn();
    there.instead.put("/.well-known/openid-configuration", "503 maintenance");
    clock.turn(Duration.ofHours(20));
    provider.begin(attempt());
    clock.turn(Duration.ofHours(5));
    check(Refusal.PROVIDER_DOWN, "answers 503");
  }

  private long discoveries() {
    return there.asked.stream().filter("/.well-known/openid-configuration"::equals).count();
  }

  @Test
  void asksAProviderThatIsDownOncePerFiveSeconds() throws SignInException {
    there.instead.put("/.well-known/openid-configuration", "500 sorry");
    for (int i = 0; i < 20; i++) {
      assertThat(catchThrowableOfType(SignInException.class, this::signIn).refusal())
          .isEqualTo(Refusal.PROVIDER_DOWN);
    }
    assertThat(discoveries()).isEqualTo(1);
    there.instead.clear();
    clock.turn(Duration.ofSeconds(6));
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void trustsNoDiscoveryDocumentThatIsNotTheIssuers() {
    there.bendDiscovery = document -> document.put("issuer", "https://evil.example");
    check(Refusal.PROVIDER_WRONG, "names `https://evil.example` as issuer");
  }

  @Test
  void saysWhatIsWrongWithADiscoveryDocument() {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("200 <html>welcome</html>", "cannot be read");
    answers.put("200 []", "cannot be read");
    answers.put("200 {}", "names `` as issuer");
    answers.put("404 nothing", "answers 404: compare OMBUD_OPENID_ISSUER");
    answers.put("200 {\"issuer\":\"" + there.issuer() + "\"}", "no `authorization_endpoint`");
    answers.forEach((answer, note) -> {
      there.instead.put("/.well-known/openid-configuration", answer);
      clock.turn(Duration.ofSeconds(6));
      check(Refusal.PROVIDER_WRONG, note);
    });
  }

  @Test
  void asksNoOtherHostInside() {
    there.bendDiscovery = document -> document.put("token_endpoint", "http://localhost:9/token");
    check(Refusal.PROVIDER_DOWN, "is a private address");
  }

  @Test
  void saysThatNobodyIsThere() {
    there.close();
    check(Refusal.PROVIDER_DOWN, "cannot be connected to");
  }

  @Test
  void takesNoStateOfAnotherBrowser() throws SignInException {
    Attempt victim = attempt();
    Attempt attacker = Attempt.begin("E".repeat(43), "/", clock.instant());
    String back = there.follow(provider.begin(attacker).toString());
    SignInException refused =
        catchThrowableOfType(SignInException.class, () -> provider.finish(victim, answer(back)));
    assertThat(refused.refusal()).isEqualTo(Refusal.NOT_BEGUN_HERE);
    assertThat(there.asked).doesNotContain("/token");
    Provider.Answer none =
        new Provider.Answer(
            Optional.empty(), Optional.of("code-1"), Optional.empty(), Optional.empty());
    assertThat(
            catchThrowableOfType(SignInException.class, () -> provider.finish(victim, none))
                .refusal())
        .isEqualTo(Refusal.NOT_BEGUN_HERE);
  }

  @Test
  void takesNoCodeThatAnotherBrowserWasGiven() throws SignInException {
    // Code injection: the right state, with a code that somebody else's sign-in brought.
    Attempt theirs = Attempt.begin("E".repeat(43), "/", clock.instant());
    String stolen = query(there.follow(provider.begin(theirs).toString())).get("code");
    there.bendAnswer = answer -> answer.put("code", stolen);
    check(Refusal.CODE_REFUSED, "does not take the code");
  }

  @Test
  void takesACodeOnce() throws SignInException {
    Attempt attempt = attempt();
    Provider.Answer answer = answer(there.follow(provider.begin(attempt).toString()));
    provider.finish(attempt, answer);
    SignInException again =
        catchThrowableOfType(SignInException.class, () -> provider.finish(attempt, answer));
    assertThat(again.refusal()).isEqualTo(Refusal.CODE_REFUSED);
  }

  @Test
  void takesNoAnswerOfAnotherIssuer() {
    there.bendAnswer = answer -> answer.put("iss", "https://evil.example");
    check(Refusal.PROVIDER_WRONG, "of another issuer");
    there.bendAnswer = answer -> answer.remove("iss");
    check(Refusal.PROVIDER_WRONG, "does not name its own");
    assertThat(there.asked).doesNotContain("/token");
  }

  @Test
  void needsNoIssuerWhereTheProviderNamesNone() throws SignInException {
    there.bendDiscovery =
        document -> document.remove("authorization_response_iss_parameter_supported");
    there.bendAnswer = answer -> answer.remove("iss");
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void tellsWhatTheProviderRefused() {
    there.bendAnswer =
        answer -> {
          answer.remove("code");
          answer.put("error", "access_denied\r\nFAKE LINE");
        };
    check(Refusal.PROVIDER_REFUSED, "says `access_denied??FAKE LINE`");
    there.bendAnswer = answer -> answer.remove("code");
    check(Refusal.PROVIDER_WRONG, "neither code nor error");
  }

  @Test
  void saysWhatIsWrongWithTheAnswerForACode() {
    Map<String, Refusal> answers = new LinkedHashMap<>();
    answers.put("200 <html>", Refusal.PROVIDER_WRONG);
    answers.put("200 {}", Refusal.PROVIDER_WRONG);
    answers.put("200 {\"id_token\":7}", Refusal.PROVIDER_WRONG);
    answers.put("200 {\"id_token\":\"garbage\"}", Refusal.PROVIDER_WRONG);
    answers.put("401 {\"error\":\"invalid_client\"}", Refusal.PROVIDER_WRONG);
    answers.put("400 {\"error\":\"invalid_grant\"}", Refusal.CODE_REFUSED);
    answers.put("502 bad gateway", Refusal.PROVIDER_DOWN);
    answers.forEach((answer, refusal) -> {
      there.instead.put("/token", answer);
      check(refusal, "");
    });
  }

  @Test
  void saysThatKeysCannotBeHad() {
    there.instead.put("/keys", "404 nothing");
    check(Refusal.PROVIDER_DOWN, "keys cannot be had");
  }

  @Test
  void trustsNoKeysThatAreNone() {
    there.instead.put("/keys", "200 <html>");
    check(Refusal.PROVIDER_DOWN, "they are no JWK set");
  }

  @Test
  void trustsNoUnsignedToken() {
    there.bendToken = token -> claims(token, Map.of("alg", "none"), new byte[0]);
    check(Refusal.PROVIDER_WRONG, "is no signed JWT");
  }

  @Test
  void trustsNoTokenThatIsSignedWithThePublicKeyAsASecret() {
    there.bendToken =
        token -> {
          String content =
              claims(token, Map.of("alg", "HS256", "kid", "first"), new byte[0])
                  .replaceAll("\\.$", "");
          byte[] secret = there.key.pair().getPublic().getEncoded();
          return content + "." + base64(hmac(secret, content));
        };
    check(Refusal.PROVIDER_WRONG, "not signed by a key and an algorithm that we trust");
  }

  @Test
  void trustsNoTokenThatAnotherKeySigned() {
    SigningKey other = SigningKey.rsa("first");
    there.key = other;
    check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void trustsNoKeyThatTheTokenBringsAlong() {
    SigningKey own = SigningKey.rsa("own");
    there.bendClaims =
        claims -> there.bendToken = _ -> own.sign(Map.of("alg", "RS256", "jwk", own.jwk()), claims);
    check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void trustsNoTokenThatWasChanged() {
    there.bendToken =
        token -> {
          String[] parts = token.split("\\.", -1);
          String claims =
              new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                  .replace("reviewers", "shop");
          return parts[0] + "." + base64(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
        };
    check(Refusal.PROVIDER_WRONG, "not signed by a key");
  }

  @Test
  void checksEveryClaim() {
    long now = clock.instant().getEpochSecond();
    checkClaims("of another issuer", claims -> claims.put("iss", "https://evil.example"));
    checkClaims("of another issuer", claims -> claims.remove("iss"));
    checkClaims("for another client", claims -> claims.put("aud", "other"));
    checkClaims("for another client", claims -> claims.put("aud", List.of("other", "third")));
    checkClaims("for another client", claims -> claims.remove("aud"));
    checkClaims(
        "does not say which", claims -> claims.put("aud", List.of(ProviderDouble.CLIENT, "other")));
    checkClaims("given to another client", claims -> claims.put("azp", "other"));
    checkClaims("has expired", claims -> claims.put("exp", now - 61));
    checkClaims("from when to when", claims -> claims.remove("exp"));
    checkClaims("from when to when", claims -> claims.remove("iat"));
    checkClaims("from the future", claims -> claims.put("iat", now + 120));
    checkClaims("answers another sign-in", claims -> claims.put("nonce", "other"));
    checkClaims("answers another sign-in", claims -> claims.remove("nonce"));
    checkClaims("names nobody", claims -> claims.remove("sub"));
    checkClaims("no signed JWT", claims -> claims.put("azp", 7L));
    checkClaims("has no `sub`", claims -> claims.put("sub", "x".repeat(256)));
  }

  @Test
  void allowsAMinuteBetweenTheClocks() throws SignInException {
    long now = clock.instant().getEpochSecond();
    there.bendClaims = claims -> claims.put("exp", now - 50);
    assertThat(signIn().subject()).isEqualTo("248289761001");
    there.bendClaims = claims -> claims.put("iat", now + 50);
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void takesATokenForSeveralThatWasGivenToUs() throws SignInException {
    there.bendClaims =
        claims -> {
          claims.put("aud", List.of("other", ProviderDouble.CLIENT));
          claims.put("azp", ProviderDouble.CLIENT);
        };
    assertThat(signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void mapsGroupsToRoles() throws SignInException {
    there.is("1", "ben", "shop", "reviewers", "canteen");
    assertThat(signIn().roles()).containsOnly(Role.OWNER, Role.AUDITOR, Role.REVIEWER);
    there.bendClaims = claims -> claims.put("groups", "reviewers");
    assertThat(signIn().roles()).containsOnly(Role.REVIEWER);
  }

  @Test
  void letsNobodyInWithoutARole() {
    there.is("1", "ben", "canteen");
    check(Refusal.NO_ROLE, "1 values of `groups`");
    there.is("1", "ben");
    check(Refusal.NO_ROLE, "0 values of `groups`");
    there.bendClaims = claims -> claims.put("groups", Map.of("reviewers", true));
    check(Refusal.NO_ROLE, "0 values");
    there.bendClaims = claims -> claims.put("groups", Arrays.asList(null, 7L));
    check(Refusal.NO_ROLE, "2 values");
  }

  @Test
  void leadsOutAtTheProviderOnceItIsKnown() throws SignInException {
    assertThat(provider.farewell()).isEmpty();
    provider.begin(attempt());
    assertThat(provider.farewell().orElseThrow().toString())
        .isEqualTo(
            there.issuer()
                + "/logout?client_id=ombud-console"
                + "&post_logout_redirect_uri=https%3A%2F%2Fombud.example%2Fsign-in");
  }

  @Test
  void namesTheTokenOfTheSamePerson() throws SignInException {
    provider = provider(Map.of("248289761001", "anna"));
    assertThat(signIn().token()).contains("anna");
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
