package dev.ombud.act.brief;

import dev.ombud.act.brief.Model.Question;
import dev.ombud.act.brief.Model.Reply;
import dev.ombud.act.brief.Model.Turn;
import dev.ombud.act.brief.Model.Usage;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts a material into words: asks the model, checks the answer, asks once more with what is wrong
/// with it, and takes the template where that does not help. Thread-safe.
public final class BriefWriter {
  private static final int MAX_CALLS = 2;

  private final Optional<Asked> asked;

  private BriefWriter(Optional<Asked> asked) {
    this.asked = asked;
  }

  public static BriefWriter asking(Model model, Prompts prompts) {
    return new BriefWriter(Optional.of(new Asked(model, prompts)));
  }

  /// Where no endpoint is configured.
  public static BriefWriter withoutModel() {
    return new BriefWriter(Optional.empty());
  }

  private record Asked(Model model, Prompts prompts) {}

  /// What came of it, with all that is kept.
  ///
  /// @param detail why, in words
  /// @param call nothing where no model was asked
  /// @param rest how long the endpoint asks to be left alone
  public record Written(
      Content content,
      FallbackReason why,
      String detail,
      Optional<Call> call,
      Optional<Duration> rest) {
    static Written template(Material material, FallbackReason why, String detail) {
      return new Written(material.template(), why, detail, Optional.empty(), Optional.empty());
    }
  }

  /// What was asked of a model, over one or two calls.
  ///
  /// @param name of the model, as the endpoint has it; empty where it never said
  /// @param answers raw, one a call; an empty one where none came
  /// @param complaints about each answer
  public record Call(
      Prompt prompt,
      String name,
      Usage usage,
      Duration latency,
      List<String> answers,
      List<List<String>> complaints) {
    public Call {
      answers = List.copyOf(answers);
      complaints = List.copyOf(complaints);
    }
  }

  public Optional<Model> model() {
    return asked.map(Asked::model);
  }

  /// About how many tokens asking for this may take at most: a token is three bytes or more, and
  /// the answer has its own limit.
  long estimate(Material material) {
    Form form = material.kind().form();
    long prompt = asked.map(each -> each.prompts().of(form).text().length()).orElse(0);
    long question = prompt + material.input().length;
    return MAX_CALLS * (question / 3 + OpenAiConnector.MAX_ANSWER_TOKENS);
  }

  public Written write(Material material) throws InterruptedException {
    if (asked.isEmpty()) {
      return Written.template(material, FallbackReason.NO_ENDPOINT, "no endpoint is configured");
    }
    Prompt prompt = asked.get().prompts().of(material.kind().form());
    return write(material, prompt, asked.get().model());
  }

  /// The same with one version of a prompt, for comparisons.
  public static Written write(Material material, Prompt prompt, Model model)
      throws InterruptedException {
    Form form = material.kind().form();
    String data = new String(material.input(), StandardCharsets.UTF_8);
    List<Turn> turns = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    List<List<String>> complaints = new ArrayList<>();
    Usage usage = Usage.NONE;
    String name = "";
    long begun = System.nanoTime();
    while (true) {
      Reply reply = model.ask(new Question(prompt, form, data, turns));
      Attempt attempt =
          switch (reply) {
            case Reply.Answered answered -> attempt(answered, material);
            case Reply.Failed failed -> Attempt.failed(failed);
          };
      usage = usage.plus(attempt.usage());
      name = attempt.name().isEmpty() ? name : attempt.name();
      answers.add(attempt.raw());
      complaints.add(attempt.complaints());
      boolean isLast = !attempt.isWorthAsking() || answers.size() == MAX_CALLS;
      if (attempt.content().isPresent() || isLast) {
        Duration latency = Duration.ofNanos(System.nanoTime() - begun);
        return new Written(
            attempt.content().orElse(material.template()),
            attempt.why(),
            attempt.detail(),
            Optional.of(new Call(prompt, name, usage, latency, answers, complaints)),
            attempt.rest());
      }
      turns.add(new Turn(attempt.raw(), String.join("\n", attempt.complaints())));
    }
  }

  private static Attempt attempt(Reply.Answered answered, Material material) {
    if (answered.text().isBlank()) {
      return Attempt.bad(
          answered, FallbackReason.EMPTY, List.of("the answer is empty: send the JSON object"));
    }
    Form.Result read;
    try {
      read =
          material.kind().form().read(Json.read(answered.text().getBytes(StandardCharsets.UTF_8)));
    } catch (ServiceException e) {
      return Attempt.bad(
          answered,
          FallbackReason.WRONG_SCHEMA,
          List.of("the answer is no JSON: send the JSON object alone"));
    }
    if (read.content().isEmpty()) {
      return Attempt.bad(answered, FallbackReason.WRONG_SCHEMA, read.complaints());
    }
    List<String> complaints = Grounding.check(read.content().get(), material);
    return complaints.isEmpty()
        ? Attempt.good(answered, read.content().get())
        : Attempt.bad(answered, FallbackReason.NOT_GROUNDED, complaints);
  }

  /// What one call came to.
  ///
  /// @param isWorthAsking whether a complaint may help
  private record Attempt(
      Optional<Content> content,
      FallbackReason why,
      String detail,
      String raw,
      String name,
      Usage usage,
      List<String> complaints,
      boolean isWorthAsking,
      Optional<Duration> rest) {

    static Attempt good(Reply.Answered answered, Content content) {
      return new Attempt(
          Optional.of(content),
          FallbackReason.ANSWERED,
          "the answer holds",
          answered.text(),
          answered.model(),
          answered.usage(),
          List.of(),
          false,
          Optional.empty());
    }

    static Attempt bad(Reply.Answered answered, FallbackReason why, List<String> complaints) {
      return new Attempt(
          Optional.empty(),
          why,
          complaints.getFirst(),
          answered.text(),
          answered.model(),
          answered.usage(),
          complaints,
          true,
          Optional.empty());
    }

    static Attempt failed(Reply.Failed failed) {
      return new Attempt(
          Optional.empty(),
          failed.why(),
          failed.detail(),
          failed.raw(),
          "",
          failed.usage(),
          List.of(failed.detail()),
          failed.why() == FallbackReason.EMPTY || failed.why() == FallbackReason.TRUNCATED,
          failed.rest());
    }
  }
}
