package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.record.document.OldDocuments;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Marks;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.ServiceProcess;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what people wrote is nowhere to be read but by opening it, and is gone once erased.
/// Method: aggregates whose texts hold marks that occur nowhere else go through the running
/// service; then every column of every table is searched for the marks as the superuser, and every
/// answer.
class EvidenceJourneyTest {
  private static final String MAIL = "zaphod.beeblebrox@heartofgold.example";
  private static final String CARD = "4111 1111 1111 1111";
  private static final String WORD = "Vogonpoesie";
  private static final List<String> MARKS = List.of("zaphod", CARD, CARD.replace(" ", ""), WORD);

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static ServiceProcess service;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    service = ServiceProcess.start(RunningService.settings(POSTGRES.config())).awaitReady();
    client = service.client();
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static String aggregate(String id, String evidenceId, String text) {
    return """
    {"specVersion":"1.0","aggregateId":"%s","window":{"start":"2026-01-01T00:00:00Z",\
    "end":"2026-01-01T01:00:00Z"},"product":"shop","surface":"checkout",\
    "cluster":{"id":"c1","categories":["checkout"],"confidence":0.9,\
    "summary":"Customers such as %s cannot pay with %s."},"volume":{"count":10},\
    "evidence":[{"id":"%s","channel":"app_store","text":"%s"}]}\
    """
        .formatted(id, MAIL, CARD, evidenceId, text);
  }

  private static String decide(String id, String evidenceId, String text) {
    Answer answer = client.decide(aggregate(id, evidenceId, text));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.decisionId();
  }

