package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Loop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every form of the console on a service that has something behind each, by its route.
final class ConsoleForms {
  static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final Loop loop;

  /// @param role that may send it
  /// @param other that may not
  /// @param path where it is sent
  /// @param nowhere the same of something that is not there; empty where there is no such
  /// @param field that a person fills in; empty where there is none
  record Form(Role role, Role other, String path, String nowhere, String field) {
    Map<String, String> filled(String text) {
      return field.isEmpty() ? Map.of() : Map.of(field, text);
    }
  }

  ConsoleForms(Loop loop) {
    this.loop = loop;
    addActs();
    addDrafts();
    addAudit();
  }

  Map<String, Form> all() {
    return forms;
  }

  Form of(String route) {
    return forms.get(route);
  }

  ConsoleClient as(Role role) {
    return new ConsoleClient(loop.port()).signIn(role);
  }

  static String first(String pattern, Page page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.text());
    assertThat(matcher.find()).as("%s on the page", pattern).isTrue();
    return matcher.group(1);
  }

  private void add(String route, Role role, Role other, String path, String nowhere, String field) {
    forms.put(route, new Form(role, other, path, nowhere, field));
  }

  private void addActs() {
    loop.declare("refused-checkout");
    String decision =
        loop.decide(Loop.scenario("g-010", "refused-checkout")).path("decisionId").asText();
    try (ConsoleClient caller = as(Role.CALLER)) {
      caller.submit(caller.get("/"), "/samples", Map.of());
    }
    String review;
    try (ConsoleClient reviewer = as(Role.REVIEWER)) {
      review = first("href=\"(/reviews/[0-9a-f-]{36})\"", reviewer.get("/reviews"));
    }
    add("/automation/stop", Role.OPERATOR, Role.OWNER, "/automation/stop", "", "reason");
    add("/automation/resume", Role.OPERATOR, Role.OWNER, "/automation/resume", "", "reason");
    String one = "/decisions/" + decision;
    String none = "/decisions/" + NOBODY;
    add(
        "/decisions/{id}/texts",
        Role.AUDITOR,
        Role.OWNER,
        one + "/texts",
        none + "/texts",
        "reason");
    add("/decisions/{id}/replay", Role.OWNER, Role.CALLER, one + "/replay", none + "/replay", "");
    String lift = "/environments/production/lift";
    add(
        "/flags/{key}/environments/{environment}/lift",
        Role.OPERATOR,
        Role.AUDITOR,
        "/flags/refused-checkout" + lift,
        "/flags/none" + lift,
        "reason");
    add(
        "/reviews/{id}/answer",
        Role.REVIEWER,
        Role.AUDITOR,
        review + "/answer",
        "/reviews/" + NOBODY + "/answer",
        "reason");
    add(
        "/reviews/{id}/labels",
        Role.REVIEWER,
        Role.AUDITOR,
        review + "/labels",
        "/reviews/" + NOBODY + "/labels",
        "why");
  }

  private void addAudit() {
    add(
        "/tables/activations/{version}",
        Role.OPERATOR,
        Role.AUDITOR,
        "/tables/activations/1",
        "/tables/activations/99",
        "reason");
    add("/tables/drafts", Role.OWNER, Role.AUDITOR, "/tables/drafts", "", "title");
    add("/audit/export", Role.AUDITOR, Role.OWNER, "/audit/export", "", "product");
    add("/audit/verifications", Role.AUDITOR, Role.OWNER, "/audit/verifications", "", "");
    String job = "/audit/jobs/" + NOBODY + "/cancellation";
    add("/audit/jobs/{id}/cancellation", Role.AUDITOR, Role.OWNER, job, job, "");
    String notes = "/releases/none/notes/" + NOBODY;
    add("/releases/{version}/notes/{id}", Role.REVIEWER, Role.AUDITOR, notes, notes, "reason");
    add("/tokens", Role.ADMIN, Role.OWNER, "/tokens", "", "reason");
    String revocation = "/tokens/none/revocation";
    add("/tokens/{name}/revocation", Role.ADMIN, Role.OWNER, revocation, revocation, "reason");
    add("/try", Role.OWNER, Role.OWNER, "/try", "", "json");
    add("/samples", Role.CALLER, Role.AUDITOR, "/samples", "", "");
  }

  private void addDrafts() {
    String draft;
    String backtest;
    try (ConsoleClient owner = as(Role.OWNER)) {
      draft =
          owner
              .submit(owner.get("/tables"), "/tables/drafts", Map.of("title", "refused"))
              .header("Location");
      backtest =
          owner.submit(owner.get("/tables"), draft + "/backtests", Map.of()).header("Location");
    }
    String gone = "/tables/drafts/" + NOBODY;
    String table = "/tables/severity/workbook";
    add(
        "/tables/drafts/{id}/tables/{name}/workbook",
        Role.OWNER,
        Role.AUDITOR,
        draft + table,
        gone + table,
        "");
    String sheet = "/scenarios/workbook";
    add(
        "/tables/drafts/{id}/scenarios/workbook",
        Role.OWNER,
        Role.AUDITOR,
        draft + sheet,
        gone + sheet,
        "");
    for (String step : List.of("scenarios", "backtests")) {
      add(
          "/tables/drafts/{id}/" + step,
          Role.OWNER,
          Role.AUDITOR,
          draft + "/" + step,
          gone + "/" + step,
          step.equals("backtests") ? "sample" : "");
    }
    for (String step : List.of("submission", "approval", "rejection", "activation")) {
      add(
          "/tables/drafts/{id}/" + step,
          Role.OWNER,
          Role.AUDITOR,
          draft + "/" + step,
          gone + "/" + step,
          "reason");
    }
    add(
        "/tables/drafts/{id}/backtests/{backtest}/cancellation",
        Role.OWNER,
        Role.AUDITOR,
        backtest + "/cancellation",
        gone + "/backtests/" + NOBODY + "/cancellation",
        "");
  }
}
