package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.response.FlagConnector;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Orders;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: what OpenFeature's own SDK and OFREP provider get from the running service, before and
/// after a decision's order. Method: two instances on one database; the order is carried out beside
/// the one, and the SDK asks the other.
class OfrepProviderTest {
  private static final ServiceAddress HOME =
      new ServiceAddress(URI.create("https://ombud.example/"));

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Logger LOG = LoggerFactory.getLogger(OfrepProviderTest.class);
  private static final int SWITCHES = 100;

  private static RunningService service;
  private static Flags flags;
  private static LiveFlags live;
  private static FlagConnector connector;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    service = RunningService.start(POSTGRES.config());
    TimeIds ids = new TimeIds(Clock.systemUTC());
    live = new LiveFlags(POSTGRES.database());
    flags = new Flags(POSTGRES.database(), ids, Clock.systemUTC(), 14);
    connector =
        new FlagConnector(
            flags,
            Map.of(Flag.BUILTIN, new BuiltinPlatform(POSTGRES.database(), live, ids, HOME)),
            HOME);
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(
        "ombud",
        OfrepProvider.constructProvider(
            OfrepProviderOptions.builder()
                .baseUrl("http://127.0.0.1:" + service.port())
                .headers(
                    ImmutableMap.of(
                        "Authorization",
                        ImmutableList.of("Bearer " + ApiClient.secret(Role.CALLER))))
                .build()));
    client = api.getClient("ombud");
  }

  @AfterAll
  static void stop() {
    OpenFeatureAPI.getInstance().shutdown();
    live.close();
    service.close();
  }

  private static Flag declare(String key, String body) {
    Flag flag = Declared.flag(key, body);
    flags.put(flag, Optional.empty(), "ann");
    await(() ->
        client.getStringDetails(key, "", new ImmutableContext("u", Map.of())).getErrorCode()
            != ErrorCode.FLAG_NOT_FOUND);
    return flag;
  }

  private static void await(BooleanSupplier condition) {
    Condition.await(Duration.ofSeconds(10), "the change is served", condition);
  }

  private static FlagEvaluationDetails<Boolean> ask(String key, int user, String platform) {
    return client.getBooleanDetails(
        key,
        true,
        new ImmutableContext(
            "user-" + user,
            Map.of("platform", new Value(platform), "deviceFamily", new Value("pixel-8"))));
  }

  private static Order order(String word, ActionKind kind, String subject, Instant evidenceAt) {
    return Orders.of(word, kind, subject, evidenceAt, Aggregates.surgeWith());
  }

  @Test
  void readsEveryTypeOfValue() {
    declare("types-boolean", Declared.CHECKOUT);
    declare(
        "types-number",
        Declared.checkoutWith(
            "boolean",
            "number",
            "\"treatment\":true,\"control\":false",
            "\"treatment\":0.5,\"control\":7",
            "\"defaultVariation\":\"treatment\"",
            "\"defaultVariation\":\"control\""));
    declare(
        "types-object",
        Declared.checkoutWith(
            "boolean",
            "object",
            "\"treatment\":true,\"control\":false",
            "\"treatment\":{\"a\":[1,\"b\"]},\"control\":{}"));
    assertThat(client.getBooleanValue("types-boolean", false, new ImmutableContext("u", Map.of())))
        .isTrue();
    assertThat(client.getIntegerValue("types-number", 0, new ImmutableContext("u", Map.of())))
        .isEqualTo(7);
    assertThat(
            client
                .getObjectValue("types-object", new Value(), new ImmutableContext("u", Map.of()))
                .asStructure()
                .getValue("a")
                .asList())
        .hasSize(2);
    assertThat(ask("no-such-flag", 1, "ios").getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
  }

  @Test
  void seesACohortSwitchedAndRestored() throws Exception {
    Flag flag = declare("sdk", Declared.CHECKOUT);
    Order order = order("sdk", ActionKind.DISABLE_FLAG, "flag:sdk", soon());
    int free = IntStream.range(0, 99).filter(i -> !isHeld(flag, i)).findFirst().orElseThrow();
    RemoteState.Open open = (RemoteState.Open) connector.look(order);
    connector.write(order, open);
    connector.write(order, open);
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
    await(() -> !ask("sdk", free, "android").getValue());
    int held = 0;
    for (int user = 0; user < 200; user++) {
      held += isHeld(flag, user) ? 1 : 0;
      assertThat(ask("sdk", user, "android").getValue()).isEqualTo(isHeld(flag, user));
      assertThat(ask("sdk", user, "ios").getValue()).isTrue();
    }
    assertThat(held).isPositive();
    Condition.await(Duration.ofSeconds(5), "it is served here too", () -> isSwitched("sdk"));
    Effect effect = connector.verify(order);
    assertThat(effect.faults()).isEmpty();
    assertThat(effect.cohort().safe()).isEqualTo(effect.cohort().asked()).isPositive();
    assertThat(effect.rest()).isEqualTo(new Effect.Tally(1_000, 0));
    assertThat(effect.holdout().safe()).isZero();
    Instant earlier = Instant.now();
    connector.restore(order, open.state(), "rita");
    await(() -> ask("sdk", free, "android").getValue());
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Refused.class);
    assertThat(connector.look(order("later", order.kind(), order.subject(), earlier)))
        .as("other evidence from before the restore")
        .isInstanceOf(RemoteState.Refused.class);
  }

  private static boolean isHeld(Flag flag, int user) {
    return FlagEvaluation.isHeld(flag, 5, "user-" + user);
  }

  private static boolean isSwitched(String key) {
    return live.get().find(key).stream()
        .flatMap(each -> each.environments().values().stream())
        .anyMatch(each -> !each.switches().isEmpty());
  }

  /// Evidence that nobody's change is younger than, within this test.
  private static Instant soon() {
    return Instant.now().plusSeconds(60);
  }

  @Test
  void letsAPersonWhoChangedItSinceWin() throws Exception {
    Flag flag = declare("won", Declared.CHECKOUT);
    Order order = order("won", ActionKind.DISABLE_FLAG, "flag:won", Instant.now().minusSeconds(60));
    assertThat(((RemoteState.Refused) connector.look(order)).why())
        .startsWith("`ann` changed flag `won`");
    Order fresh = order("won", ActionKind.DISABLE_FLAG, "flag:won", soon());
    RemoteState.Open open = (RemoteState.Open) connector.look(fresh);
    flags.put(
        Declared.flag(
            "won",
            Declared.checkoutWith("\"production\":{}", "\"production\":{\"serve\":\"control\"}")),
        Optional.of("*"),
        "bob");
    assertThatThrownBy(() -> connector.write(fresh, open))
        .isInstanceOfSatisfying(
            DeliveryException.class,
            e -> assertThat(e.kind()).isEqualTo(DeliveryException.Kind.LATER));
    assertThat(flag.key()).isEqualTo("won");
  }

  @Test
  void refusesWhatNobodyDeclared() throws Exception {
    declare("known", Declared.CHECKOUT);
    checkRefused(ActionKind.DISABLE_FLAG, "flag:unknown", "is not in the registry");
    checkRefused(ActionKind.DISABLE_VARIATION, "flag:known/blue", "has no variation `blue`");
    checkRefused(ActionKind.DISABLE_VARIATION, "flag:known/control", "is the declared safe one");
    checkRefused(ActionKind.REDUCE_EXPOSURE, "release:7.18.1@10", "is no flag");
    checkRefused(ActionKind.REDUCE_EXPOSURE, "flag:known/treatment", "to how many percent");
    checkRefused(ActionKind.REDUCE_EXPOSURE, "flag:known/control@10", "is the declared safe one");
    checkRefused(ActionKind.DISABLE_VARIATION, "flag:known/Treatment", "did you mean `treatment`?");
    flags.put(
        Declared.flag("foreign", Declared.checkoutWith("storefront", "bank")),
        Optional.empty(),
        "ann");
    checkRefused(ActionKind.DISABLE_FLAG, "flag:foreign", "belongs to product `bank`");
    flags.put(
        Declared.flag("elsewhere", Declared.checkoutWith("production", "staging")),
        Optional.empty(),
        "ann");
    checkRefused(ActionKind.DISABLE_FLAG, "flag:elsewhere", "is not in `production`");
    flags.put(
        Declared.flag(
            "outside", Declared.checkoutWith("\"owner\"", "\"platform\":\"ld\",\"owner\""), "ld"),
        Optional.empty(),
        "ann");
    checkRefused(ActionKind.DISABLE_FLAG, "flag:outside", "is not configured");
  }

  private static void checkRefused(ActionKind kind, String subject, String why) throws Exception {
    assertThat(((RemoteState.Refused) connector.look(order(subject, kind, subject, soon()))).why())
        .contains(why);
  }

  @Test
  void reducesAnExposureToThePercentageOfTheTargetAndLiftsThat() throws Exception {
    declare("reduced", Declared.CHECKOUT);
    Order order = order("reduced", ActionKind.REDUCE_EXPOSURE, "flag:reduced/treatment@10", soon());
    RemoteState.Open open = (RemoteState.Open) connector.look(order);
    connector.write(order, open);
    connector.write(order, open);
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Done.class);
    Condition.await(Duration.ofSeconds(5), "it is served here", () -> isSwitched("reduced"));
    Effect effect = connector.verify(order);
    assertThat(effect.faults()).isEmpty();
    assertThat(effect.cohort().asked() - effect.cohort().safe() + effect.holdout().asked())
        .as("of 1,000, with the holdout")
        .isBetween(70, 130);
    FlagEvaluationDetails<Boolean> moved =
        IntStream.range(0, 99)
            .mapToObj(user -> ask("reduced", user, "android"))
            .filter(each -> !each.getValue())
            .findFirst()
            .orElseThrow();
    assertThat(moved.getReason()).isEqualTo("SPLIT");
    assertThat(moved.getFlagMetadata().getString("switch")).isEqualTo(order.key());
    assertThat(ask("reduced", 1, "ios").getValue()).isTrue();

    FlagSwitch kept =
        flags.find("reduced").orElseThrow().environments().get("production").switches().getFirst();
    assertThat(kept.owner()).isEqualTo("payments");
    assertThat(kept.endsOn()).isEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(14));
    connector.restore(order, open.state(), "rita");
    await(
        () -> IntStream.range(0, 99).allMatch(user -> ask("reduced", user, "android").getValue()));
    assertThat(connector.look(order))
        .as("`rita` lifted it")
        .isInstanceOf(RemoteState.Refused.class);
  }

  @Test
  void reducesAnExposureTwiceAndOnlyEverDownwards() throws Exception {
    declare("twice", Declared.checkoutWith("\"holdoutPercent\":5", "\"holdoutPercent\":0"));
    for (String percent : List.of("30", "5", "60")) {
      Order order =
          order(percent, ActionKind.REDUCE_EXPOSURE, "flag:twice/treatment@" + percent, soon());
      connector.write(order, (RemoteState.Open) connector.look(order));
    }
    await(() -> treated("twice") < 30);
    assertThat(treated("twice")).isBetween(1L, 25L);
    new Lifting(flags, POSTGRES.database(), Map.of())
        .lift("twice", "production", "rita", "all is well");
    await(() -> treated("twice") == 200);
  }

  private static long treated(String key) {
    return IntStream.range(0, 200).filter(user -> ask(key, user, "android").getValue()).count();
  }

  @Test
  void reducesNothingWhereNoMoreGetIt() throws Exception {
    declare(
        "little",
        Declared.checkoutWith(
            "\"production\":{}",
            "\"production\":{\"rules\":[{\"when\":{\"platform\":[\"ios\"]},\"serve\":\"treatment\"}],\"serve\":{\"treatment\":10,\"control\":90}}"));
    checkRefused(
        ActionKind.REDUCE_EXPOSURE, "flag:little/treatment@10", "there is nothing to reduce");
    Order order = order("less", ActionKind.REDUCE_EXPOSURE, "flag:little/treatment@9.5", soon());
    assertThat(connector.look(order)).isInstanceOf(RemoteState.Open.class);
  }

  @Test
  void pausesAnExperiment() throws Exception {
    declare("paused", Declared.CHECKOUT);
    Order pause = order("p", ActionKind.PAUSE_EXPERIMENT, "experiment:paused/treatment", soon());
    connector.write(pause, (RemoteState.Open) connector.look(pause));
    Condition.await(Duration.ofSeconds(5), "it is served here", () -> isSwitched("paused"));
    assertThat(connector.verify(pause).faults()).isEmpty();
  }

  /// As an SDK asks that was given no context.
  @Test
  void servesWithoutATargetingKeyWhatDependsOnNone() {
    declare("keyless", Declared.CHECKOUT);
    declare(
        "keyless-off", Declared.checkoutWith("\"production\":{}", "\"production\":{\"on\":false}"));
    declare(
        "keyless-split",
        Declared.checkoutWith(
            "\"production\":{}", "\"production\":{\"serve\":{\"treatment\":50,\"control\":50}}"));
    FlagEvaluationDetails<Boolean> on = client.getBooleanDetails("keyless", false);
    assertThat(on.getValue()).isTrue();
    assertThat(on.getReason()).isEqualTo("STATIC");
    FlagEvaluationDetails<Boolean> off = client.getBooleanDetails("keyless-off", true);
    assertThat(off.getValue()).isFalse();
    assertThat(off.getErrorCode()).isNull();
    assertThat(off.getReason()).isEqualTo("DISABLED");
    assertThat(client.getBooleanDetails("keyless-split", true).getErrorCode())
        .as("the provider's own word for any 400")
        .isEqualTo(ErrorCode.INVALID_CONTEXT);
  }

  /// From the commit of a switch to the answer that a client gets from another instance.
  @Test
  void showsASwitchWithinASecond() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < SWITCHES; i++) {
      String key = "fast-" + i;
      declare(key, Declared.checkoutWith("\"holdoutPercent\":5", "\"holdoutPercent\":0"));
      Order order = order(key, ActionKind.DISABLE_FLAG, "flag:" + key, soon());
      connector.write(order, (RemoteState.Open) connector.look(order));
      long begin = System.nanoTime();
      await(() -> !ask(key, 1, "android").getValue());
      millis.add((System.nanoTime() - begin) / 1_000_000);
    }
    Collections.sort(millis);
    LOG.info(
        "visible after {} ms (median), {} ms (99 %)", millis.get(SWITCHES / 2), millis.get(98));
    assertThat(millis.get(SWITCHES - 2)).as("99 % of %s", millis).isLessThan(1_000);
  }
}
