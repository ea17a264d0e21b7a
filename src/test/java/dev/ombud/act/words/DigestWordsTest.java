package dev.ombud.act.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefWorker;
import dev.ombud.act.brief.BriefWriter;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.brief.OpenAiConfig;
import dev.ombud.act.brief.OpenAiConnector;
import dev.ombud.act.brief.Prompts;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Evaluation;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.decision.Submission;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.texts.TextStore;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Condition;
import dev.ombud.testing.History;
import dev.ombud.testing.OpenAiDouble;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a team's digest has words that hold, of the model or of the template, and never waits
/// longer for them than it may. Method: real decisions of one day, the real worker, and a server
/// that behaves as Azure's does.
final class DigestWordsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String TEAM = "payments";
  private static final ModelBudget RICH = new ModelBudget(1_000_000, 10_000_000, 1_000, 2.5, 10);

  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private final LocalDate day = LocalDate.ofInstant(yesterday, ZoneOffset.UTC);
  private final String surge =
      Aggregates.moved(
          Aggregates.surge(), Aggregates.untilNow(Aggregates.surge()).minus(Duration.ofDays(1)));
  private final Database database = POSTGRES.database();
  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final Briefing briefing =
      new Briefing(database, new AnswerVault(Texts.vault(database)), ids);

  /// What is on record, and nothing else that decisions can be asked.
  private record Kept(Map<UUID, StoredDecision> byId) implements Decisions {
    @Override
    public CompletableFuture<DecisionAnswer> submit(Submission submission) {
      throw new UnsupportedOperationException("nothing is decided here");
    }

    @Override
    public CompletableFuture<DecisionAnswer> submitWaiting(Submission submission) {
      throw new UnsupportedOperationException("nothing is decided here");
    }

    @Override
    public Evaluation evaluate(Aggregate aggregate, MaskingConfidence masking) {
      throw new UnsupportedOperationException("nothing is decided here");
    }

    @Override
    public Optional<StoredDecision> find(UUID id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Map<UUID, StoredDecision> findAll(Collection<UUID> some) {
      Map<UUID, StoredDecision> found = new LinkedHashMap<>(byId);
      found.keySet().retainAll(some);
      return found;
    }
  }

  @BeforeEach
  void begin() throws Exception {
    try (var owner = POSTGRES.connectAsOwner();
        var statement = owner.createStatement()) {
      statement.execute("truncate brief_answers, briefs, brief_requests");
    }
  }

  private DigestMaterial days() {
    Map<UUID, StoredDecision> byId = new LinkedHashMap<>();
    // The same aggregate is decided once, whatever test comes first.
    Clock then = Clock.fixed(yesterday, ZoneOffset.UTC);
    for (History.Decided each : History.decide(database, List.of(surge), (_, _, _) -> {}, then)) {
      byId.put(
          each.decision().decisionId(),
          new StoredDecision(each.decision(), surge, new byte[32], Context.NONE, "test"));
    }
    Kept kept = new Kept(byId);
    return new DigestMaterial(
        new DecisionSearch(database, kept),
        new FacetCount(database),
        kept,
        new TextStore(database, Texts.vault(database))::texts,
        new ServiceAddress(URI.create("https://ombud.example/")));
  }

  private DigestWords words(DigestMaterial days, Instant now) {
    return new DigestWords(briefing, days, () -> now);
  }

  private BriefWorker worker(OpenAiDouble azure, DigestMaterial days) {
    OpenAiConfig config =
        new OpenAiConfig(
            azure.endpoint(),
            OpenAiDouble.DEPLOYMENT,
            "2024-10-21",
            Optional.of(new Secret(OpenAiDouble.KEY)),
            Optional.empty(),
            Optional.of(0.0),
            Duration.ofSeconds(30));
    return new BriefWorker(
            database,
            request -> Optional.of(days.of(Briefing.day(request), Briefing.team(request))),
            _ -> true,
            BriefWriter.asking(new OpenAiConnector(config), Prompts.read(Path.of("prompts"))),
            RICH,
            new AnswerVault(Texts.vault(database)),
            _ -> {},
            ids,
            Clock.systemUTC())
        .start();
  }

  private static String answer(String summary) {
    return new String(
        Json.write(
            Map.of(
                "summary", summary,
                "pains", List.of("Paying by card fails."),
                "releases", List.of(),
                "causes", List.of(),
                "nextSteps", List.of("Payments looks at the checkout."),
                "confidence", "Fairly sure.",
                "evidence", List.of("rv-1"))),
        StandardCharsets.UTF_8);
  }

  private void awaitWritten() {
    Condition.await(
        Duration.ofSeconds(20),
        "the digest is written",
        () ->
            briefing.digest(day, TEAM).flatMap(request -> briefing.find(request.id())).isPresent());
  }

  /// One test, for a history is made once.
  @Test
  void hasWordsThatHoldInTime() throws Exception {
    DigestMaterial days = days();
    Instant now = Instant.now();
    assertThat(words(days, now).of("nobody", day))
        .as("there is nothing to say")
        .contains(List.of());
    assertThat(words(days, now).of(TEAM, day.plusDays(1))).contains(List.of());

    assertThat(words(days, now).of(TEAM, day)).as("it is being written").isEmpty();
    Instant asked = briefing.digest(day, TEAM).orElseThrow().at();
    Instant last = asked.plus(DigestWords.PATIENCE);
    assertThat(words(days, last.minusMillis(1)).of(TEAM, day)).isEmpty();
    assertThat(words(days, last).of(TEAM, day))
        .as("nobody waits longer")
        .contains(
            List.of(
                "On "
                    + day
                    + " there was one decision for team payments: a P1. What matters most:"
                    + " Payment failure in checkout after release 7.19.0-rc1 on android, pixel-8."));

    try (OpenAiDouble azure = new OpenAiDouble();
        BriefWorker worker = worker(azure.hangs(), days)) {
      assertThat(azure.asked.take().body()).contains("team payments");
      assertThat(words(days, now).of(TEAM, day)).as("it hangs").isEmpty();
      assertThat(words(days, last).of(TEAM, day).orElseThrow()).hasSize(1);
      assertThat(worker).isNotNull();
    }
    begin();
    checkModel(days, now);
    begin();
    checkUngrounded(days, now);
  }

  private void checkModel(DigestMaterial days, Instant now) {
    assertThat(words(days, now).of(TEAM, day)).isEmpty();
    try (OpenAiDouble azure = new OpenAiDouble();
        BriefWorker worker = worker(azure.says(answer("Cards failed for 120 complaints.")), days)) {
      awaitWritten();
      assertThat(worker).isNotNull();
    }
    assertThat(words(days, now).of(TEAM, day).orElseThrow())
        .containsExactly(
            "Cards failed for 120 complaints.",
            "Next: Payments looks at the checkout.",
            "A language model wrote this from the decisions of the day; the numbers were checked.");
    UUID id = briefing.digest(day, TEAM).orElseThrow().id();
    Brief judged =
        briefing.judge(id, Brief.Opinion.REJECTED, "anna", "not helpful", Optional.empty());
    assertThat(judged.verdict()).isPresent();
    assertThat(words(days, now).of(TEAM, day).orElseThrow().getFirst())
        .startsWith("On " + day + " there was one decision");
  }

  private void checkUngrounded(DigestMaterial days, Instant now) {
    assertThat(words(days, now).of(TEAM, day)).isEmpty();
    try (OpenAiDouble azure = new OpenAiDouble();
        BriefWorker worker = worker(azure.says(answer("Cards failed 777 times.")), days)) {
      awaitWritten();
      assertThat(worker).isNotNull();
    }
    assertThat(words(days, now).of(TEAM, day).orElseThrow())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("On " + day + " there was one decision")
        .doesNotContain("777");
  }
}
