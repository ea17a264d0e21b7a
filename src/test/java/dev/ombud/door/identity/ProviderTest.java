package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.testing.ProviderDouble;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// There and back, against a provider over HTTP that is as it should be, and against each thing
/// that may be wrong with one.
class ProviderTest {
  private static final String COOKIE_SECRET = AtProvider.COOKIE_SECRET;

  private final AtProvider at = new AtProvider();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void asksForACodeWithStateNonceAndChallenge() throws SignInException {
    Attempt attempt = at.attempt();
    String address = at.provider().begin(attempt).toString();
    assertThat(address).startsWith(at.there.issuer() + "/authorize?").doesNotContain(COOKIE_SECRET);
    Map<String, String> query = AtProvider.query(address);
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
    String other =
        at.provider().begin(Attempt.begin("B".repeat(43), "/", at.clock.instant())).toString();
    assertThat(AtProvider.query(other).get("state")).isNotEqualTo(query.get("state"));
  }

  @Test
  void sendsTheSecretAsTheProviderTakesIt() throws SignInException {
    at.there.bendDiscovery =
        document ->
            document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
    assertThat(at.signIn().roles()).isNotEmpty();
  }

  @Test
  void keepsTheDiscoveryDocumentForAnHour() throws SignInException {
    at.signIn();
    at.clock.turn(Duration.ofMinutes(59));
    at.provider().begin(at.attempt());
    assertThat(discoveries()).isEqualTo(1);
    at.clock.turn(Duration.ofMinutes(2));
    at.provider().begin(at.attempt());
    assertThat(discoveries()).isEqualTo(2);
  }

  @Test
  void livesOnTheLastDiscoveryDocumentForADay() throws SignInException {
    at.signIn();
    at.there.instead.put("/.well-known/openid-configuration", "503 maintenance");
    at.clock.turn(Duration.ofHours(20));
    at.provider().begin(at.attempt());
    at.clock.turn(Duration.ofHours(5));
    at.check(Refusal.PROVIDER_DOWN, "answers 503");
  }

  private long discoveries() {
    return at.there.asked.stream().filter("/.well-known/openid-configuration"::equals).count();
  }

