package dev.ombud.publish.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.publish.ruleset.Draft.Backtested;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Takes drafts through their life on a real database, and refuses every shortcut.
class DraftsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SCENARIOS = "decision-tables/scenarios.ndjson";

  private static RulesetSwitch live;
  private static Drafts drafts;
  private static dev.ombud.publish.ruleset.Rulesets rulesets;

  @BeforeAll
  static void publishTheShippedRuleset() {
    RulesetCompiler compiler = new RulesetCompiler();
    RulesetParts parts = Rulesets.shipped();
    LiveRuleset first =
        new RulesetPublisher(POSTGRES.database(), compiler)
            .publish(
                new RulesetPublisher.Files.Good(parts, compiler.compile(parts)), Instant.now());
    live = new RulesetSwitch(POSTGRES.database(), compiler, first, 1);
    Clock clock = Clock.systemUTC();
    drafts = new Drafts(POSTGRES.database(), compiler, live, new TimeIds(clock), clock);
    rulesets = new dev.ombud.publish.ruleset.Rulesets(POSTGRES.database(), live, clock);
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  /// A change that touches nothing but the notes of scenarios, different every time.
  private static byte[] otherScenarios() {
    String text =
        new String(Rulesets.shipped().parts().get(SCENARIOS), StandardCharsets.UTF_8)
            + "\n".repeat(1 + (int) (System.nanoTime() % 10_000));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Draft edited() {
    Draft draft = drafts.create(Optional.empty(), Optional.of("more scenarios"), "ann");
    return drafts.put(draft.id(), SCENARIOS, otherScenarios(), draft.tag(), "ann").draft();
  }

  private static Draft backtested() {
    Draft draft = edited();
    drafts.test(draft.id(), "ann");
    Backtested finished = new Backtested(live.get().ref().version(), List.of());
    drafts.backtested(draft.id(), draft.digest(), finished, "ann", "nothing changes");
    return drafts.load(draft.id());
  }

  private static Draft submitted() {
    return drafts.submit(backtested().id(), "ann", "scenarios read better");
  }

  private static ErrorCode refused(Runnable step) {
    ServiceException refusal = catchThrowableOfType(ServiceException.class, step::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.detail()).contains(":").doesNotEndWith(".");
    return refusal.code();
  }

  @Test
  void goesFromACopyToTheVersionThatDecides() {
    Draft draft = drafts.create(Optional.empty(), Optional.empty(), "ann");
    assertThat(draft.state()).isEqualTo(State.CHECKED);
    assertThat(drafts.parts(draft.id()).digestText()).isEqualTo(live.get().ref().digest());
    UUID id = draft.id();
    draft = drafts.put(id, SCENARIOS, otherScenarios(), draft.tag(), "ann").draft();
    assertThat(draft.state()).isEqualTo(State.CHECKED);
    assertThat(drafts.test(id, "ann").draft().state()).isEqualTo(State.TESTED);
    long active = live.get().ref().version();
    drafts.backtested(id, draft.digest(), new Backtested(active, List.of()), "ann", "0 change");
    assertThat(drafts.load(id).state()).isEqualTo(State.BACKTESTED);
    assertThat(drafts.submit(id, "ann", "tidier").state()).isEqualTo(State.SUBMITTED);
    assertThat(drafts.approve(id, "bob", "agreed").state()).isEqualTo(State.APPROVED);
    Draft published = drafts.activate(id, "ann", "now");
    assertThat(published.state()).isEqualTo(State.ACTIVE);
    assertThat(published.published()).contains(live.get().ref().version());
    assertThat(live.get().ref().version()).isGreaterThan(active);
    assertThat(live.get().ref().digest()).isEqualTo(draft.digestText());
    assertThat(drafts.events(id))
        .extracting(Draft.Event::kind, Draft.Event::actor)
        .extracting(Object::toString)
        .containsExactly(
            "(CREATED, \"ann\")",
            "(EDITED, \"ann\")",
            "(TESTED, \"ann\")",
            "(BACKTESTED, \"ann\")",
            "(SUBMITTED, \"ann\")",
            "(APPROVED, \"bob\")",
            "(ACTIVATED, \"ann\")");
    rulesets.activate(active, "eve", "too early");
    assertThat(live.get().ref().version()).isEqualTo(active);
    assertThat(drafts.load(id).state()).isEqualTo(State.RETIRED);
    assertThat(rulesets.activations().getFirst())
        .extracting(Published.Activation::actor, Published.Activation::reason)
        .containsExactly("eve", "too early");
  }

  @Test
  void letsNobodyApproveWhatTheySubmittedOrTwice() {
    Draft draft = submitted();
    assertThat(refused(() -> drafts.approve(draft.id(), "ann", "mine")))
        .isEqualTo(ErrorCode.FORBIDDEN);
    drafts.approve(draft.id(), "bob", "good");
    assertThat(refused(() -> drafts.approve(draft.id(), "bob", "again")))
        .isEqualTo(ErrorCode.WRONG_STATE);
  }

  @Test
  void asksForTwoApproversWhereABacktestAddsAutomaticActions() {
    Draft draft = edited();
    drafts.test(draft.id(), "ann");
    drafts.backtested(
        draft.id(),
        draft.digest(),
        new Backtested(live.get().ref().version(), List.of("3 actions more start by themselves")),
        "ann",
        "3 change");
    Draft asked = drafts.submit(draft.id(), "ann", "wider");
    assertThat(asked.submission().orElseThrow().approvalsNeeded()).isEqualTo(2);
    assertThat(drafts.approve(draft.id(), "bob", "good").state()).isEqualTo(State.SUBMITTED);
    assertThat(refused(() -> drafts.approve(draft.id(), "bob", "good")))
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused(() -> drafts.activate(draft.id(), "ann", "now")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(drafts.approve(draft.id(), "eve", "good").state()).isEqualTo(State.APPROVED);
  }

  @Test
  void refusesEveryStepThatComesTooEarly() {
    Draft draft = edited();
    assertThat(refused(() -> drafts.submit(draft.id(), "ann", "now")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refused(() -> drafts.approve(draft.id(), "bob", "now")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refused(() -> drafts.reject(draft.id(), "bob", "now")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refused(() -> drafts.activate(draft.id(), "ann", "now")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refused(() -> drafts.load(UUID.randomUUID()))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refused(() -> drafts.create(Optional.of(99L), Optional.empty(), "ann")))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void fixesThePartsWhileItIsSubmittedAndForgetsApprovalsWithTheContent() {
    Draft draft = submitted();
    assertThat(refused(() -> drafts.put(draft.id(), SCENARIOS, otherScenarios(), "*", "ann")))
        .isEqualTo(ErrorCode.WRONG_STATE);
    drafts.approve(draft.id(), "bob", "good");
    Draft rejected = drafts.reject(draft.id(), "bob", "on second thoughts");
    assertThat(rejected.state()).isEqualTo(State.BACKTESTED);
    assertThat(rejected.approvedBy()).isEmpty();
    Draft edited =
        drafts.put(draft.id(), SCENARIOS, otherScenarios(), rejected.tag(), "ann").draft();
    assertThat(edited.state()).isEqualTo(State.CHECKED);
    assertThat(edited.backtest()).isEmpty();
  }

  @Test
  void letsTheSecondOfTwoOwnersKnowThatTheFirstChangedIt() {
    Draft draft = edited();
    drafts.put(draft.id(), SCENARIOS, otherScenarios(), draft.tag(), "ann");
    assertThat(
            refused(() -> drafts.put(draft.id(), SCENARIOS, otherScenarios(), draft.tag(), "bob")))
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void isHeldBackByAFailingScenario() {
    Draft draft = drafts.create(Optional.empty(), Optional.empty(), "ann");
    String wrong =
        new String(Rulesets.shipped().parts().get(SCENARIOS), StandardCharsets.UTF_8)
            .replaceFirst("\"severity\": \\[\"P2\"\\]", "\"severity\": [\"P4\"]");
    Draft edited =
        drafts
            .put(draft.id(), SCENARIOS, wrong.getBytes(StandardCharsets.UTF_8), draft.tag(), "ann")
            .draft();
    TestRun run = drafts.test(edited.id(), "ann");
    assertThat(run.failed()).isEqualTo(1);
    assertThat(run.draft().state()).isEqualTo(State.CHECKED);
    assertThat(refused(() -> drafts.submit(edited.id(), "ann", "anyway")))
        .isEqualTo(ErrorCode.WRONG_STATE);
  }

  @Test
  void isHeldBackByAFindingThatIsAnError() {
    Draft draft = drafts.create(Optional.empty(), Optional.empty(), "ann");
    Drafts.Edited edited =
        drafts.put(
            draft.id(),
            "rules/signals.drl",
            "package broken rule".getBytes(StandardCharsets.UTF_8),
            draft.tag(),
            "ann");
    assertThat(edited.draft().state()).isEqualTo(State.DRAFT);
    assertThat(edited.findings()).anyMatch(Finding::isError);
    assertThat(refused(() -> drafts.test(draft.id(), "ann"))).isEqualTo(ErrorCode.DRAFT_BLOCKED);
  }

  @Test
  void isNotPublishedOverAVersionThatItWasNotComparedWith() {
    Draft first = submitted();
    Draft second = submitted();
    drafts.approve(first.id(), "bob", "good");
    drafts.approve(second.id(), "bob", "good");
    drafts.activate(first.id(), "ann", "now");
    assertThat(refused(() -> drafts.activate(second.id(), "ann", "now")))
        .isEqualTo(ErrorCode.RULESET_MOVED);
    Draft rejected = drafts.reject(second.id(), "ann", "compare again");
    assertThat(refused(() -> drafts.submit(rejected.id(), "ann", "again")))
        .isEqualTo(ErrorCode.RULESET_MOVED);
  }
}
