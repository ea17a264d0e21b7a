package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.ProviderDouble;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A provider, this service's side of it, and a clock that stands still.
final class AtProvider implements AutoCloseable {
  static final String COOKIE_SECRET = "A".repeat(43);
  private static final URI HOME = URI.create("https://ombud.example/");

  final HandClock clock = new HandClock(Instant.now());
  final ProviderDouble there = new ProviderDouble();
  private final HttpOutbound outside = new HttpOutbound();
  private Provider provider;

  AtProvider() {
    there.register("https://ombud.example/sign-in/openid/answer");
    provider = provider(Map.of());
  }

  Provider provider() {
    return provider;
  }

  /// From now on, the operator's file says who has a token as well.
  void isAlso(Map<String, String> people) {
    provider = provider(people);
  }

  @Override
  public void close() {
    outside.close();
    there.close();
  }

  private Provider provider(Map<String, String> people) {
    return new Provider(config(there.issuer(), people), outside, clock);
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

  Attempt attempt() {
    return Attempt.begin(COOKIE_SECRET, "/reviews", clock.instant());
  }

  static Map<String, String> query(String address) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : address.substring(address.indexOf('?') + 1).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  static Provider.Answer answer(String address) {
    Map<String, String> query = query(address);
    return new Provider.Answer(
        Optional.ofNullable(query.get("state")),
        Optional.ofNullable(query.get("code")),
        Optional.ofNullable(query.get("iss")),
        Optional.ofNullable(query.get("error")));
  }

  Vouched signIn() throws SignInException {
    Attempt attempt = attempt();
    return provider.finish(attempt, answer(there.follow(provider.begin(attempt).toString())));
  }

  void check(Refusal refusal, String note) {
    SignInException failed = catchThrowableOfType(SignInException.class, this::signIn);
    assertThat(failed).as(note).isNotNull();
    assertThat(failed.refusal()).as(note).isEqualTo(refusal);
    assertThat(failed).hasMessageContaining(note);
    assertThat(failed.getMessage())
        .doesNotContain(COOKIE_SECRET, ProviderDouble.SECRET, "eyJ", attempt().nonce());
  }

  void checkClaims(String note, Consumer<Map<String, @Nullable Object>> bend) {
    there.bendClaims = bend;
    check(Refusal.PROVIDER_WRONG, note);
    there.bendClaims = _ -> {};
  }
}