  @Test
  void asksAProviderThatIsDownOncePerFiveSeconds() throws SignInException {
    at.there.instead.put("/.well-known/openid-configuration", "500 sorry");
    for (int i = 0; i < 20; i++) {
      assertThat(catchThrowableOfType(SignInException.class, at::signIn).refusal())
          .isEqualTo(Refusal.PROVIDER_DOWN);
    }
    assertThat(discoveries()).isEqualTo(1);
    at.there.instead.clear();
    at.clock.turn(Duration.ofSeconds(6));
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void trustsNoDiscoveryDocumentThatIsNotTheIssuers() {
    at.there.bendDiscovery = document -> document.put("issuer", "https://evil.example");
    at.check(Refusal.PROVIDER_WRONG, "names `https://evil.example` as issuer");
  }

  @Test
  void saysWhatIsWrongWithADiscoveryDocument() {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("200 <html>welcome</html>", "cannot be read");
    answers.put("200 []", "cannot be read");
    answers.put("200 {}", "names `` as issuer");
    answers.put("404 nothing", "answers 404: compare OMBUD_OPENID_ISSUER");
    answers.put("200 {\"issuer\":\"" + at.there.issuer() + "\"}", "no `authorization_endpoint`");
    answers.forEach((answer, note) -> {
      at.there.instead.put("/.well-known/openid-configuration", answer);
      at.clock.turn(Duration.ofSeconds(6));
      at.check(Refusal.PROVIDER_WRONG, note);
    });
  }

  /// What a document names is not what the operator wrote.
  @ParameterizedTest
  @CsvSource({
    "token_endpoint, http://localhost:9/token, is a private address",
    "jwks_uri, http://localhost:9/keys, is a private address",
    "token_endpoint, http://169.254.169.254/latest, link-local",
    "jwks_uri, http://169.254.169.254/latest, link-local",
    "jwks_uri, http://[::1]:9/keys, is a private address"
  })
  void asksNoOtherHostInside(String member, String address, String why) {
    at.there.bendDiscovery = document -> document.put(member, address);
    at.check(Refusal.PROVIDER_DOWN, why);
  }

  @Test
  void followsNobodyElsewhereWithItsSecret() {
    at.there.instead.put("/token", "307 elsewhere");
    at.check(Refusal.PROVIDER_WRONG, "answers 307");
  }

  @Test
  void saysThatNobodyIsThere() {
    at.there.close();
    at.check(Refusal.PROVIDER_DOWN, "cannot be connected to");
  }

  @Test
  void takesNoStateOfAnotherBrowser() throws SignInException {
    Attempt victim = at.attempt();
    Attempt attacker = Attempt.begin("E".repeat(43), "/", at.clock.instant());
    String back = at.there.follow(at.provider().begin(attacker).toString());
    SignInException refused =
        catchThrowableOfType(
            SignInException.class, () -> at.provider().finish(victim, AtProvider.answer(back)));
    assertThat(refused.refusal()).isEqualTo(Refusal.NOT_BEGUN_HERE);
    assertThat(at.there.asked).doesNotContain("/token");
    Provider.Answer none =
        new Provider.Answer(
            Optional.empty(), Optional.of("code-1"), Optional.empty(), Optional.empty());
    assertThat(
            catchThrowableOfType(SignInException.class, () -> at.provider().finish(victim, none))
                .refusal())
        .isEqualTo(Refusal.NOT_BEGUN_HERE);
  }

  @Test
  void takesNoCodeThatAnotherBrowserWasGiven() throws SignInException {
    // Code injection: the right state, with a code that somebody else's sign-in brought.
    Attempt theirs = Attempt.begin("E".repeat(43), "/", at.clock.instant());
    String stolen =
        AtProvider.query(at.there.follow(at.provider().begin(theirs).toString())).get("code");
    at.there.bendAnswer = answer -> answer.put("code", stolen);
    at.check(Refusal.CODE_REFUSED, "does not take the code");
  }

  @Test
  void takesACodeOnce() throws SignInException {
    Attempt attempt = at.attempt();
    Provider.Answer answer =
        AtProvider.answer(at.there.follow(at.provider().begin(attempt).toString()));
    at.provider().finish(attempt, answer);
    SignInException again =
        catchThrowableOfType(SignInException.class, () -> at.provider().finish(attempt, answer));
    assertThat(again.refusal()).isEqualTo(Refusal.CODE_REFUSED);
  }

  @Test
  void takesNoAnswerOfAnotherIssuer() {
    at.there.bendAnswer = answer -> answer.put("iss", "https://evil.example");
    at.check(Refusal.PROVIDER_WRONG, "of another issuer");
    at.there.bendAnswer = answer -> answer.remove("iss");
    at.check(Refusal.PROVIDER_WRONG, "does not name its own");
    assertThat(at.there.asked).doesNotContain("/token");
  }

  @Test
  void needsNoIssuerWhereTheProviderNamesNone() throws SignInException {
    at.there.bendDiscovery =
        document -> document.remove("authorization_response_iss_parameter_supported");
    at.there.bendAnswer = answer -> answer.remove("iss");
    assertThat(at.signIn().subject()).isEqualTo("248289761001");
  }

  @Test
  void tellsWhatTheProviderRefused() {
    at.there.bendAnswer =
        answer -> {
          answer.remove("code");
          answer.put("error", "access_denied\r\nFAKE LINE");
        };
    at.check(Refusal.PROVIDER_REFUSED, "says `access_denied??FAKE LINE`");
    at.there.bendAnswer = answer -> answer.remove("code");
    at.check(Refusal.PROVIDER_WRONG, "neither code nor error");
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
      at.there.instead.put("/token", answer);
      at.check(refusal, "");
    });
  }

  @Test
  void leadsOutAtTheProviderOnceItIsKnown() throws SignInException {
    assertThat(at.provider().farewell()).isEmpty();
    at.provider().begin(at.attempt());
    assertThat(at.provider().farewell().orElseThrow().toString())
        .isEqualTo(
            at.there.issuer()
                + "/logout?client_id=ombud-console"
                + "&post_logout_redirect_uri=https%3A%2F%2Fombud.example%2Fsign-in");
  }
}
