package dev.ombud.act.brief;

import dev.ombud.act.brief.BriefWriter.Call;
import dev.ombud.act.brief.BriefWriter.Written;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works the queue of requests off, one after the other: the most severe first. Several instances
/// share a queue: a request is claimed for a while, comes back if its instance dies, and its brief
/// has its id, so that there is one. Thread-safe.
public final class BriefWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BriefWorker.class);

  private static final Duration IDLE = Duration.ofSeconds(1);

  /// Longer than two calls take.
  private static final Duration HOLD = Duration.ofMinutes(5);

  /// How long a request waits for an endpoint that asked for a moment; then the template stands.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int MAX_ATTEMPTS = 3;

  private final BriefStore briefs;
  private final RequestStore requests;
  private final Database database;
  private final Function<BriefRequest, Optional<Material>> source;
  private final Predicate<BriefRequest> isWorthAsking;
  private final BriefWriter writer;
  private final ModelBudget budget;
  private final Vault vault;
  private final BriefMeter meter;
  private final TimeIds ids;
  private final Clock clock;
  private final Pause pause = new Pause();
  private final Thread thread = Thread.ofVirtual().name("briefs").unstarted(this::run);
  private volatile boolean closed;

  /// @param source loads what is briefed; nothing where it is not there any more
  /// @param isWorthAsking whether the policy wants the model asked at all
  public BriefWorker(
      Database database,
      Function<BriefRequest, Optional<Material>> source,
      Predicate<BriefRequest> isWorthAsking,
      BriefWriter writer,
      ModelBudget budget,
      Vault vault,
      BriefMeter meter,
      TimeIds ids,
      Clock clock) {
    this.database = database;
    this.briefs = new BriefStore(database);
    this.requests = new RequestStore(database);
    this.source = source;
    this.isWorthAsking = isWorthAsking;
    this.writer = writer;
    this.budget = budget;
    this.vault = vault;
    this.meter = meter;
    this.ids = ids;
    this.clock = clock;
  }

  public BriefWorker start() {
    thread.start();
    return this;
  }

  /// Whether it has begun and not come to its end.
  boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try {
      // An interrupt that meets a question to the database ends that, and is used up by it.
      while (!closed) {
        if (!attempt()) {
          Thread.sleep(IDLE);
        }
      }
    } catch (InterruptedException e) {
      log.debug("stopped");
    }
  }

  private boolean attempt() throws InterruptedException {
    try {
      return database.during(this::work);
    } catch (RuntimeException | Error e) {
      log.warn("a brief could not be made, it is tried again: {}", e.getMessage());
      return false;
    }
  }

  /// Makes one brief; whether there was one to make.
  public boolean work() throws InterruptedException {
    Instant now = clock.instant();
    Optional<BriefRequest> claimed = requests.claim(now, HOLD);
    if (claimed.isEmpty()) {
      return false;
    }
    BriefRequest request = claimed.get();
    Optional<Material> material = source.apply(request);
    if (material.isEmpty()) {
      requests.putBack(request.id(), TimeIds.EVER);
      log.warn("what request {} is about is not on record any more", request.id());
      return true;
    }
    write(request, material.get(), now);
    return true;
  }

  private void write(BriefRequest request, Material material, Instant now)
      throws InterruptedException {
    boolean mayWait = now.isBefore(request.at().plus(PATIENCE));
    Optional<Written> without = withoutModel(request, material, now);
    if (without.isPresent()) {
      store(request, material, without.get());
      return;
    }
    Written written = writer.write(material);
    pause.note(written, clock.instant());
    Duration wait = written.rest().orElse(PATIENCE);
    if (written.why() == FallbackReason.RATE_LIMITED && mayWait && wait.compareTo(PATIENCE) < 0) {
      requests.putBack(request.id(), clock.instant().plus(wait));
      return;
    }
    store(request, material, written);
  }

  /// The cheap rules, and whatever else lets the template stand.
  private Optional<Written> withoutModel(BriefRequest request, Material material, Instant now) {
    if (writer.model().isEmpty()) {
      return Optional.of(
          Written.template(material, FallbackReason.NO_ENDPOINT, "no endpoint is configured"));
    }
    if (!isWorthAsking.test(request)) {
      return Optional.of(
          Written.template(
              material, FallbackReason.NOT_ASKED, "the policy leaves it to the template"));
    }
    if (!material.hasSomethingToRead()) {
      return Optional.of(
          Written.template(
              material,
              FallbackReason.NOTHING_TO_READ,
              "there are no words of customers to sum up"));
    }
    if (request.attempts() > MAX_ATTEMPTS) {
      return Optional.of(
          Written.template(
              material, FallbackReason.INTERRUPTED, "it was begun too often and never ended"));
    }
    if (pause.holds(now)) {
      return Optional.of(
          Written.template(
              material, FallbackReason.PAUSED, "the endpoint is left alone for a while"));
    }
    if (!requests.reserve(request, writer.estimate(material), budget, now)) {
      return Optional.of(
          Written.template(material, FallbackReason.BUDGET_SPENT, "the budget is spent for now"));
    }
    return Optional.empty();
  }

  private void store(BriefRequest request, Material material, Written written) {
    Brief brief = brief(request, material, written);
    List<Vault.Sealed> answers = new ArrayList<>();
    written.call().ifPresent(call -> call.answers().forEach(text -> answers.add(vault.seal(text))));
    if (briefs.insert(brief, answers, event(brief))) {
      meter.made(brief);
    } else {
      log.debug("somebody else made brief {}", brief.id());
    }
  }

  private Brief brief(BriefRequest request, Material material, Written written) {
    Form form = material.kind().form();
    return new Brief(
        request.id(),
        Instant.ofEpochMilli(clock.millis()),
        request.kind(),
        request.decisionId(),
        request.incidentId(),
        request.product(),
        request.severity(),
        written.why() == FallbackReason.ANSWERED ? Brief.Origin.MODEL : Brief.Origin.TEMPLATE,
        written.why(),
        written.detail(),
        written.call().map(this::made),
        Sha256.text(material.digest()),
        Sha256.text(Sha256.of(written.content().bytes(form))),
        written.content(),
        Optional.empty());
  }

  private Brief.Made made(Call call) {
    Model model = writer.model().orElseThrow();
    return new Brief.Made(
        call.prompt().name(),
        call.prompt().version(),
        Sha256.text(call.prompt().digest()),
        call.name(),
        model.deployment(),
        model.parameters(),
        call.answers().size(),
        call.usage().promptTokens(),
        call.usage().completionTokens(),
        budget.cost(call.usage()),
        call.latency().toMillis(),
        call.complaints());
  }

  private AuditEvent event(Brief brief) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("kind", brief.kind().name());
    detail.put("origin", brief.origin().name());
    detail.put("why", brief.why().name());
    detail.put("inputDigest", brief.inputDigest());
    detail.put("outputDigest", brief.outputDigest());
    brief
        .made()
        .ifPresent(made -> {
          detail.put("prompt", made.prompt() + " " + made.promptVersion());
          detail.put("promptDigest", made.promptDigest());
          detail.put("model", made.model());
          detail.put("deployment", made.deployment());
        });
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.BRIEF_MADE,
        "service",
        "brief:" + brief.id(),
        brief.decisionId().orElse(null),
        "",
        detail);
  }

  /// Ends the call that is under way; its request comes back to the queue.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
