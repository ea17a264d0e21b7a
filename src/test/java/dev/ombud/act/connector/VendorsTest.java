package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.connector.Tracker.Draft;
import dev.ombud.act.connector.Tracker.Standing;
import dev.ombud.act.connector.Tracker.Ticket;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.IncidentText;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What is peculiar to one tracker each: its traps, as its documents and its users report them.
class VendorsTest {
  private static final Instant NOW = Orders.DECIDED;

  private static Api api(Shaped server, TargetConfig target, Map<String, String> headers) {
    return new Api(server.outbound(), target, headers, () -> NOW);
  }

  private static Draft draft(String marker) {
    return new Draft(
        marker,
        Orders.TITLE + " and on".repeat(200),
        IncidentText.ticket(
            Orders.order(ActionKind.OPEN_TICKET, "team:payments", marker), List.of()),
        Severity.P1,
        List.of("checkout", "payment failure"),
        Optional.empty(),
        Optional.empty());
  }

  private static Kind kindOf(ThrowingCallable call) {
    return catchThrowableOfType(DeliveryException.class, call).kind();
  }

  @Test
  void jiraWaitsForItsSearchBeforeItOpensAgain() throws Exception {
    JiraVendor vendor = new JiraVendor();
    vendor.searchLags = true;
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      Jira jira = new Jira(target, api(server, target, Jira.headers(target)));
      jira.open(draft("ombud-1"));
      assertThat(jira.find("ombud-1")).isEmpty();
      assertThat(jira.settles()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void jiraLinksAParentOfAnotherProject() throws Exception {
    JiraVendor vendor = new JiraVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      Jira jira = new Jira(target, api(server, target, Jira.headers(target)));
      Draft plain = draft("ombud-2");
      jira.open(
          new Draft(
              plain.marker(),
              plain.title(),
              plain.text(),
              plain.severity(),
              plain.labels(),
              Optional.of("OPS-7"),
              Optional.empty()));
      assertThat(vendor.issues().getFirst().parent).isEmpty();
      assertThat(vendor.issues().getFirst().follows).isEqualTo("OPS-7");
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void serviceNowNoticesThatItsMarkerWasDropped() {
    ServiceNowVendor vendor = new ServiceNowVendor();
    vendor.dropsCorrelation = true;
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      ServiceNow serviceNow =
          new ServiceNow(target, api(server, target, ServiceNow.headers(target)));
      assertThatThrownBy(() -> serviceNow.open(draft("ombud-3")))
          .hasMessageContaining("lost its `correlation_id`");
    }
  }

  @Test
  void serviceNowNeverReopensWhatIsClosedForGood() throws Exception {
    ServiceNowVendor vendor = new ServiceNowVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      ServiceNow serviceNow =
          new ServiceNow(target, api(server, target, ServiceNow.headers(target)));
      Ticket ticket = serviceNow.open(draft("ombud-4"));
      vendor.issues().getFirst().isFinal = true;
      vendor.close(0, NOW);
      assertThat(serviceNow.read(ticket.reference()).orElseThrow().standing())
          .isEqualTo(Standing.FINAL);
    }
  }

  @Test
  void azureLetsAPersonsEditWin() throws Exception {
    AzureDevOpsVendor vendor = new AzureDevOpsVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      AzureDevOps azure = new AzureDevOps(target, api(server, target, AzureDevOps.headers(target)));
      Ticket ticket = azure.open(draft("ombud-5"));
      server.fails(
          new Fault.Refusal("PATCH", Said.json(412, Map.of("message", "test of /rev failed"))));
      assertThat(kindOf(() -> azure.note(ticket.reference(), "ombud-6", List.of())))
          .isEqualTo(Kind.LATER);
      assertThat(vendor.issues().getFirst().notes).isEmpty();
    }
  }

