package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.setting.DatabaseAddress;
import dev.ombud.door.setting.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// As [SettingsTest][dev.ombud.door.setting.SettingsTest], for where the database is.
class DatabaseSettingsTest {
  @Test
  void translatesDatabaseAddresses() {
    checkAddress("jdbc:postgresql://h/db", "jdbc:postgresql://h/db", "", "");
    checkAddress("jdbc:postgresql:db", "jdbc:postgresql:db", "", "");
    checkAddress("postgresql://h:5433/db", "jdbc:postgresql://h:5433/db", "", "");
    checkAddress("postgresql://me@h/db", "jdbc:postgresql://h/db", "me", "");
    checkAddress("postgresql://me:p%40ss+w@h/db", "jdbc:postgresql://h/db", "me", "p@ss+w");
    checkAddress("postgresql://me:p@ss@h", "jdbc:postgresql://h", "me", "p@ss");
    checkAddress("postgresql://a,b:1/db?x=1", "jdbc:postgresql://a,b:1/db?x=1", "", "");
    checkAddress(
        "jdbc:postgresql://h/db?user=me&sslmode=require&password=p",
        "jdbc:postgresql://h/db?sslmode=require",
        "me",
        "p");
  }

  @Test
  void takesTheLoginFromTheAddressUnlessItIsSet() {
    String url = "postgresql://me:p@h/db";
    assertThat(Settings.read(Map.of("OMBUD_DATABASE_URL", url)).database().orElseThrow().user())
        .isEqualTo(new Settings.Login("me", "p"));
    assertThat(
            Settings.read(Map.of("OMBUD_DATABASE_URL", url, "OMBUD_DATABASE_USER", "you"))
                .database()
                .orElseThrow()
                .user())
        .isEqualTo(new Settings.Login("you", "p"));
  }

  private static void checkAddress(String text, String url, String user, String password) {
    assertThat(DatabaseAddress.parse(text)).isEqualTo(new DatabaseAddress(url, user, password));
  }
}
