package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.SlackSignature;
import dev.ombud.ground.outbound.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// Signed by Slack's own signer, so that no mistake of ours is made twice.
class SlackSigningTest {
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:00Z");
  private static final long SECONDS = NOW.getEpochSecond();
  private static final String BODY = "payload=%7B%22type%22%3A%22block_actions%22%7D";

  private final SlackSigning signing =
      new SlackSigning(new Secret(SECRET), InstantSource.fixed(NOW));

  private static String sign(long seconds, String body) {
    return new SlackSignature.Generator(SECRET).generate(String.valueOf(seconds), body);
  }

  private void check(boolean isSlack, long seconds) {
    check(isSlack, String.valueOf(seconds), sign(seconds, BODY), BODY);
  }

  private void check(boolean isSlack, String seconds, String signature, String body) {
    assertThat(signing.isSlack(seconds, signature, body.getBytes(StandardCharsets.UTF_8)))
        .as("%s %s %s", seconds, signature, body)
        .isEqualTo(isSlack);
  }

  @Test
  void takesWhatSlackSignedWithinFiveMinutesOnBothSides() {
    check(true, SECONDS);
    check(true, SECONDS - 300);
    check(true, SECONDS + 300);
    check(false, SECONDS - 301);
    check(false, SECONDS + 301);
    check(false, SECONDS + 3_600);
    check(false, 0);
  }

  @Test
  void refusesEveryChangedByte() {
    String signature = sign(SECONDS, BODY);
    for (int i = 0; i < BODY.length(); i++) {
      String changed = BODY.substring(0, i) + '!' + BODY.substring(i + 1);
      check(false, String.valueOf(SECONDS), signature, changed);
    }
    check(false, String.valueOf(SECONDS), signature, BODY + " ");
    check(false, String.valueOf(SECONDS), signature, "");
  }

  @Test
  void refusesAnotherTimeThanTheSignedOne() {
    check(false, String.valueOf(SECONDS + 1), sign(SECONDS, BODY), BODY);
  }

  @Test
  void refusesWhatIsNoSignatureOrNoTime() {
    String now = String.valueOf(SECONDS);
    String signature = sign(SECONDS, BODY);
    check(false, now, "", BODY);
    check(false, now, "v0=", BODY);
    check(false, now, signature.substring(3), BODY);
    check(false, now, signature.replace("v0=", "v1="), BODY);
    check(false, now, signature + "0", BODY);
    check(false, "", signature, BODY);
    check(false, now + "x", signature, BODY);
    check(false, "-" + now, signature, BODY);
    check(false, "99999999999999999999", signature, BODY);
    check(false, now, new SlackSignature.Generator("another").generate(now, BODY), BODY);
  }
}
