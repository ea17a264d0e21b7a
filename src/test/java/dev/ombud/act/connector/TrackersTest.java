package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.DigestStore;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same journeys with every tracker: a server that enforces the vendor's documented shape keeps
/// the issues, the database is real, and the worker's steps are made by hand, with every fault that
/// may come between them.
class TrackersTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Orders.DECIDED.plusSeconds(30));

  static Stream<Named<TrackerVendor>> vendors() {
    return Stream.of(
            new JiraVendor(),
            new ServiceNowVendor(),
            new AzureDevOpsVendor(),
            new GitHubVendor(),
            new LinearVendor(GraphQlSchema.linear()),
            new RedmineVendor())
        .map(vendor -> Named.of(vendor.kind().word(), vendor));
  }

  /// One vendor's server, and the connector to it.
  private record Desk(TrackerVendor vendor, Shaped server, Connector connector)
      implements AutoCloseable {

    List<TrackerVendor.Issue> issues() {
      return vendor.issues();
    }

    @Override
    public void close() {
      server.close();
      assertThat(server.violations()).isEmpty();
    }
  }

  private Desk desk(TrackerVendor vendor) {
    return desk(vendor, Map.of());
  }

  private Desk desk(TrackerVendor vendor, Map<String, String> options) {
    Shaped server = new Shaped(vendor);
    TargetConfig target = vendor.target(server).with(options);
    TargetRoute route =
        new TargetRoute(
            "team:*", "*", Set.of(ActionKind.OPEN_TICKET), Severity.P4, target.name(), Map.of());
    Connectors connectors =
        new Connectors(
            new Targets(Map.of(target.name(), target), List.of(route)),
            server.outbound(),
            POSTGRES.database(),
            now::get,
            SlackView.USUAL);
    Order any = ticket("any");
    return new Desk(
        vendor,
        server,
        connectors
            .forTarget(any.subject(), "shop", any.kind(), any.brief().severity())
            .orElseThrow());
  }

  private static Order ticket(String incident) {
    return Orders.order(ActionKind.OPEN_TICKET, "team:payments", incident);
  }

  private static String incident() {
    return UUID.randomUUID().toString();
  }

  /// What the worker does where nothing goes wrong.
  private static Receipt carryOut(Desk desk, Order order) throws DeliveryException {
    RemoteState before = desk.connector().look(order);
    assertThat(before).isInstanceOf(RemoteState.Open.class);
    Receipt receipt = desk.connector().write(order, (RemoteState.Open) before);
    assertThat(desk.connector().look(order)).isInstanceOf(RemoteState.Done.class);
    return receipt;
  }

  private static DeliveryException failure(Desk desk, Order order) {
    return catchThrowableOfType(
        DeliveryException.class,
        () -> {
          RemoteState before = desk.connector().look(order);
          if (before instanceof RemoteState.Open open) {
            desk.connector().write(order, open);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void opensATicketThatReadsLikeABrief(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      Receipt receipt = carryOut(desk, ticket(incident()));
      assertThat(receipt.reference()).isNotEmpty();
      assertThat(receipt.address()).startsWith("http");
      assertThat(desk.issues()).hasSize(1);
      TrackerVendor.Issue issue = desk.issues().getFirst();
      assertThat(issue.title).startsWith("Checkout failures after 7.18.1 on Android");
      assertThat(issue.text.replace("\\", ""))
          .contains("customers on Android cannot pay")
          .contains("120 against a baseline of 20")
          .contains("2.6 standard deviations over baseline")
          .contains("7.18.1", "payments", "2026-03-02 10:30 UTC", "92 %")
          .contains("back under 20 %")
          .contains("https://ombud.example/decisions/1");
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void updatesTheOpenTicketInsteadOfOpeningASecond(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      Order again = ticket(incident);
      Receipt receipt = carryOut(desk, again);
      assertThat(receipt.state()).isEqualTo("updated");
      assertThat(desk.issues()).hasSize(1);
      assertThat(desk.issues().getFirst().notes).hasSize(1);
      assertThat(desk.connector().look(again)).isInstanceOf(RemoteState.Done.class);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void reopensATicketThatWasClosedLately(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      vendor.close(0, now.get().minus(Duration.ofDays(13)));
      assertThat(carryOut(desk, ticket(incident)).state()).isEqualTo("reopened");
      assertThat(desk.issues()).hasSize(1);
      assertThat(desk.issues().getFirst().isOpen).isTrue();
      assertThat(desk.issues().getFirst().notes).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void opensANewOneThatNamesTheOldWhereThatWasClosedLongAgo(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      String old = carryOut(desk, ticket(incident)).reference();
      vendor.close(0, now.get().minus(Duration.ofDays(15)));
      assertThat(carryOut(desk, ticket(incident)).state()).isEqualTo("opened");
      assertThat(desk.issues()).hasSize(2);
      assertThat(desk.issues().getLast().text.replace("\\", "")).contains(old).contains("is back");
      assertThat(desk.issues().getFirst().isOpen).isFalse();
      // From now on the new one is the ticket.
      assertThat(carryOut(desk, ticket(incident)).state()).isEqualTo("updated");
      assertThat(desk.issues().getLast().notes).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aWindowOfNoDaysReopensNothing(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor, Map.of("reopenDays", "0"))) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      vendor.close(0, now.get());
      carryOut(desk, ticket(incident));
      assertThat(desk.issues()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void leavesAloneWhatPeopleWillNotFix(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      vendor.issues().getFirst().isLeft = true;
      vendor.close(0, now.get());
      Order again = ticket(incident);
      assertThat(carryOut(desk, again).state()).isEqualTo("left for the digest");
      assertThat(desk.issues()).hasSize(1);
      assertThat(desk.issues().getFirst().notes).isEmpty();
      assertThat(new DigestStore(POSTGRES.database()).holds(again.key())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void opensAnotherOneWhereTheTicketWasDeleted(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      vendor.issues().getFirst().isDeleted = true;
      assertThat(carryOut(desk, ticket(incident)).state()).isEqualTo("opened");
      assertThat(desk.issues()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aChildIsPutUnderItsParent(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      Receipt parent = carryOut(desk, ticket(incident));
      // The same incident and team as the parent's: it is another ticket all the same.
      carryOut(desk, Orders.child(incident, parent));
      assertThat(desk.issues()).hasSize(2);
      assertThat(desk.issues().getLast().parent).isEqualTo(parent.reference());
      Receipt elsewhere = new Receipt("OPS-9", "https://other.example/OPS-9", "opened");
      carryOut(desk, Orders.child(incident(), elsewhere));
      assertThat(desk.issues().getLast().parent).isEmpty();
      assertThat(desk.issues().getLast().text.replace("\\", "")).contains("part of OPS-9");
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void findsTheTicketWhoseOpeningWasNotAnswered(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      Order order = ticket(incident());
      RemoteState before = desk.connector().look(order);
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(writing(desk, order, before).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(desk.connector().look(order)).isInstanceOf(RemoteState.Done.class);
      assertThat(desk.issues()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void findsTheTicketWhoseAnswerWasCutOff(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      Order order = ticket(incident());
      RemoteState before = desk.connector().look(order);
      desk.server().fails(new Fault.Half("POST"));
      assertThat(writing(desk, order, before).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(desk.connector().look(order)).isInstanceOf(RemoteState.Done.class);
      assertThat(desk.issues()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void findsTheCommentThatWasNotAnswered(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      String incident = incident();
      carryOut(desk, ticket(incident));
      Order again = ticket(incident);
      RemoteState before = desk.connector().look(again);
      String method =
          switch (vendor.kind()) {
            case SERVICENOW, AZURE_DEVOPS -> "PATCH";
            case REDMINE -> "PUT";
            default -> "POST";
          };
      desk.server().fails(new Fault.Silence(method));
      assertThat(writing(desk, again, before).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(desk.connector().look(again)).isInstanceOf(RemoteState.Done.class);
      assertThat(desk.issues().getFirst().notes).hasSize(1);
    }
  }

  private static DeliveryException writing(Desk desk, Order order, RemoteState before) {
    return catchThrowableOfType(
        DeliveryException.class, () -> desk.connector().write(order, (RemoteState.Open) before));
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void waitsAsLongAsItIsAsked(TrackerVendor vendor) throws Exception {
    try (Desk desk = desk(vendor)) {
      Order order = ticket(incident());
      RemoteState before = desk.connector().look(order);
      desk.server().fails(new Fault.Refusal("POST", vendor.limit()));
      DeliveryException limited = writing(desk, order, before);
      assertThat(limited.kind()).isEqualTo(Kind.LATER);
      assertThat(limited.after()).contains(Duration.ofSeconds(7));
      carryOut(desk, order);
      assertThat(desk.issues()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void anErrorOfTheirsIsUnknownAfterAWriteAndARefusalIsFinal(TrackerVendor vendor)
      throws Exception {
    try (Desk desk = desk(vendor)) {
      Order order = ticket(incident());
      RemoteState before = desk.connector().look(order);
      Said echo = new Said(502, Map.of(), "upstream said " + TrackerVendor.SECRET);
      desk.server().fails(new Fault.Refusal("POST", echo));
      DeliveryException unknown = writing(desk, order, before);
      assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(unknown).hasMessageNotContaining(TrackerVendor.SECRET).hasMessageContaining("502");
      desk.server().fails(new Fault.Refusal("POST", new Said(422, Map.of(), "no `such` field")));
      now.set(now.get().plusSeconds(3600));
      before = new RemoteState.Open("ABSENT", "1");
      assertThat(writing(desk, order, before).kind()).isEqualTo(Kind.NEVER);
      assertThat(desk.issues()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aWrongSecretIsForAPerson(TrackerVendor vendor) {
    Shaped server = new Shaped(vendor);
    TargetConfig right = vendor.target(server);
    TargetConfig wrong =
        new TargetConfig(
            right.name(),
            right.kind(),
            right.url(),
            Optional.of(new Secret("planted-old-one")),
            right.options(),
            true);
    TargetRoute route =
        new TargetRoute(
            "*", "*", Set.of(ActionKind.OPEN_TICKET), Severity.P4, wrong.name(), Map.of());
    Connectors connectors =
        new Connectors(
            new Targets(Map.of(wrong.name(), wrong), List.of(route)),
            server.outbound(),
            POSTGRES.database(),
            now::get,
            SlackView.USUAL);
    Order order = ticket(incident());
    Connector connector =
        connectors
            .forTarget(order.subject(), "shop", order.kind(), order.brief().severity())
            .orElseThrow();
    try (Desk desk = new Desk(vendor, server, connector)) {
      DeliveryException refused = failure(desk, order);
      assertThat(refused.kind()).isEqualTo(Kind.NEVER);
      assertThat(refused).hasMessageNotContaining("planted-old-one");
    }
  }

  @Test
  void twoOrdersOfOneIncidentTakeTurns() throws Exception {
    try (Desk desk = desk(new GitHubVendor())) {
      String incident = incident();
      Order one = ticket(incident);
      Order other = ticket(incident);
      RemoteState first = desk.connector().look(one);
      RemoteState second = desk.connector().look(other);
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(writing(desk, one, first).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(writing(desk, other, second).kind()).isEqualTo(Kind.LATER);
      assertThat(desk.connector().look(one)).isInstanceOf(RemoteState.Done.class);
      carryOut(desk, other);
      assertThat(desk.issues()).hasSize(1);
    }
  }
}