  @Test
  void azuresSignInPageIsNoAnswer() {
    AzureDevOpsVendor vendor = new AzureDevOpsVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      AzureDevOps azure = new AzureDevOps(target, api(server, target, Map.of()));
      assertThat(kindOf(() -> azure.find("ombud-7"))).isEqualTo(Kind.NEVER);
      assertThat(kindOf(() -> azure.open(draft("ombud-7")))).isEqualTo(Kind.NEVER);
    }
  }

  @Test
  void gitHubFindsAnIssueWhoseLabelsWereDropped() throws Exception {
    GitHubVendor vendor = new GitHubVendor();
    vendor.dropsLabels = true;
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      GitHubIssues gitHub =
          new GitHubIssues(target, api(server, target, GitHubIssues.headers(target)));
      Ticket ticket = gitHub.open(draft("ombud-8"));
      assertThat(gitHub.find("ombud-8")).contains(ticket);
      assertThat(gitHub.find("a-marker-of-nobody")).isEmpty();
    }
  }

  @Test
  void gitHubSaysThatARepositoryHasNoIssues() {
    GitHubVendor vendor = new GitHubVendor();
    vendor.hasNoIssues = true;
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      GitHubIssues gitHub =
          new GitHubIssues(target, api(server, target, GitHubIssues.headers(target)));
      assertThatThrownBy(() -> gitHub.open(draft("ombud-10")))
          .hasMessageContaining("`acme/shop` has no issues: switch them on");
    }
  }

  /// Whom a customer names in a complaint must not get a mail for it.
  @Test
  void nothingThatACustomerWroteMarksUpOrCallsAnybody() throws Exception {
    GitHubVendor vendor = new GitHubVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      new GitHubIssues(target, api(server, target, GitHubIssues.headers(target)))
          .open(draft("ombud-11"));
      assertThat(vendor.issues().getFirst().text)
          .contains("card \\[rejected\\](http\\[:\\]//x)")
          .contains("\\<!here\\> \\[\\#\\]1 {{macro}}")
          .doesNotContain("@channel");
    }
  }

  @Test
  void linearsErrorsComeWithTwoHundred() throws Exception {
    LinearVendor vendor = new LinearVendor(GraphQlSchema.linear());
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      Linear linear = new Linear(target, api(server, target, Linear.headers(target)));
      linearSays(server, "FORBIDDEN");
      assertThat(kindOf(() -> linear.open(draft("ombud-12")))).isEqualTo(Kind.NEVER);
      linearSays(server, "INTERNAL_SERVER_ERROR");
      assertThat(kindOf(() -> linear.open(draft("ombud-12")))).isEqualTo(Kind.UNKNOWN);
      linearSays(server, "RATELIMITED");
      assertThat(kindOf(() -> linear.open(draft("ombud-12")))).isEqualTo(Kind.LATER);
      linear.open(draft("ombud-12"));
      // A second creation under the identity that we chose is refused by Linear itself.
      assertThat(kindOf(() -> linear.open(draft("ombud-12")))).isEqualTo(Kind.NEVER);
      assertThat(vendor.issues()).hasSize(1);
      assertThat(server.violations()).isEmpty();
    }
  }

  private static void linearSays(Shaped server, String code) {
    server.fails(new Fault.Refusal("POST", LinearVendor.error(200, code, "no")));
  }

  @Test
  void theSchemaOfLinearRefusesWhatItHasNot() {
    Optional<GraphQlSchema> schema = GraphQlSchema.linear();
    Assumptions.assumeTrue(
        schema.isPresent(), "skipped: there is no ../shared/specs beside the project");
    Tree variables = new Tree(Map.of("input", Map.of("teamId", "t", "titel", "x")));
    String document =
        "mutation C($input: IssueCreateInput!) { issueCreate(input: $input) { success isue { id } } }";
    assertThat(schema.orElseThrow().faults(document, variables))
        .contains("IssuePayload has no field isue", "IssueCreateInput has no titel");
    assertThat(
            schema
                .orElseThrow()
                .faults(
                    "query Q($id: String!) { issues(filtre: {id: {eq: $id}}) { nodes { id } } }",
                    new Tree(Map.of("id", "x"))))
        .contains("issues takes no filtre");
  }

  @Test
  void redmineTellsAClosedIssueOfAnOldRelease() throws Exception {
    RedmineVendor vendor = new RedmineVendor();
    vendor.isOld = true;
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      Redmine redmine = new Redmine(target, api(server, target, Redmine.headers(target)));
      Ticket ticket = redmine.open(draft("ombud-13"));
      vendor.close(0, NOW);
      assertThat(redmine.read(ticket.reference()).orElseThrow().standing())
          .isEqualTo(Standing.RESOLVED);
      // It keeps the date of its closing, and is open all the same.
      vendor.issues().getFirst().isOpen = true;
      assertThat(redmine.read(ticket.reference()).orElseThrow().standing())
          .isEqualTo(Standing.OPEN);
    }
  }

  @Test
  void everyTrackerHonoursADateInRetryAfter() {
    RedmineVendor vendor = new RedmineVendor();
    try (Shaped server = new Shaped(vendor)) {
      TargetConfig target = vendor.target(server);
      Redmine redmine = new Redmine(target, api(server, target, Redmine.headers(target)));
      server.fails(
          new Fault.Refusal(
              "GET", Said.status(503).with("Retry-After", "Mon, 2 Mar 2026 10:15:20 GMT")));
      DeliveryException limited =
          catchThrowableOfType(DeliveryException.class, () -> redmine.read("1"));
      assertThat(limited.kind()).isEqualTo(Kind.LATER);
      assertThat(limited.after()).contains(Duration.ofSeconds(20));
    }
  }
}
