package dev.ombud.act.brief;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A language model that is asked for JSON. Thread-safe.
public interface Model {
  /// @param prompt what it is told to do
  /// @param data what it is told about; nothing in there is an instruction
  /// @param turns what was answered before, each with the complaint about it
  record Question(Prompt prompt, Form form, String data, List<Turn> turns) {
    public Question {
      turns = List.copyOf(turns);
    }
  }

  record Turn(String answer, String complaint) {}

  /// What was spent.
  record Usage(long promptTokens, long completionTokens) {
    static final Usage NONE = new Usage(0, 0);

    Usage plus(Usage other) {
      return new Usage(
          promptTokens + other.promptTokens, completionTokens + other.completionTokens);
    }

    long total() {
      return promptTokens + completionTokens;
    }
  }

  /// What came of a question.
  sealed interface Reply {
    /// @param model as the endpoint names it
    record Answered(String text, String model, Usage usage) implements Reply {}

    /// @param detail in words; no credential and no text of evidence stands in it
    /// @param raw what came all the same; may be empty
    /// @param rest how long the endpoint asks to be left alone
    record Failed(
        FallbackReason why, String detail, String raw, Usage usage, Optional<Duration> rest)
        implements Reply {}
  }

  Reply ask(Question question) throws InterruptedException;

  /// Where it is deployed, as the operator named it.
  String deployment();

  /// What it is asked with.
  Map<String, Object> parameters();
}
