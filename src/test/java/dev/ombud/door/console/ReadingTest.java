package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A link of another site can make a browser get anything. So nothing that the console gives to a
/// `GET` records or changes anything: whatever does is a form with a token.
class ReadingTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void recordsNothingAndChangesNothing() throws SQLException {
    try (Loop loop = new Loop(POSTGRES.config(), Map.of())) {
      Map<String, String> known = prepare(loop);
      List<String> paths = new ArrayList<>();
      for (Route route : loop.routes()) {
        if (route.method().equals("GET") && !route.path().startsWith("/v1/")) {
          paths.add(filled(route.path(), known));
        }
      }
      assertThat(paths).allMatch(path -> !path.contains("{"));
      List<ConsoleClient> browsers = new ArrayList<>();
      browsers.add(new ConsoleClient(loop.port()));
      for (Role role : Role.values()) {
        browsers.add(new ConsoleClient(loop.port()).signIn(role));
      }
      settle();
      Map<String, String> before = content();
      for (ConsoleClient browser : browsers) {
        int seen = 0;
        for (String path : paths) {
          int status = browser.begin(path).status();
          assertThat(status).as(path).isNotEqualTo(500);
          seen += status == 200 ? 1 : 0;
        }
        assertThat(seen).as("pages that were shown").isPositive();
        browser.close();
      }
      assertThat(content()).isEqualTo(before);
    }
  }

  /// Something behind every address.
  private static Map<String, String> prepare(Loop loop) {
    loop.declare("read-checkout");
    String decision =
        loop.decide(Loop.scenario("g-010", "read-checkout")).path("decisionId").asText();
    try (ConsoleClient caller = new ConsoleClient(loop.port()).signIn(Role.CALLER);
        ConsoleClient reviewer = new ConsoleClient(loop.port()).signIn(Role.REVIEWER);
        ConsoleClient owner = new ConsoleClient(loop.port()).signIn(Role.OWNER);
        ConsoleClient auditor = new ConsoleClient(loop.port()).signIn(Role.AUDITOR)) {
      caller.submit(caller.get("/"), "/samples", Map.of());
      String draft =
          owner
              .submit(owner.get("/tables"), "/tables/drafts", Map.of("title", "read"))
              .header("Location");
      String backtest =
          owner.submit(owner.get("/tables"), draft + "/backtests", Map.of()).header("Location");
      auditor.submit(auditor.get("/audit"), "/audit/verifications", Map.of());
      Map<String, String> known = new LinkedHashMap<>();
      known.put("/decisions/{id}", "/decisions/" + decision);
      known.put("/reviews/{id}", "/reviews/" + first("/reviews/(ID)", reviewer.get("/reviews")));
      known.put(
          "/releases/{version}",
          "/releases/" + first("/releases/([^\"?]+)", caller.get("/releases")));
      known.put("/flags/{key}", "/flags/read-checkout");
      known.put(
          "/audit/jobs/{id}",
          "/audit/jobs/" + first("data-job=\"(ID)", auditor.get("/audit/jobs")));
      known.put("/tables/drafts/{id}/backtests/{backtest}", backtest);
      known.put("/tables/drafts/{id}", draft);
      known.put("/tables/versions/{version}", "/tables/versions/active");
      known.put("{name}", "severity");
      known.put("{digest}", "0");
      known.put("{key}", "read-checkout");
      Condition.await(
          Duration.ofSeconds(30),
          "the backtest and the verification end",
          () ->
              owner.get(backtest + "/progress").text().contains("false")
                  && !auditor.get("/audit/jobs").text().contains("data-running=\"true\""));
      return known;
    }
  }

  private static String first(String pattern, ConsoleClient.Page page) {
    Matcher matcher = Pattern.compile(pattern.replace("ID", "[0-9a-f-]{36}")).matcher(page.text());
    assertThat(matcher.find()).as("%s on the page", pattern).isTrue();
    return matcher.group(1);
  }

  private static String filled(String path, Map<String, String> known) {
    String filled = path;
    for (Map.Entry<String, String> each : known.entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled;
  }

  /// What was posted brings about more for a while: actions, briefs, the seal, and the counts at
  /// last.
  private static void settle() {
    Map<String, String> last = new LinkedHashMap<>();
    Condition.await(
        Duration.ofSeconds(60),
        "all is counted, and nothing changes by itself any more",
        () -> {
          Map<String, String> now = content();
          boolean isStill = now.equals(last) && now.get("count_queue").startsWith("0 ");
          last.clear();
          last.putAll(now);
          return isStill;
        });
  }

  /// How many rows each table has, and what is in them; but for the times at which a session and a
  /// token were seen, an instance and a worker were. All that is stored, but for the probe by which
  /// readiness learns whether anything can be.
  private static Map<String, String> content() {
    Map<String, String> content = new LinkedHashMap<>();
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              """
              select c.oid::regclass::text from pg_class c
              where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                and c.relname <> 'probes' order by 1
              """)) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet rows =
            statement.executeQuery(
                "select count(*) || ' ' || coalesce(md5(string_agg(h, '' order by h)), '') from"
                    + " (select md5((to_jsonb(t) - 'seen_at' - 'used_at' - 'heartbeat_at')::text) as h from "
                    + table
                    + " t) as hashes")) {
          rows.next();
          content.put(table, rows.getString(1));
        }
      }
      return content;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
