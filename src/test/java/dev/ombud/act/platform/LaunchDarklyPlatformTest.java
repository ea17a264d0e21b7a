package dev.ombud.act.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.LaunchDarklyDouble;
import dev.ombud.testing.LaunchDarklyDouble.Fault;
import dev.ombud.testing.Specs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Switches on a double of LaunchDarkly that refuses what the real one refuses, and its faults.
class LaunchDarklyPlatformTest {
  private static final Map<String, String> ANDROID = Map.of("platform", "android");
  private static final Map<String, String> IOS = Map.of("platform", "ios");
  private static final int PEOPLE = 400;

  private LaunchDarklyDouble server;
  private HttpOutbound outbound;
  private LaunchDarklyPlatform platform;

  private void start(String rules, String fallthrough) throws IOException {
    server =
        LaunchDarklyDouble.start(
            """
            {"key":"checkout","variations":[
              {"_id":"id-treatment","name":"treatment","value":"b"},
              {"_id":"id-control","name":"control","value":"a"},
              {"_id":"id-other","name":"other","value":"c"}],
             "environments":{"production":{"on":true,"version":1,"lastModified":0,"offVariation":1,
               "rules":%s,"fallthrough":%s}}}
            """
                .formatted(rules, fallthrough));
    outbound = new HttpOutbound();
    platform =
        new LaunchDarklyPlatform(
            new PlatformConfig(
                "ld",
                PlatformConfig.Kind.LAUNCHDARKLY,
                server.address(),
                true,
                new Secret(LaunchDarklyDouble.TOKEN),
                "ombud",
                Map.of()),
            outbound.to(List.of(Destination.of(server.address(), true))),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    outbound.close();
    server.close();
  }

  private static Flag flag() {
    return flag("control");
  }

  private static Flag flag(String safe) {
    return Declared.flag(
        "checkout",
        Declared.checkoutWith(
            "boolean",
            "string",
            "{\"treatment\":true,\"control\":false}",
            "{\"treatment\":\"b\",\"control\":\"a\",\"other\":\"c\"}",
            "\"safeVariation\":\"control\"",
            "\"safeVariation\":\"" + safe + "\"",
            "\"owner\"",
            "\"platform\":\"ld\",\"platformKey\":\"web/checkout\",\"owner\""),
        "ld");
  }

  private static FlagSwitch off(
      String word, Map<String, String> cohort, String variation, double left, double held) {
    return Declared.over(word, "production", cohort, variation, left, held);
  }

  private Map<Integer, String> served(Map<String, String> attributes) {
    Map<Integer, String> served = new HashMap<>();
    for (int i = 0; i < PEOPLE; i++) {
      served.put(i, server.evaluate("u" + i, attributes));
    }
    return served;
  }

  private static long count(Map<Integer, String> served, String variation) {
    return served.values().stream().filter(variation::equals).count();
  }

  private Standing.Open write(FlagSwitch wanted) throws PlatformException {
    Standing.Open open = (Standing.Open) platform.look(flag(), wanted, Instant.now());
    platform.write(flag(), wanted, Instant.now(), open);
    assertThat(platform.look(flag(), wanted, Instant.now())).isInstanceOf(Standing.Switched.class);
    assertThat(platform.verify(flag(), wanted).faults()).isEmpty();
    return open;
  }

  private static final String RULES =
      """
      [{"_id":"r1","clauses":[{"_id":"c1","contextKind":"user","attribute":"region","op":"in",
        "negate":false,"values":["de"]}],"variation":2}]
      """;

  private static final String SPLIT =
      """
      {"rollout":{"contextKind":"user","variations":[{"variation":0,"weight":60000},
        {"variation":1,"weight":40000}]}}
      """;

  @Test
  void switchesACohortAndLeavesTheRestAndTheHoldoutAlone() throws Exception {
    start(RULES, SPLIT);
    Map<Integer, String> before = served(ANDROID);
    Map<String, String> german = Map.of("platform", "android", "region", "de");
    FlagSwitch wanted = off("cohort", ANDROID, "", 0, 10);
    Standing.Open open = write(wanted);
    Map<Integer, String> after = served(ANDROID);
    assertThat(count(after, "treatment")).as("the holdout").isBetween(8L, 45L);
    after.forEach((user, gets) -> assertThat(gets).isIn("control", before.get(user)));
    assertThat(count(served(german), "other")).isBetween(20L, 65L);
    assertThat(served(IOS)).isEqualTo(before);
    assertThat(count(served(Map.of("platform", "ios", "region", "de")), "other")).isEqualTo(PEOPLE);
    platform.restore(flag(), wanted, open.state(), "rita", "");
    assertThat(served(ANDROID)).isEqualTo(before);
    assertThat(server.environment().path("rules")).hasSize(1);
  }

  @Test
  void turnsTheFlagOffWhereNobodyIsToStay() throws Exception {
    start("[]", SPLIT);
    Map<Integer, String> before = served(ANDROID);
    FlagSwitch wanted = off("whole", Map.of(), "", 0, 0);
    Standing.Open open = write(wanted);
    assertThat(count(served(ANDROID), "control")).isEqualTo(PEOPLE);
    platform.restore(flag(), wanted, open.state(), "rita", "");
    assertThat(served(ANDROID)).isEqualTo(before);
    write(off("whole-2", Map.of(), "", 0, 0));
    server.editByPerson();
    assertThat(platform.restore(flag(), wanted, open.state(), "rita", ""))
        .isInstanceOf(Standing.Refused.class);
  }

  @Test
  void movesOneVariationOfEveryoneAndReduces() throws Exception {
    start("[]", SPLIT);
    Map<Integer, String> before = served(ANDROID);
    Standing.Open open = write(off("half", Map.of(), "treatment", 30, 0));
    Map<Integer, String> after = served(ANDROID);
    assertThat(count(after, "treatment")).isBetween(85L, 155L);
    after.forEach((user, gets) -> assertThat(gets).isIn("control", before.get(user)));
    checkRefused(off("less", Map.of(), "treatment", 60, 0), Instant.now(), "nothing to reduce");
    platform.restore(flag(), off("half", Map.of(), "treatment", 30, 0), open.state(), "rita", "");
    assertThat(served(ANDROID)).isEqualTo(before);
  }

  /// Each rule to that percentage, the holdout in it; those that serve less stay as they are.
  @Test
  void reducesACohortInEachRuleAndKeepsWhoHadIt() throws Exception {
    start(
        """
        [{"_id":"r1","clauses":[{"_id":"c1","contextKind":"user","attribute":"region","op":"in",
          "negate":false,"values":["de"]}],"variation":0},
         {"_id":"r2","clauses":[{"_id":"c2","contextKind":"user","attribute":"region","op":"in",
          "negate":false,"values":["fr"]}],"rollout":{"variations":[{"variation":0,"weight":5000},
          {"variation":1,"weight":95000}]}}]
        """,
        SPLIT);
    Map<Integer, String> before = served(ANDROID);
    Map<String, String> german = Map.of("platform", "android", "region", "de");
    Map<String, String> french = Map.of("platform", "android", "region", "fr");
    Map<Integer, String> frenchBefore = served(french);
    write(off("each", ANDROID, "treatment", 12.5, 5));
    Map<Integer, String> after = served(ANDROID);
    assertThat(count(after, "treatment")).isBetween(28L, 75L);
    after.forEach((user, gets) -> assertThat(gets).isIn("control", before.get(user)));
    assertThat(count(served(german), "treatment")).isBetween(28L, 75L);
    assertThat(served(french)).isEqualTo(frenchBefore);
    assertThat(served(IOS)).isEqualTo(before);
  }

  @Test
  void refusesWhatWouldGivePeopleAnotherVariation() throws Exception {
    start(
        "[]",
        """
        {"rollout":{"variations":[{"variation":0,"weight":30000},{"variation":1,"weight":30000},
          {"variation":2,"weight":40000}]}}
        """);
    FlagSwitch shift = off("shift", ANDROID, "treatment", 15, 0);
    assertThat(platform.look(flag("other"), shift, Instant.now()))
        .isInstanceOfSatisfying(
            Standing.Refused.class,
            refused -> assertThat(refused.why()).contains("another variation than they had"));
    checkRefused(off("none", ANDROID, "fourth", 0, 0), Instant.now(), "lacks variation `fourth`");
    write(off("all", ANDROID, "", 0, 0));
    assertThat(count(served(ANDROID), "control")).isEqualTo(PEOPLE);
  }

  @Test
  void asksForApprovalWhereLaunchDarklyWantsOne() throws Exception {
    start("[]", "{\"variation\":0}");
    server.askForApproval();
    FlagSwitch wanted = off("approval", ANDROID, "", 0, 5);
    Standing.Open open = (Standing.Open) platform.look(flag(), wanted, Instant.now());
    assertThat(platform.write(flag(), wanted, Instant.now(), open).reference())
        .startsWith("approval-");
    assertThat(platform.look(flag(), wanted, Instant.now())).isInstanceOf(Standing.Pending.class);
    assertThat(server.approvalBodies()).hasSize(1);
    server.review(true);
    assertThat(platform.look(flag(), wanted, Instant.now())).isInstanceOf(Standing.Switched.class);
    FlagSwitch second =
        off("declined", Map.of("platform", "<https://evil.shop/x> @here"), "", 0, 5);
    platform.write(
        flag(),
        second,
        Instant.now(),
        (Standing.Open) platform.look(flag(), second, Instant.now()));
    server.review(false);
    checkRefused(second, Instant.now(), "was declined");
    assertThat(server.approvalBodies().getLast().path("description").asText())
        .contains(second.mark(), "platform=<https[:]//evil[.]shop/x> [@]here")
        .isEqualTo(server.approvalBodies().getLast().path("comment").asText());
    server
        .approvalBodies()
        .forEach(body ->
            assertThat(
                    Specs.schema(
                            "launchdarkly-openapi.yaml.gz",
                            "createFlagConfigApprovalRequestRequest")
                        .validate(body))
                .isEmpty());
  }

  @Test
  void letsAPersonWhoChangedItSinceWin() throws Exception {
    start("[]", "{\"variation\":0}");
    Instant evidenceAt = Instant.now().minusSeconds(5);
    FlagSwitch wanted = off("won", ANDROID, "", 0, 0);
    Standing.Open open = (Standing.Open) platform.look(flag(), wanted, evidenceAt);
    platform.write(flag(), wanted, evidenceAt, open);
    FlagSwitch second = off("won-2", IOS, "", 0, 0);
    assertThat(platform.look(flag(), second, evidenceAt))
        .as("what this service changed is no person's change")
        .isInstanceOf(Standing.Open.class);
    server.editByPerson();
    checkRefused(second, evidenceAt, "`ann@example.com` changed flag `checkout`");
    assertThatThrownBy(() -> platform.write(flag(), second, evidenceAt, open))
        .hasMessageContaining("look again");
  }

  @Test
  void saysOfEachFaultWhatToDo() throws Exception {
    start("[]", "{\"variation\":0}");
    long reset = System.currentTimeMillis() + 7_000;
    checkFault(new Fault(409, false, Map.of()), PlatformException.Kind.LATER, 0);
    checkFault(
        new Fault(429, false, Map.of("X-Ratelimit-Reset", "" + reset)),
        PlatformException.Kind.LATER,
        7);
    checkFault(new Fault(429, false, Map.of("Retry-After", "3")), PlatformException.Kind.LATER, 3);
    checkFault(new Fault(503, false, Map.of()), PlatformException.Kind.UNKNOWN, 0);
    checkFault(new Fault(422, false, Map.of()), PlatformException.Kind.NEVER, 0);
    checkUnknown("timeout", new Fault(0, true, Map.of()));
    checkUnknown("truncated", new Fault(200, true, Map.of()));
    checkUnknown("error", new Fault(502, true, Map.of()));
  }

  /// The write is carried out, and nobody says so.
  private void checkUnknown(String word, Fault fault) throws Exception {
    FlagSwitch wanted = off(word, Map.of("platform", word), "", 0, 0);
    Standing.Open open = (Standing.Open) platform.look(flag(), wanted, Instant.now());
    int rules = server.environment().path("rules").size();
    server.fail(fault);
    assertThatThrownBy(() -> platform.write(flag(), wanted, Instant.now(), open))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.kind()).isEqualTo(PlatformException.Kind.UNKNOWN));
    assertThat(platform.look(flag(), wanted, Instant.now()))
        .as("it was carried out before the answer broke")
        .isInstanceOf(Standing.Switched.class);
    assertThat(server.environment().path("rules")).hasSize(rules + 1);
  }

  private void checkFault(Fault fault, PlatformException.Kind kind, int seconds) throws Exception {
    FlagSwitch wanted = off("fault", ANDROID, "", 0, 0);
    Standing.Open open = (Standing.Open) platform.look(flag(), wanted, Instant.now());
    server.fail(fault);
    assertThatThrownBy(() -> platform.write(flag(), wanted, Instant.now(), open))
        .hasMessageNotContaining(LaunchDarklyDouble.TOKEN)
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.after().orElse(Duration.ZERO).plusMillis(900).toSeconds())
                  .isEqualTo(seconds);
            });
  }

  private void checkRefused(FlagSwitch wanted, Instant evidenceAt, String why) throws Exception {
    assertThat(((Standing.Refused) platform.look(flag(), wanted, evidenceAt)).why()).contains(why);
  }
}
