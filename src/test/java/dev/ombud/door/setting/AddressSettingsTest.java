package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressSettingsTest {
  private static final String SECRET = "hunter2";

  @Test
  void postsCheckpointsOverTlsUnlessOnLoopback() {
    for (String good : List.of("http://127.0.0.1:9/hook", "HTTPS://witness.example/x?token=1")) {
      assertThat(Settings.read(Map.of("OMBUD_CHECKPOINT_WEBHOOK", good)).checkpointWebhook())
          .contains(URI.create(good));
    }
    for (String bad :
        List.of(
            "http://witness.example/" + SECRET,
            "http://10.1.2.3/" + SECRET,
            "http://localhost.evil/" + SECRET,
            "https://me:" + SECRET + "@witness.example/",
            "ftp://witness.example/" + SECRET,
            "https:///" + SECRET,
            "https://witness.example/ " + SECRET)) {
      SettingsException refusal =
          catchThrowableOfType(
              SettingsException.class,
              () -> Settings.read(Map.of("OMBUD_CHECKPOINT_WEBHOOK", bad)));
      assertThat(refusal)
          .hasMessage(
              "OMBUD_CHECKPOINT_WEBHOOK: is no address: write https://, a host and a path behind it;"
                  + " http:// on loopback alone");
    }
  }
}
