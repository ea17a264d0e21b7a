package dev.ombud.record.replay;

import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Compared;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.decide.engine.TableTrace.Standing;
import dev.ombud.decide.engine.Words;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.text.MarkdownText;
import dev.ombud.ground.text.PlainText;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.Explanation.Guardrail;
import dev.ombud.record.replay.ReplayReport.Difference;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes explanations as Markdown (CommonMark), to be read by people. What callers and owners
/// wrote is quoted so that it cannot pass for markup. Belongs to one thread.
public final class ExplanationMarkdownWriter {
  private final StringBuilder text = new StringBuilder(4_096);

  private ExplanationMarkdownWriter() {}

  public static byte[] write(Explanation explanation) {
    ExplanationMarkdownWriter writer = new ExplanationMarkdownWriter();
    writer.head(explanation);
    writer.corrections(explanation.corrections());
    explanation.traced().ifPresent(traced -> writer.body(explanation, traced));
    writer.links(explanation.row());
    return writer.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void head(Explanation explanation) {
    DecisionRow row = explanation.row();
    line("# Why decision " + row.id() + " is as it is");
    if (!explanation.isFaithful()) {
      warning(explanation);
    }
    line(ExplanationSummary.outcome(row));
    line(
        "It is about %s on %s, %s to %s, and was decided at %s by ruleset %d."
            .formatted(
                quoted(row.product()),
                quoted(row.surface()),
                row.windowStart(),
                row.windowEnd(),
                row.decidedAt(),
                row.rulesetVersion()));
    explanation
        .aggregate()
        .map(Words::share)
        .filter(share -> !share.isEmpty())
        .ifPresent(share -> line(plain(ExplanationWords.sentence(share))));
  }

  private void corrections(List<LabelCorrection> corrections) {
    if (corrections.isEmpty()) {
      return;
    }
    line("## What people corrected since");
    line("It was decided by the labels on record, which stay as they are.");
    corrections.forEach(each -> item("- ", plain(ExplanationSummary.correction(each))));
    text.append('\n');
  }

  private void warning(Explanation explanation) {
    line("> **This explanation is not faithful: it does not come to what is on record.**");
    text.setLength(text.length() - 1);
    explanation
        .problems()
        .forEach(problem -> item("> - ", plain(ExplanationWords.sentence(problem))));
    for (Difference difference : explanation.differences()) {
      item(
          "> - ",
          "`%s` is %s on record and comes out as %s."
              .formatted(
                  difference.field(), value(difference.stored()), value(difference.recomputed())));
    }
    text.append('\n');
  }

  private static String value(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> || value instanceof java.util.Map<?, ?>
        ? "another document"
        : quoted(String.valueOf(value));
  }

  private void body(Explanation explanation, TracedJudgement traced) {
    Judgement judgement = traced.judgement();
    line("## What is to be done");
    if (judgement.actions().isEmpty()) {
      line("Nothing.");
    } else {
      for (Action action : judgement.actions()) {
        item("- ", plain(ExplanationSummary.action(action)) + ".");
      }
      text.append('\n');
    }
    line("## Why");
    for (Reason reason : judgement.reasons()) {
      item("- ", plain(ExplanationSummary.reason(reason)) + " (`" + reason.code() + "`)");
    }
    text.append('\n');
    guardrails(explanation);
    line("## What each table made of it");
    traced.traces().forEach(this::table);
  }

  private void guardrails(Explanation explanation) {
    List<Guardrail> guardrails = explanation.guardrails();
    line("## What held it back");
    if (guardrails.isEmpty()) {
      line("No guardrail applied.");
      return;
    }
    ExplanationSummary.heldBack(explanation).ifPresent(this::line);
    for (Guardrail guardrail : guardrails) {
      item(
          "- ",
          "**%s**: %s"
              .formatted(
                  plain(ExplanationWords.capital(guardrail.rule())),
                  plain(ExplanationSummary.guardrail(guardrail))));
    }
    text.append('\n');
  }

  private void table(TableTrace trace) {
    DecisionTable table = trace.table();
    line(
        "### "
            + ExplanationWords.capital(ExplanationWords.question(table))
            + trace.askedAbout().map(about -> ": " + quoted(about)).orElse(""));
    line("Table `%s`: %s.".formatted(table.name(), ExplanationWords.policy(table)));
    List<Match> counting = with(trace, true);
    for (Match match : counting) {
      counts(table, match);
    }
    if (counting.isEmpty()) {
      line(
          trace.conflict()
              ? "**No row counts**, because rows that match contradict each other."
              : trace.matched().isEmpty() ? "**No row matches.**" : "**No row counts.**");
    }
    lost(trace, counting.isEmpty() ? "Rows that match:" : "Rows that match as well:");
    nearest(trace);
  }

  private void lost(TableTrace trace, String title) {
    List<Match> lost = with(trace, false);
    if (lost.isEmpty()) {
      return;
    }
    line(title);
    for (Match match : lost) {
      item(
          "- ",
          "`%s` (%s) %s."
              .formatted(
                  match.row().id(),
                  plain(ExplanationWords.otherConclusions(trace, match.row())),
                  ExplanationWords.standing(trace.table(), match)));
    }
    text.append('\n');
  }

  private static List<Match> with(TableTrace trace, boolean counting) {
    return trace.matched().stream()
        .filter(match -> (match.standing() == Standing.COUNTS) == counting)
        .toList();
  }

  private void counts(DecisionTable table, Match match) {
    String note = match.row().note();
    line(
        "**Row `%s` counts** (%s, cells %s): %s.%s"
            .formatted(
                match.row().id(),
                table.file(),
                match.row().range(),
                plain(ExplanationWords.conclusions(table, match.row())),
                note.isEmpty() ? "" : " Its note: “" + plain(note) + "”."));
    for (Compared compared : match.compared()) {
      item("- ", plain(ExplanationWords.sentence(ExplanationWords.compared(compared))));
    }
    if (!match.compared().isEmpty()) {
      text.append('\n');
    }
  }

  private void nearest(TableTrace trace) {
    if (trace.nearest().isEmpty()) {
      return;
    }
    line("Nearest rows that do not match:");
    for (Miss miss : trace.nearest()) {
      item(
          "- ",
          "`%s` (%s): %s"
              .formatted(
                  miss.row().id(),
                  plain(ExplanationWords.otherConclusions(trace, miss.row())),
                  plain(ExplanationWords.miss(miss))));
    }
    text.append('\n');
  }

  private void links(DecisionRow row) {
    line("## Where to go on");
    ExplanationWriter.links(row)
        .forEach((name, address) -> item("- ", name + ": `" + address + "`"));
  }

  private void line(String paragraph) {
    text.append(paragraph).append("\n\n");
  }

  private void item(String bullet, String item) {
    text.append(bullet).append(item).append('\n');
  }

  /// Text in which nothing is markup.
  private static String plain(String text) {
    return MarkdownText.ofCustomers(text);
  }

  private static String quoted(String text) {
    return "`" + PlainText.line(text).replace('`', '\'') + "`";
  }
}
