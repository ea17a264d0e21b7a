package dev.ombud.door.casepages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.review.AnswerWords;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Tier;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a button does what stands on it, in a browser that runs no scripts. Method: every set of
/// ticks with every button of the page as it was served, over HTTP, and what became of each action.
final class ReviewFormTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final TimeIds IDS = new TimeIds(Clock.systemUTC());
  private static final Set<LiveState> NOT_GONE =
      EnumSet.of(LiveState.AWAITING_APPROVAL, LiveState.RECOMMENDED, LiveState.DROPPED);

  private static final List<Proposed> ACTIONS =
      List.of(
          new Proposed(1, ActionKind.DISABLE_FLAG, "flag:new-checkout"),
          new Proposed(2, ActionKind.OPEN_TICKET, "team:payments"),
          new Proposed(3, ActionKind.OPEN_TICKET, "team:search", false, 2),
          new Proposed(4, ActionKind.ROLLBACK_RELEASE, "release:2->1", true, null));

  private static RunningService service;
  private static ConsoleClient browser;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    browser = new ConsoleClient(service.port()).signIn(Role.REVIEWER);
  }

  @AfterAll
  static void stop() {
    browser.close();
    service.close();
  }

  private static Proposal propose(Proposals proposals) {
    Proposal proposal = proposals.at(Instant.now());
    try (Connection connection = POSTGRES.database().dataSource().getConnection()) {
      ActionStore.enqueue(
          connection, proposal.actions().stream().map(each -> action(proposal, each)).toList());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Proposals.propose(POSTGRES.database(), proposal);
    return proposal;
  }

  private static NewAction action(Proposal proposal, Proposed each) {
    return new NewAction(
        IDS.next(),
        proposal.decisionId(),
        each.ordinal(),
        each.parent(),
        each.kind(),
        each.target(),
        proposal.product(),
        "production",
        null,
        each.isRecommended() ? ActionState.RECOMMENDED : ActionState.AWAITING_APPROVAL,
        proposal.at());
  }

  private static String path(Proposal proposal) {
    return "/reviews/" + proposal.reviewId();
  }

  private static String first(String pattern, Page page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.text());
    assertThat(matcher.find()).as("%s on the page", pattern).isTrue();
    return matcher.group(1);
  }

  /// What stands on a button of the page.
  private static String button(Page page, String value) {
    return first("value=\"" + value + "\">([^<]+)</button>", page).replace("&gt;", ">");
  }

  private static Page press(Proposal proposal, Page page, String button, Set<Integer> ticked) {
    StringBuilder form = new StringBuilder("answer=" + button + "&reason=because+I+looked");
    form.append("&binding=").append(first("name=\"binding\" value=\"([^\"]+)\"", page));
    form.append("&csrf=").append(URLEncoder.encode(page.csrf(), StandardCharsets.UTF_8));
    ticked.forEach(ordinal -> form.append("&ordinal=").append(ordinal));
    return browser.post(
        path(proposal) + "/answer",
        "application/x-www-form-urlencoded",
        form.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /// What was proposed, without the news about it.
  private static List<StoredAction> stored(Proposal proposal) {
    return new ActionStore(POSTGRES.database())
        .ofDecision(proposal.decisionId()).stream()
            .filter(action -> action.ordinal() <= ACTIONS.size())
            .toList();
  }

  private static Set<Integer> gone(Proposal proposal) {
    Set<Integer> gone = new TreeSet<>();
    stored(proposal).stream()
        .filter(action -> !NOT_GONE.contains(action.state()))
        .forEach(action -> gone.add(action.ordinal()));
    return gone;
  }

  /// What the words of a button let through of what is ticked.
  private static Set<Integer> said(String words, Set<Integer> ticked) {
    if (words.startsWith("Reject all")) {
      return Set.of();
    }
    if (words.equals("Approve only what is ticked")) {
      return ticked;
    }
    assertThat(words).startsWith("Approve all 4: ");
    ACTIONS.forEach(action -> assertThat(words).contains(AnswerWords.action(action)));
    return Set.of(1, 2, 3, 4);
  }

  private static List<Set<Integer>> subsets() {
    List<Set<Integer>> subsets = new ArrayList<>();
    for (int mask = 0; mask < 1 << ACTIONS.size(); mask++) {
      Set<Integer> ticked = new TreeSet<>();
      for (Proposed action : ACTIONS) {
        if ((mask & (1 << (action.ordinal() - 1))) != 0) {
          ticked.add(action.ordinal());
        }
      }
      subsets.add(ticked);
    }
    return subsets;
  }

  @Test
  void whateverIsTickedEveryButtonDoesWhatStandsOnItOrNothing() {
    int taken = 0;
    for (Set<Integer> ticked : subsets()) {
      for (String button : List.of("approve", "amend", "reject")) {
        Proposal proposal = propose(Proposals.of("ticks").tier(Tier.TIER_3, ACTIONS));
        Page page = browser.get(path(proposal));
        Set<Integer> said = said(button(page, button), ticked);
        Page answer = press(proposal, page, button, ticked);
        String as = button + " " + ticked;
        if (answer.status() == 303) {
          taken++;
          Set<Integer> held = new TreeSet<>(said);
          held.remove(4);
          assertThat(gone(proposal)).as(as).isEqualTo(held);
          assertThat(stored(proposal).get(3).state())
              .as(as)
              .isEqualTo(said.contains(4) ? LiveState.RECOMMENDED : LiveState.DROPPED);
        } else {
          checkRefused(proposal, answer, ticked, as);
        }
        boolean isTorn = ticked.contains(3) && !ticked.contains(2);
        boolean isWhole = ticked.isEmpty() || ticked.size() == 4;
        assertThat(answer.status() == 303)
            .as(as)
            .isEqualTo(
                switch (button) {
                  case "approve" -> ticked.size() == 4;
                  case "amend" -> !ticked.isEmpty() && !isTorn;
                  default -> isWhole;
                });
      }
    }
    assertThat(taken).isEqualTo(1 + 11 + 2);
  }

  private static void checkRefused(Proposal proposal, Page answer, Set<Integer> ticked, String as) {
    assertThat(answer.status()).as(as).isEqualTo(422);
    assertThat(answer.text()).as(as).contains("role=\"alert\"", "because I looked</textarea>");
    for (Proposed action : ACTIONS) {
      String box =
          first("(<input type=\"checkbox\" id=\"a-" + action.ordinal() + "\"[^>]*)", answer);
      assertThat(box.contains(" checked")).as(as).isEqualTo(ticked.contains(action.ordinal()));
    }
    assertThat(gone(proposal)).as(as).isEmpty();
    assertThat(stored(proposal))
        .as(as)
        .extracting(StoredAction::state)
        .doesNotContain(LiveState.DROPPED);
  }

  @Test
  void saysWhatDisagreesAndWhatToDo() {
    Proposal proposal = propose(Proposals.of("ticks").tier(Tier.TIER_3, ACTIONS));
    Page page = browser.get(path(proposal));
    assertThat(page.words())
        .contains("What will be changed", "Disable flag flag:new-checkout")
        .contains("Who will be told; held until somebody answers")
        .contains("Open ticket team:search, a part of action 2")
        .contains("Recommended: do it yourself, Ombud will not");
    assertThat(press(proposal, page, "approve", Set.of(1, 2, 3)).words())
        .contains("the ticks disagree, 3 of 4 are ticked")
        .contains("without rollback release 2->1 (you do it), so nothing was answered")
        .contains("press `Approve only what is ticked`");
    assertThat(press(proposal, page, "amend", Set.of(1, 3)).words())
        .contains("Action 3 is a part of action 2, which would not go");
    assertThat(press(proposal, page, "amend", Set.of(1, 9)).words())
        .contains("was not proposed, so nothing was answered");
    assertThat(press(proposal, page, "amend", Set.of(1, 4)).status()).isEqualTo(303);
    assertThat(browser.get(path(proposal)).words())
        .contains("Disable flag flag:new-checkout : let through")
        .contains("Rollback release release:2->1 : agreed with, for people to do")
        .contains("Open ticket team:payments : not let through");
    assertThat(press(proposal, page, "approve", Set.of(1)).status())
        .as("it is answered, whatever is ticked")
        .isEqualTo(409);
  }

  @Test
  void whatIsOnlyRecommendedIsAgreedWithAndNotApproved() {
    Proposal proposal = propose(Proposals.of("said").tier(Tier.TIER_3, List.of(ACTIONS.getLast())));
    Page page = browser.get(path(proposal));
    assertThat(button(page, "approve")).isEqualTo("Agree with: rollback release 2->1 (you do it)");
    assertThat(button(page, "reject")).isEqualTo("Reject");
    assertThat(page.text()).doesNotContain("value=\"amend\"");
    press(proposal, page, "approve", Set.of(4));
    assertThat(stored(proposal).getFirst().state()).isEqualTo(LiveState.RECOMMENDED);
  }

  private static UUID decide(String id) {
    return UUID.fromString(
        service
            .client()
            .decide(
                Aggregates.edit(
                    Aggregates.surge(),
                    "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure",
                    id))
            .decisionId());
  }

  /// What is proposed about a decision besides what it asked for itself.
  private static Proposals later(UUID decision) {
    return Proposals.of("storefront")
        .decision(decision)
        .tier(
            Tier.TIER_2,
            List.of(new Proposed(2_000, ActionKind.SWITCH_FALLBACK, "surface:checkout")));
  }

  private static Page correct(Page page, Proposal proposal, Map<String, String> filled) {
    Map<String, String> form =
        new java.util.HashMap<>(
            Map.of(
                "binding",
                first("name=\"binding\" value=\"([^\"]+)\"", page),
                "shown-categories",
                first("name=\"shown-categories\" value=\"([^\"]+)\"", page),
                "shown-severity",
                first("name=\"shown-severity\" value=\"([^\"]+)\"", page),
                "shown-owner",
                first("name=\"shown-owner\" value=\"([^\"]+)\"", page)));
    form.put("categories", form.get("shown-categories"));
    form.put("severity", form.get("shown-severity"));
    form.put("owner", form.get("shown-owner"));
    form.putAll(filled);
    return browser.submit(page, path(proposal) + "/labels", form);
  }

  @Test
  void correctsLabelsAndShowsThemWithTheReviewAndTheDecision() {
    UUID decision = decide("labels-1");
    Proposal proposal = propose(later(decision));
    Page page = browser.get(path(proposal));
    assertThat(page.words()).contains("Nobody has corrected them.", "Correct the labels");
    Page unchanged = correct(page, proposal, Map.of("why", "no reason"));
    assertThat(unchanged.status()).isEqualTo(422);
    assertThat(unchanged.words()).contains("`labels` corrects nothing");
    Page wrong =
        correct(page, proposal, Map.of("why", "as I said", "categories", "Not A Category"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text())
        .contains("value=\"Not A Category\"", "value=\"as I said\"", "<details open>");

    Page done =
        correct(
            page, proposal, Map.of("why", "it is the search", "owner", "search", "severity", "P3"));
    assertThat(done.status()).isEqualTo(303);
    Page after = browser.get(path(proposal));
    assertThat(after.words())
        .contains(
            "Labels corrected: severity P3 in place of P1; owner search in place of payments.")
        .contains("Corrected: severity P3 in place of P1")
        .contains("by test-reviewer at", "it is the search");
    assertThat(after.text()).as("it still waits").contains("value=\"approve\"");
    assertThat(browser.get("/decisions/" + decision).words())
        .contains("A person corrected the labels since: Severity P3 in place of P1")
        .contains("The record stays as it was decided.")
        .contains("Labels corrected");

    // The page of before still shows P1 and payments: what was not touched there is left alone.
    correct(page, proposal, Map.of("why", "another thing", "categories", "app_crash"));
    JsonNode stored =
        ApiClient.json(browser.get("/decisions/" + decision + "/json").text()).path("corrections");
    assertThat(stored).hasSize(2);
    assertThat(stored.at("/1/from")).hasToString("{\"categories\":[\"payment_failure\"]}");
    assertThat(stored.at("/1/to")).hasToString("{\"categories\":[\"app_crash\"]}");
  }

  @Test
  void onlyReviewersCorrectLabels() {
    Proposal proposal = propose(later(decide("labels-2")));
    try (ConsoleClient auditor = new ConsoleClient(service.port()).signIn(Role.AUDITOR)) {
      Page page = auditor.get(path(proposal));
      assertThat(page.words()).contains("Nobody has corrected them.");
      assertThat(page.text()).doesNotContain("/labels\"");
      assertThat(
              auditor
                  .submit(auditor.get("/"), path(proposal) + "/labels", Map.of("why", "x"))
                  .status())
          .isEqualTo(403);
    }
  }
}
