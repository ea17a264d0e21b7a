package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How strong the secrets of the settings must be, and where.
class SecretStrengthTest {
  @Test
  void refusesWeakSecretsWhereOthersCanReachTheService() {
    String strong = "Zk3vT9qLwX0bYcN5mR7sUe2hJ4gA6dF8";
    for (String host : List.of("127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]")) {
      assertThat(tokens("s", host).host()).isIn("::1", host);
    }
    for (String host : List.of("0.0.0.0", "::", "10.1.2.3", "ombud.example", "localhost.evil")) {
      checkWeak(Map.of("OMBUD_HOST", host));
      assertThat(tokens(strong, host).bootstrapTokens()).hasSize(1);
    }
    for (String url : List.of("https://ombud.example/", "http://10.1.2.3:8080")) {
      checkWeak(Map.of("OMBUD_PUBLIC_URL", url));
    }
    assertThat(
            Settings.read(
                    Map.of(
                        "OMBUD_PUBLIC_URL",
                        "http://[::1]:80/",
                        "OMBUD_BOOTSTRAP_TOKENS",
                        "ci:caller:s"))
                .bootstrapTokens())
        .hasSize(1);
  }

  /// Too short by one, long and all the same, and those by which others than people get in.
  private static void checkWeak(Map<String, String> open) {
    String remedy = ", and others can reach the service: make one with `openssl rand -base64 32`";
    String few = "has fewer than 32 characters" + remedy;
    String same = "has fewer than 8 different characters" + remedy;
    Map<String, String> settings = new HashMap<>(open);
    settings.put("OMBUD_BOOTSTRAP_TOKENS", "a:caller:Zk3vT9qLwX0bYcN5mR7sUe2hJ4gA6dF");
    check(settings, "OMBUD_BOOTSTRAP_TOKENS: token 1 of 1 has a secret that " + few);
    settings.put("OMBUD_BOOTSTRAP_TOKENS", "a:caller:" + "abcdefg".repeat(5));
    check(settings, "OMBUD_BOOTSTRAP_TOKENS: token 1 of 1 has a secret that " + same);
    settings.remove("OMBUD_BOOTSTRAP_TOKENS");
    settings.put("OMBUD_GITHUB_WEBHOOK_SECRET", "s");
    check(settings, "OMBUD_GITHUB_WEBHOOK_SECRET: " + few);
  }

  private static Settings tokens(String secret, String host) {
    return Settings.read(
        Map.of("OMBUD_BOOTSTRAP_TOKENS", "ci:caller:" + secret, "OMBUD_HOST", host));
  }

  private static void check(Map<String, String> environment, String problem) {
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> Settings.read(environment));
    assertThat(refusal).as("%s", environment).isNotNull();
    assertThat(refusal.problems()).containsExactly(problem);
  }
}
