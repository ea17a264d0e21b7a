package dev.ombud.act.review;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.text.SlackText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers that are given by a click in Slack. Slack wants to hear within three seconds, so a click
/// is taken at once and seen to afterwards: first the buttons go, so that nobody clicks twice, then
/// the answer is given as over HTTP, then the message says what came of it. Two clicks are two
/// answers, of which the second is refused like any other. A click that a crash cuts off leaves a
/// message that says so, and the review open. Thread-safe.
public final class SlackClicks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlackClicks.class);

  /// The host of every address that a click names for its answer.
  public static final String REPLIES = "hooks.slack.com";

  /// More than that wait for Slack to be answered: then a click is refused, and can be made again.
  private static final int AT_ONCE = 64;

  private final Reviews reviews;
  private final Outbound outbound;
  private final Map<String, String> people;
  private final Function<String, Set<Role>> roles;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// @param people workspace and user of Slack (`T…/U…`) to the name of a token
  /// @param roles of the token of that name at this moment; none where there is no such token
  public SlackClicks(
      Reviews reviews,
      Outbound outbound,
      Map<String, String> people,
      Function<String, Set<Role>> roles) {
    this.reviews = reviews;
    this.outbound = outbound;
    this.people = Map.copyOf(people);
    this.roles = roles;
  }

  /// Takes what Slack sent, whose signature was found good, and returns at once. What is no click
  /// on a button of ours is left alone.
  ///
  /// @throws ServiceException INVALID_REQUEST where it is no form, OVERLOADED
  public void take(byte[] form) {
    try {
      SlackClick.read(form).ifPresent(this::start);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "the form cannot be read: send it as Slack does");
    }
  }

  private void start(SlackClick click) {
    if (!places.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.OVERLOADED, "too many clicks wait for Slack: click again in a moment");
    }
    Future<?> _ =
        workers.submit(() -> {
          try {
            answer(click);
          } finally {
            places.release();
          }
        });
  }

  private void answer(SlackClick click) {
    String actor = people.getOrDefault(click.person(), "");
    if (!roles.apply(actor).contains(Role.REVIEWER)) {
      String why =
          actor.isEmpty()
              ? "nobody knows who you are here: ask the operator to put `%s` into the file of people"
                  .formatted(click.person())
              : "`%s` is no reviewer here: ask an admin for the role".formatted(actor);
      send(click, Map.of("replace_original", false, "response_type", "ephemeral", "text", why));
      return;
    }
    String verb = click.isApproval() ? "approve" : "reject";
    replace(click, "`%s` wants to %s this; if it stays so, ask again".formatted(actor, verb));
    try {
      Review review =
          reviews.answer(
              click.button().reviewId(),
              click.button().binding(),
              click.isApproval() ? new ReviewAnswer.Approve() : new ReviewAnswer.Reject(),
              actor,
              "by a button in Slack, as `%s`".formatted(click.person()));
      Review.Closed closed = review.closed().orElseThrow();
      replace(
          click,
          "%s by `%s` at %s, %s"
              .formatted(review.state(), closed.by(), closed.at(), AnswerWords.outcome(review)));
    } catch (ServiceException e) {
      if (e.code().blame() == ErrorCode.Blame.CALLER) {
        replace(click, SlackText.of(e.detail()));
      } else {
        giveBack(click, SlackText.of(e.detail()));
      }
    } catch (RuntimeException e) {
      log.error("a click in Slack failed", e);
      giveBack(click, "that failed, and nothing was answered: try again");
    }
  }

  /// The message without its buttons.
  private void replace(SlackClick click, String status) {
    send(click, Map.of("replace_original", true, "text", click.text() + "\n" + status));
  }

  /// The message with its buttons, since nothing was answered.
  private void giveBack(SlackClick click, String status) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("replace_original", true);
    message.put("text", click.text() + "\n" + status);
    message.put("blocks", click.blocks());
    send(click, message);
  }

  /// The answer counts whether or not Slack hears of it.
  private void send(SlackClick click, Map<String, Object> message) {
    Call call = Call.of("POST", click.reply()).with("application/json", Json.write(message));
    try {
      switch (outbound.send(call)) {
        case Reply.Answered answered when answered.status() / 100 == 2 -> {}
        case Reply.Answered answered ->
            log.warn("Slack does not replace a message: it answers {}", answered.status());
        case Reply.Unreached unreached ->
            log.warn("Slack cannot be told what came of a click: {}", unreached.why());
        case Reply.Unanswered unanswered ->
            log.warn("Slack does not say whether it replaced a message: {}", unanswered.why());
      }
    } catch (RuntimeException e) {
      log.error("Slack could not be told what came of a click", e);
    }
  }

  /// Sees to the clicks that were taken, and takes no more.
  @Override
  public void close() {
    workers.close();
  }
}
