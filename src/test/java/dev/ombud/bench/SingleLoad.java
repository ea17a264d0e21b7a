package dev.ombud.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Posts aggregates one by one over keep-alive connections, each with one request under way (a
/// closed loop). One thread drives all of them by a selector: a thread a connection would spend on
/// switching what the service and the server need. Not thread-safe.
final class SingleLoad implements AutoCloseable {
  static final double AT_ONCE = Double.POSITIVE_INFINITY;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final int DIGITS = 3;

  private final Corpus corpus;
  private final Selector selector;
  private final List<Poster> posters = new ArrayList<>();
  private final ArrayDeque<Poster> idle = new ArrayDeque<>();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Histogram latencies = new Histogram(DIGITS);
  private long next;
  private long answers;
  private long lastAnswer;

  private SingleLoad(Corpus corpus, Selector selector, long first) {
    this.corpus = corpus;
    this.selector = selector;
    this.next = first;
  }

  /// @param first the number of the first aggregate; those from there on belong to this load
  static SingleLoad open(int port, Corpus corpus, int connections, long first) throws IOException {
    SingleLoad load = new SingleLoad(corpus, Selector.open(), first);
    for (int i = 0; i < connections; i++) {
      load.posters.add(Poster.open(port, load.selector));
    }
    load.idle.addAll(load.posters);
    return load;
  }

  /// @param time from the first request to the last answer
  /// @param latencies in nanoseconds
  /// @param cpu what the load itself took of the processors
  record Outcome(long answers, Duration time, Histogram latencies, Duration cpu) {
    double perSecond() {
      return answers / (time.toNanos() / 1e9);
    }

    double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /// Posts for so long, then waits for the last answers.
  ///
  /// @param perSecond how many to send a second at most
  /// @throws IllegalStateException where an answer is not 201 or none comes for 20 seconds
  Outcome run(Duration duration, double perSecond) throws IOException {
    latencies = new Histogram(DIGITS);
    answers = 0;
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    lastAnswer = start;
    long sent = 0;
    while (true) {
      long now = System.nanoTime();
      boolean over = now - end >= 0;
      if (over && idle.size() == posters.size()) {
        break;
      }
      if (now - lastAnswer > PATIENCE_NANOS && idle.size() < posters.size()) {
        throw new IllegalStateException("no answer within " + Duration.ofNanos(PATIENCE_NANOS));
      }
      double due = (now - start) / 1e9 * perSecond;
      while (!over && !idle.isEmpty() && sent <= due) {
        idle.pop().send(corpus, next++);
        sent++;
      }
      boolean paced = !idle.isEmpty() && !over;
      selector.select(this::receive, paced ? 1 : LONGEST_WAIT_MILLIS);
    }
    return new Outcome(
        answers,
        Duration.ofNanos(lastAnswer - start),
        latencies,
        Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu));
  }

  private void receive(SelectionKey key) {
    Poster poster = (Poster) key.attachment();
    try {
      if (poster.receive()) {
        lastAnswer = System.nanoTime();
        latencies.recordValue(lastAnswer - poster.sentAt());
        answers++;
        idle.add(poster);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Poster poster : posters) {
      poster.close();
    }
    selector.close();
  }
}
