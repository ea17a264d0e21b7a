package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Clients that post as fast as they can, one aggregate after the other, and remember every answer.
/// An aggregate that is answered with an error is posted again, as a good client does; one that
/// gets no answer at all ends its client. Thread-safe.
public final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String AGGREGATE =
      Aggregates.fresh(
          """
          {"specVersion":"1.0","aggregateId":"%s","product":"shop","surface":"checkout",\
          "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},\
          "cluster":{"id":"c-%d","categories":["payment_failure"],"confidence":0.9},\
          "volume":{"count":120,"customers":110,"baseline":40}}\
          """);

  private final ApiClient client;
  private final String name;
  private final Predicate<Answer> givesUp;
  private final Map<String, String> decided = new ConcurrentHashMap<>();
  private final Map<Integer, Answer> refusals = new ConcurrentHashMap<>();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  /// @param name makes the ids of the aggregates
  /// @param givesUp which refusal ends a client
  public Load(ApiClient client, String name, int clients, Predicate<Answer> givesUp) {
    this.client = client;
    this.name = name;
    this.givesUp = givesUp;
    for (int number = 0; number < clients; number++) {
      int thread = number;
      threads.add(Thread.ofPlatform().name(name + number).start(() -> run(thread)));
    }
  }

  /// An aggregate that is like no other, of one of a few incidents.
  public static String aggregate(String id) {
    return AGGREGATE.formatted(id, Math.floorMod(id.hashCode(), 8));
  }

  private void run(int thread) {
    for (int number = 0; !stopping.get(); number++) {
      String id = "%s-%d-%d".formatted(name, thread, number);
      String aggregate = aggregate(id);
      unanswered.add(id);
      try {
        Answer answer = client.decide(aggregate);
        while (answer.status() >= 300 && !givesUp.test(answer)) {
          refusals.put(answer.status(), answer);
          answer = client.decide(aggregate);
        }
        unanswered.remove(id);
        if (answer.status() >= 300) {
          refusals.put(answer.status(), answer);
          return;
        }
        decided.put(id, answer.decisionId());
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  /// The decisions that were answered, by the id of the aggregate.
  public Map<String, String> decided() {
    return decided;
  }

  /// The last refusal of each status.
  public Map<Integer, Answer> refusals() {
    return refusals;
  }

  /// The aggregates that were sent and got no answer; all that are under way while it runs.
  public Set<String> unanswered() {
    return unanswered;
  }

  public void awaitMore(int decisions) {
    int before = decided.size();
    Condition.await(
        PATIENCE,
        decisions + " more decisions; refused so far: " + refusals,
        () -> decided.size() >= before + decisions);
  }

  /// Lets every client finish what it does.
  public void finish() {
    stopping.set(true);
    for (Thread thread : threads) {
      try {
        assertThat(thread.join(PATIENCE)).as("a client ends").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    finish();
  }
}