  private static Answer post(Role role, String path, String body) {
    return client.send(
        client
            .request(path, role)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static void assertShowsNone(String where, String text) {
    assertThat(text).as(where).doesNotContain(MARKS);
  }

  @Test
  void goesFromArrivalToErasureWithoutATraceInTheOpen() throws SQLException {
    String raw = "My mail is " + MAIL + ", my card " + CARD + ". " + WORD + "!";
    String id = decide("journey-1", "rv-journey-1", raw);
    assertShowsNone("detail", client.get("/v1/decisions/" + id).text());
    assertShowsNone("list", client.get("/v1/decisions").text());
    assertShowsNone("database", found());
    assertThat(found("journey-1")).as("the search does find").isNotEmpty();

    Answer masked = client.get("/v1/decisions/" + id + "/texts");
    assertThat(masked.text()).doesNotContain(MAIL, CARD);
    checkSchema("TextList", masked);
    assertThat(texts(masked, "text"))
        .containsExactly(
            "Customers such as [email] cannot pay with [card].",
            "My mail is [email], my card [card]. " + WORD + "!");
    assertThat(events(id)).isEmpty();

    Answer refused = post(Role.AUDITOR, "/v1/decisions/" + id + "/texts/openings", "{}");
    assertThat(refused.status()).isEqualTo(422);
    assertShowsNone("refusal", refused.text());
    assertThat(events(id)).isEmpty();

    Answer opened =
        post(Role.AUDITOR, "/v1/decisions/" + id + "/texts/openings", "{\"reason\":\"case 42\"}");
    assertThat(opened.status()).isEqualTo(200);
    checkSchema("OpenedTextList", opened);
    assertThat(texts(opened, "raw"))
        .containsExactly("Customers such as " + MAIL + " cannot pay with " + CARD + ".", raw);
    assertThat(events(id))
        .containsExactly(
            "TEXT_OPENED test-auditor decision:" + id + " case 42",
            "TEXT_OPENED test-auditor evidence:rv-journey-1 case 42");

    Map<String, String> before = leaves(id);
    Answer erased =
        post(
            Role.ADMIN,
            "/v1/erasures",
            "{\"evidenceId\":\"rv-journey-1\",\"reason\":\"asked for on paper\"}");
    assertThat(erased.status()).as(erased.text()).isEqualTo(200);
    checkSchema("Erasure", erased);
    assertThat(erased.json().path("erased").asInt()).isEqualTo(1);
    assertThat(erased.json().at("/decisions/0").asText()).isEqualTo(id);

    Answer after =
        post(Role.AUDITOR, "/v1/decisions/" + id + "/texts/openings", "{\"reason\":\"again\"}");
    checkSchema("OpenedTextList", after);
    assertThat(after.json().at("/items/1/state").asText()).isEqualTo("ERASED");
    assertThat(after.json().at("/items/1/raw").isMissingNode()).isTrue();
    assertThat(leaves(id)).as("leaf, salt and commitments").isEqualTo(before);
    assertShowsNone("database", found());
    assertThat(service.output()).as("what was printed").isNotEmpty();
    assertShowsNone("output and log", service.toString());
  }

  @Test
  void erasesByDigestWhereverTheTextStandsAndTwiceIsFine() {
    String text = "The same words of one person";
    String first = decide("digest-1", "rv-digest-1", text);
    String second = decide("digest-2", "rv-digest-2", text);
    String other = decide("digest-3", "rv-digest-3", text + ".");
    String body = "{\"textDigest\":\"sha256:%s\",\"reason\":\"asked for\"}".formatted(sha256(text));
    Answer erased = post(Role.ADMIN, "/v1/erasures", body);
    assertThat(erased.json().path("erased").asInt()).isEqualTo(2);
    assertThat(erased.json().path("decisions"))
        .extracting(JsonNode::asText)
        .containsExactly(first, second);
    assertThat(post(Role.ADMIN, "/v1/erasures", body).json().path("erased").asInt()).isZero();
    assertThat(states(first)).containsExactly("KEPT", "ERASED");
    assertThat(states(second)).containsExactly("KEPT", "ERASED");
    assertThat(states(other)).containsExactly("KEPT", "KEPT");
  }

  @Test
  void keepsWhatAHoldKeepsUntilItIsReleased() {
    String id = decide("hold-1", "rv-hold-1", "kept for the court");
    Answer placed =
        post(Role.ADMIN, "/v1/holds", "{\"evidenceId\":\"rv-hold-1\",\"reason\":\"court\"}");
    assertThat(placed.status()).isEqualTo(201);
    checkSchema("Hold", placed);
    String hold = placed.json().path("id").asText();
    String erasure = "{\"evidenceId\":\"rv-hold-1\",\"reason\":\"asked for\"}";
    Answer kept = post(Role.ADMIN, "/v1/erasures", erasure);
    assertThat(kept.json().path("erased").asInt()).isZero();
    assertThat(kept.json().path("held").asInt()).isEqualTo(1);
    assertThat(kept.json().at("/holds/0").asText()).isEqualTo(hold);
    assertThat(states(id)).containsExactly("KEPT", "KEPT");

    Answer released =
        post(Role.ADMIN, "/v1/holds/" + hold + "/release", "{\"reason\":\"the case is closed\"}");
    checkSchema("Hold", released);
    assertThat(released.json().path("releasedBy").asText()).isEqualTo("test-admin");
    Answer list = client.get("/v1/holds");
    checkSchema("HoldList", list);
    assertThat(list.json().path("items")).contains(released.json());
    assertThat(post(Role.ADMIN, "/v1/erasures", erasure).json().path("erased").asInt())
        .isEqualTo(1);
    assertThat(states(id)).containsExactly("KEPT", "ERASED");
  }

  @Test
  void findsByEvidenceAndSaysWhereThereIsNone() {
    String id = decide("evidence-1", "rv/with slash", "words about paying");
    String path = "/v1/evidence/rv%2Fwith%20slash/texts";
    Answer masked = client.get(path);
    assertThat(masked.json().at("/items/0/decisionId").asText()).isEqualTo(id);
    Answer opened = post(Role.AUDITOR, path + "/openings", "{\"reason\":\"why not\"}");
    assertThat(texts(opened, "raw")).containsExactly("words about paying");
    String nowhere = "00000000-0000-7000-8000-000000000000";
    for (String each :
        List.of(
            "/v1/evidence/none/texts",
            "/v1/evidence/a%00b/texts",
            "/v1/decisions/" + nowhere + "/texts")) {
      assertThat(client.get(each).status()).isEqualTo(404);
      assertThat(post(Role.AUDITOR, each + "/openings", "{\"reason\":\"x\"}").status())
          .isEqualTo(404);
    }
  }

  @Test
  void quotesNoTextInARefusal() throws SQLException {
    String raw = WORD + " by " + MAIL;
    decide("refusal-1", "rv-refusal-1", raw);
    for (String refused :
        List.of(
            aggregate("refusal-1", "rv-refusal-1", raw + " again"),
            aggregate("refusal-2", "rv-refusal-2", raw.repeat(1_000)),
            aggregate("refusal-3", "rv-refusal-3", raw + "\\ud800"),
            aggregate("refusal-4", "rv-refusal-4", raw + "\\"),
            aggregate("refusal-5", "rv-refusal-5", raw)
                .replace("\"text\":", "\"text\":1,\"x\":"))) {
      Answer answer = client.decide(refused);
      assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
      assertShowsNone("refusal", answer.text());
    }
    assertShowsNone("database", found());
    assertShowsNone("output and log", service.toString());
  }

  @Test
  void refusesWhatIsNoErasureAndNoHold() {
    check("/v1/erasures", "{\"reason\":\"x\"}", "either `evidenceId` or `textDigest`");
    check(
        "/v1/erasures",
        "{\"evidenceId\":\"a\",\"textDigest\":\"sha256:" + "0".repeat(64) + "\",\"reason\":\"x\"}",
        "either `evidenceId` or `textDigest`");
    check("/v1/erasures", "{\"evidenceId\":\"a\"}", "`reason` is missing");
    check("/v1/erasures", "{\"textDigest\":\"" + MAIL + "\",\"reason\":\"x\"}", "64 hexadecimal");
    check("/v1/erasures", "{\"evidence\":\"a\",\"reason\":\"x\"}", "`evidence` is no field");
    check("/v1/holds", "{\"reason\":\"x\"}", "names nothing");
    check("/v1/holds", "{\"product\":\"shop\"}", "`reason` is missing");
    check("/v1/holds", "{\"decisionId\":\"1\",\"reason\":\"x\"}", "which is not a UUID");
    check(
        "/v1/holds",
        "{\"decisionId\":\"00000000-0000-7000-8000-000000000000\",\"reason\":\"x\"}",
        "there is no decision");
    check(
        "/v1/holds",
        "{\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-02-01T00:00:00Z\",\"reason\":\"x\"}",
        "`from` is not before `to`");
    check(
        "/v1/holds",
        "{\"from\":\"+1000000000-12-31T00:00:00Z\",\"reason\":\"x\"}",
        "years from 1970 to 9999");
    check("/v1/holds", "{\"product\":\"shop\",\"reason\":\"" + "x".repeat(2001) + "\"}", "2000");
  }

  private static void check(String path, String body, String detail) {
    Answer answer = post(Role.ADMIN, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.json().path("detail").asText()).contains(detail).doesNotContain(MAIL);
  }

  private static void checkSchema(String schema, Answer answer) {
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
  }

  private static List<String> texts(Answer answer, String member) {
    List<String> texts = new ArrayList<>();
    answer.json().path("items").forEach(item -> texts.add(item.path(member).asText()));
    return texts;
  }

  private static List<String> states(String decisionId) {
    return texts(client.get("/v1/decisions/" + decisionId + "/texts"), "state");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> events(String decisionId) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery(
                    """
                    select kind || ' ' || actor || ' ' || subject || ' ' || reason
                    from audit_events where decision_id = cast(:id as uuid) order by id
                    """)
                .bind("id", decisionId)
                .mapTo(String.class)
                .list());
  }

  /// What proofs are about: the leaf's hash and the record with its commitments.
  private static Map<String, String> leaves(String decisionId) throws SQLException {
    Map<String, String> leaves = new TreeMap<>();
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false); // What is unpacked here stays packed.
      OldDocuments.unpack(connection, "id = '" + decisionId + "'");
      for (String query :
          List.of(
              "select 'record', r::text from records r where id = '" + decisionId + "'",
              "select 'decision', d::text from decisions d where id = '" + decisionId + "'",
              """
              select 'leaf', hash::text from log_leaves where record_id = '%1$s'
              union all
              select 'leaf', substring(q.hashes from (32 * (place - 1) + 1)::int for 32)::text
              from log_queue q, unnest(q.record_ids) with ordinality as each (id, place)
              where each.id = '%1$s'
              """
                  .formatted(decisionId))) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            leaves.put(rows.getString(1), rows.getString(2));
          }
        }
      }
      connection.rollback();
    }
    assertThat(leaves).containsOnlyKeys("record", "decision", "leaf");
    assertThat(leaves.get("record")).contains("commitment");
    return leaves;
  }

  /// The first row of each table in which one of the marks stands, as text or as bytes.
  private static String found(String... marks) throws SQLException {
    return Marks.found(POSTGRES, marks.length == 0 ? MARKS : List.of(marks));
  }
}
