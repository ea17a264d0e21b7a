package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.ClientGoneException;
import dev.ombud.door.web.LineReader;
import dev.ombud.door.web.LineWriter;
import dev.ombud.door.web.Problem;
import dev.ombud.door.web.Request;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.Submission;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// One batch under way: one thread reads, decodes and submits, another writes the answers in the
/// order of the lines. Between them is a window, bounded in lines and in bytes, so that the
/// pipeline can form large transactions while memory stays flat.
///
/// Every line that was submitted is waited for, also for a client that went away.
final class Batch {
  static final int MAX_WINDOW_LINES = 4_096;
  private static final int MAX_WINDOW_BYTES = 8 * 1024 * 1024;

  /// What stands at one place in the order of answers.
  private sealed interface Entry {}

  private record Submitted(long line, int bytes, CompletableFuture<DecisionAnswer> outcome)
      implements Entry {}

  private record Refused(byte[] problem) implements Entry {}

  private record End() implements Entry {}

  private final Intake intake;
  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;
  private final Caller caller;
  private final Request request;
  private final String traceId;
  private final LineReader lines;
  private final BlockingQueue<Entry> window = new ArrayBlockingQueue<>(MAX_WINDOW_LINES);
  private final Semaphore windowBytes = new Semaphore(MAX_WINDOW_BYTES);

  Batch(Intake intake, Decisions decisions, Caller caller, Request request) {
    this.intake = intake;
    this.decisions = decisions;
    this.caller = caller;
    this.request = request;
    this.traceId = request.traceId();
    this.lines = request.lines();
  }

  /// Returns when every line is answered.
  void run(LineWriter answers) throws InterruptedException {
    Thread reader = Thread.ofVirtual().name("batch-reader").start(this::read);
    try {
      write(answers);
    } finally {
      reader.interrupt();
      reader.join();
    }
  }

  private void read() {
    try {
      try {
        Optional<LineReader.Line> line = lines.next();
        while (line.isPresent() && isAdmitted(line.get())) {
          window.put(submit(line.get()));
          line = lines.next();
        }
      } catch (ClientGoneException e) {
        // What was submitted is still waited for; there is nobody to tell about the rest.
      } catch (RuntimeException | Error e) {
        window.put(new Refused(Problem.line(e, traceId, lines.number() + 1)));
      }
      window.put(new End());
    } catch (InterruptedException e) {
      // Only the writer interrupts, and only when nobody reads the window any more.
    }
  }

  /// A batch lasts as long as its client likes; its token may end meanwhile, and ends it.
  private boolean isAdmitted(LineReader.Line line) throws InterruptedException {
    try {
      request.requireGoodToken();
      return true;
    } catch (ServiceException e) {
      window.put(refused(e, line.number()));
      return false;
    }
  }

  private Entry submit(LineReader.Line line) throws InterruptedException {
    return switch (line) {
      case LineReader.TooLong(long number) ->
          refused(
              new ServiceException(
                  ErrorCode.BODY_TOO_LARGE,
                  "line " + number + " is longer than " + Request.MAX_BODY_BYTES + " bytes"),
              number);
      case LineReader.Whole(long number, byte[] bytes) -> {
        windowBytes.acquire(bytes.length);
        try {
          Submission submission = intake.read(bytes, caller.name(), traceId);
          Within.require(caller, submission.aggregate());
          yield new Submitted(number, bytes.length, decisions.submitWaiting(submission));
        } catch (RuntimeException | Error e) {
          windowBytes.release(bytes.length);
          yield refused(
              e instanceof ServiceException known ? Json.inLine(known, number) : e, number);
        }
      }
    };
  }

  private Refused refused(Throwable failure, long line) {
    return new Refused(Problem.line(failure, traceId, line));
  }

  private void write(LineWriter answers) throws InterruptedException {
    while (true) {
      Entry entry = window.poll();
      if (entry == null) {
        answers.flush();
        entry = window.take();
      }
      switch (entry) {
        case Refused(byte[] problem) -> answers.write(problem);
        case Submitted submitted -> answers.write(answer(submitted, answers));
        case End() -> {
          return;
        }
      }
    }
  }

  private byte[] answer(Submitted submitted, LineWriter answers) throws InterruptedException {
    if (!submitted.outcome().isDone()) {
      answers.flush();
    }
    try {
      DecisionAnswer answer = PipelineWait.await(submitted.outcome());
      return writer.write(answer.decision(), answer.replayed());
    } catch (RuntimeException e) {
      return Problem.line(e, traceId, submitted.line());
    } finally {
      windowBytes.release(submitted.bytes());
    }
  }
}
