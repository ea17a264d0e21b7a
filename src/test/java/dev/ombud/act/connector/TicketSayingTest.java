package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Something is said once on the ticket that an order left, with every tracker, and nowhere where
/// there is no open ticket.
class TicketSayingTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SUBJECT = "team:payments";

  private static Connectors connectors(Shaped server, TargetConfig target) {
    TargetRoute route =
        new TargetRoute(
            "team:*", "*", Set.of(ActionKind.OPEN_TICKET), Severity.P2, target.name(), Map.of());
    Instant now = Orders.DECIDED.plusSeconds(30);
    return new Connectors(
        new Targets(Map.of(target.name(), target), List.of(route)),
        server.outbound(),
        POSTGRES.database(),
        () -> now,
        SlackView.USUAL);
  }

  private static Order about(String incident, Optional<Receipt> ticket) {
    return Orders.order(ActionKind.NOTIFY, "brief:1", incident, Severity.P1, ticket);
  }

  @ParameterizedTest
  @MethodSource("dev.ombud.act.connector.TrackersTest#vendors")
  void saysMoreOnItsTicketOnce(TrackerVendor vendor) throws Exception {
    try (Shaped server = new Shaped(vendor)) {
      Connectors connectors = connectors(server, vendor.target(server));
      List<PublicBrief.Fact> words =
          List.of(new PublicBrief.Fact("In words", "Cards fail since the update."));
      assertThat(connectors.onTicket(SUBJECT, "shop", Severity.P3, words))
          .as("what is that mild opens no ticket")
          .isEmpty();
      Connector saying = connectors.onTicket(SUBJECT, "shop", Severity.P1, words).orElseThrow();
      Connector opening =
          connectors.forTarget(SUBJECT, "shop", ActionKind.OPEN_TICKET, Severity.P1).orElseThrow();
      String incident = UUID.randomUUID().toString();
      Order ticket = Orders.order(ActionKind.OPEN_TICKET, SUBJECT, incident);
      Receipt left = opening.write(ticket, (RemoteState.Open) opening.look(ticket));
      Order order = about(incident, Optional.of(left));
      assertThat(saying.look(about(incident, Optional.empty())))
          .isEqualTo(new RemoteState.Refused("no ticket was opened"));
      RemoteState before = saying.look(order);
      assertThat(before).isInstanceOf(RemoteState.Open.class);
      assertThat(saying.write(order, (RemoteState.Open) before).reference())
          .isEqualTo(left.reference());
      assertThat(saying.look(order)).as("another worker").isInstanceOf(RemoteState.Done.class);
      assertThat(vendor.issues()).hasSize(1);
      TrackerVendor.Issue issue = vendor.issues().getFirst();
      assertThat(issue.notes).hasSize(1);
      assertThat(issue.notes.getFirst())
          .contains("In words", "Cards fail since the update.", "decisions/1");
      vendor.close(0, Orders.DECIDED);
      assertThat(saying.look(about(incident, Optional.of(left))))
          .isInstanceOf(RemoteState.Refused.class);
      issue.isDeleted = true;
      assertThat(saying.look(about(incident, Optional.of(left))))
          .isInstanceOf(RemoteState.Refused.class);
      assertThat(server.violations()).isEmpty();
    }
  }
}
