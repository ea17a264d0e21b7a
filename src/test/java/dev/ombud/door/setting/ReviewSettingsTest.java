package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.review.Patience;
import dev.ombud.act.review.ReviewExpiry;
import dev.ombud.act.review.ReviewLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As [SettingsTest], for what people are asked.
class ReviewSettingsTest {
  private static final String SECRET = "planted-slack-secret";

  @TempDir Path folder;

  private static Settings.Reviewing read(String... pairs) {
    return Settings.read(environment(pairs)).reviewing();
  }

  private static Map<String, String> environment(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put("OMBUD_" + pairs[i], pairs[i + 1]);
    }
    return environment;
  }

  private static void check(String problem, String... pairs) {
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> Settings.read(environment(pairs)));
    assertThat(refusal).as("%s", String.join(" ", pairs)).isNotNull();
    assertThat(refusal).hasMessageContaining(problem);
    assertThat(refusal.getMessage()).doesNotContain(SECRET);
  }

  private String file(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @Test
  void readsPatienceByLane() {
    assertThat(
            read("REVIEW_MINUTES", "1, 2 ,43200", "REVIEW_ENDING", "LAPSE,HOLD,LAPSE").patience())
        .isEqualTo(
            new Patience(
                Map.of(
                    ReviewLane.FAST, new Patience.Limit(Duration.ofMinutes(1), ReviewExpiry.LAPSE),
                    ReviewLane.WORKBENCH,
                        new Patience.Limit(Duration.ofMinutes(2), ReviewExpiry.HOLD),
                    ReviewLane.BULK, new Patience.Limit(Duration.ofDays(30), ReviewExpiry.LAPSE))));
    check("has 2 values: write three", "REVIEW_MINUTES", "1,2");
    check("`0` is no whole number from 1 to 43200", "REVIEW_MINUTES", "1,0,2");
    check("`43201` is no whole number", "REVIEW_MINUTES", "1,2,43201");
    check("`DROP` is neither: write HOLD or LAPSE", "REVIEW_ENDING", "HOLD,DROP,HOLD");
  }

  @Test
  void readsHowLongAnOverrideMayHold() {
    assertThat(read("OVERRIDE_DAYS", "90").longestOverride()).isEqualTo(Duration.ofDays(90));
    check("`91` is no whole number from 1 to 90", "OVERRIDE_DAYS", "91");
    check("`0` is no whole number from 1 to 90", "OVERRIDE_DAYS", "0");
  }

  @Test
  void readsWhoIsWhoInSlackAndNeverShowsTheSecret() throws IOException {
    String people = file("people", "# who is who\n\nT1A/U2B  rita\nE3C/W4D omar\n");
    Settings.Slack slack =
        read("SLACK_SIGNING_SECRET", SECRET, "SLACK_PEOPLE", people).slack().orElseThrow();
    assertThat(slack.signingSecret()).isEqualTo(SECRET);
    assertThat(slack.people()).isEqualTo(Map.of("T1A/U2B", "rita", "E3C/W4D", "omar"));
    assertThat(slack.toString()).contains("rita").doesNotContain(SECRET);
    assertThat(
            read(
                    "SLACK_SIGNING_SECRET",
                    "file:" + file("secret", SECRET + "\n"),
                    "SLACK_PEOPLE",
                    people)
                .slack()
                .orElseThrow()
                .signingSecret())
        .isEqualTo(SECRET);
  }

  @Test
  void refusesHalfASlackAndWhatCannotBeRead() throws IOException {
    String people = file("people", "T1A/U2B rita\n");
    check("OMBUD_SLACK_PEOPLE: is missing", "SLACK_SIGNING_SECRET", SECRET);
    check("OMBUD_SLACK_SIGNING_SECRET: is missing", "SLACK_PEOPLE", people);
    check(
        "OMBUD_SLACK_PEOPLE: names no file",
        "SLACK_SIGNING_SECRET",
        SECRET,
        "SLACK_PEOPLE",
        folder.resolve("none").toString());
    check(
        "OMBUD_SLACK_SIGNING_SECRET: there is no file",
        "SLACK_SIGNING_SECRET",
        "file:" + folder.resolve("none"),
        "SLACK_PEOPLE",
        people);
    check(
        "line 2 is not a workspace",
        "SLACK_SIGNING_SECRET",
        SECRET,
        "SLACK_PEOPLE",
        file("bad", "T1A/U2B rita\nU2B omar\n"));
    check(
        "line 2 names `T1A/U2B` a second time",
        "SLACK_SIGNING_SECRET",
        SECRET,
        "SLACK_PEOPLE",
        file("twice", "T1A/U2B rita\nT1A/U2B omar\n"));
  }
}
