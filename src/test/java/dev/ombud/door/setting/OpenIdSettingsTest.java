package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.door.identity.ProviderConfig;
import dev.ombud.ground.base.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As [SettingsTest], for the OpenID provider.
class OpenIdSettingsTest {
  private static final String SECRET = "planted-client-secret";
  private static final String GOOD_ROLES = "owner=shop-owners";

  @TempDir Path folder;

  /// Each of them, set.
  static Map<String, String> every(Path folder) throws IOException {
    Path people = Files.writeString(folder.resolve("openid-people"), "# who\n\n2489 anna\n");
    return Map.of(
        "OMBUD_SESSION_IDLE_MINUTES", "30",
        "OMBUD_OPENID_ISSUER", "https://id.example/realms/shop",
        "OMBUD_OPENID_CLIENT", "ombud",
        "OMBUD_OPENID_SECRET", SECRET,
        "OMBUD_OPENID_SCOPES", "openid profile groups",
        "OMBUD_OPENID_SUBJECT", "oid",
        "OMBUD_OPENID_NAME", "upn",
        "OMBUD_OPENID_ROLES_CLAIM", "realm_access.roles",
        "OMBUD_OPENID_ROLES", "owner=CN=Owners,OU=shop ; reviewer=both;auditor=both; owner=product",
        "OMBUD_OPENID_PEOPLE", people.toString());
  }

  private static Map<String, String> environment(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OMBUD_OPENID_ISSUER", "https://id.example");
    environment.put("OMBUD_OPENID_CLIENT", "ombud");
    environment.put("OMBUD_OPENID_ROLES", GOOD_ROLES);
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put("OMBUD_" + pairs[i], pairs[i + 1]);
    }
    return environment;
  }

  private static ProviderConfig read(String... pairs) {
    return Settings.read(environment(pairs)).provider().orElseThrow();
  }

  private static void check(String problem, String... pairs) {
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> Settings.read(environment(pairs)));
    assertThat(refusal).as("%s", String.join(" ", pairs)).isNotNull();
    assertThat(refusal).hasMessageContaining(problem);
    assertThat(refusal.getMessage()).doesNotContain(SECRET);
  }

  @Test
  void hasNoProviderUnlessOneIsNamed() {
    assertThat(Settings.read(Map.of()).provider()).isEmpty();
    check("OMBUD_OPENID_CLIENT: means nothing without OMBUD_OPENID_ISSUER", "OPENID_ISSUER", "");
    check("OMBUD_OPENID_ROLES: means nothing", "OPENID_ISSUER", "", "OPENID_CLIENT", "");
  }

  @Test
  void hasDefaults() {
    ProviderConfig config = read("PUBLIC_URL", "https://ombud.example");
    assertThat(config.scopes()).containsExactly("openid", "profile");
    assertThat(config.subjectClaim()).isEqualTo("sub");
    assertThat(config.nameClaim()).isEqualTo("preferred_username");
    assertThat(config.rolesClaim()).isEqualTo("groups");
    assertThat(config.secret()).isEmpty();
    assertThat(config.people()).isEmpty();
    assertThat(config.redirect())
        .isEqualTo(URI.create("https://ombud.example/sign-in/openid/answer"));
  }

  @Test
  void readsEverySetting() throws IOException {
    ProviderConfig config = Settings.read(every(folder)).provider().orElseThrow();
    assertThat(config.issuer()).isEqualTo("https://id.example/realms/shop");
    assertThat(config.host()).isEqualTo("id.example");
    assertThat(config.scopes()).isEqualTo(List.of("openid", "profile", "groups"));
    assertThat(config.secret().orElseThrow().reveal()).isEqualTo(SECRET);
    assertThat(config.toString()).doesNotContain(SECRET);
    assertThat(config.subjectClaim()).isEqualTo("oid");
    assertThat(config.nameClaim()).isEqualTo("upn");
    assertThat(config.rolesClaim()).isEqualTo("realm_access.roles");
    assertThat(config.people()).isEqualTo(Map.of("2489", "anna"));
    assertThat(config.roles())
        .isEqualTo(
            Map.of(
                "CN=Owners,OU=shop", Set.of(Role.OWNER),
                "both", Set.of(Role.REVIEWER, Role.AUDITOR),
                "product", Set.of(Role.OWNER)));
  }

  @Test
  void readsTheSecretFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(read("OPENID_SECRET", "file:" + file).secret().orElseThrow().reveal())
        .isEqualTo(SECRET);
    check("there is no file", "OPENID_SECRET", "file:" + folder.resolve("none"));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    check("is no issuer", "OPENID_ISSUER", "id.example");
    check("is no issuer", "OPENID_ISSUER", "https://anna:pass@id.example");
    check("is no issuer", "OPENID_ISSUER", "https://id.example/?tenant=1");
    check("http:// on loopback alone", "OPENID_ISSUER", "http://id.example/realms/shop");
    check("OMBUD_OPENID_CLIENT: is missing", "OPENID_CLIENT", "");
    check("lacks `openid`", "OPENID_SCOPES", "profile email");
    check("may be somebody else's tomorrow", "OPENID_SUBJECT", "email");
    check("may be somebody else's tomorrow", "OPENID_SUBJECT", "preferred_username");
    check("`shop-owners` is no role and value", "OPENID_ROLES", "shop-owners");
    check("`onwer=x` is no role and value", "OPENID_ROLES", "onwer=x");
    check("`owner=` is no role and value", "OPENID_ROLES", "owner=");
    check("`` is no role and value", "OPENID_ROLES", "");
    check("names no file", "OPENID_PEOPLE", folder.resolve("none").toString());
    Path people = Files.writeString(folder.resolve("people"), "2489 anna\n2489 ben\nx y@z\n");
    check("line 2 names `2489` a second time", "OPENID_PEOPLE", people.toString());
    check("line 3 is not a subject", "OPENID_PEOPLE", people.toString());
  }

  @Test
  void takesAProviderOfThisMachineInTheClear() {
    assertThat(read("OPENID_ISSUER", "http://127.0.0.1:8081/realms/shop").host())
        .isEqualTo("127.0.0.1");
  }
}
