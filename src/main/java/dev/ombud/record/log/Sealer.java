package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.SealStore.Growth;
import dev.ombud.record.log.SealStore.Standing;
import dev.ombud.record.log.SealStore.Turn;
import dev.ombud.record.log.SealStore.Waiting;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives committed records their places in the log, once a second: takes them out of the queue,
/// appends their leaves, and signs a checkpoint, all in one transaction, so that no leaf is ever
/// without a checkpoint over it. Of several instances one seals at a time; whoever gets the lock.
/// The order is that of the queue; no clock has a part in it.
///
/// What it remembers of the tree is only its right edge, and it goes on from that only where the
/// database still ends with the checkpoint that it signed. Otherwise it reads the edge anew and
/// holds it against the newest checkpoint in the database and the newest one that it knows from the
/// operator's [CheckpointFile] or from its own work. Where these contradict each other, as after a
/// backup was restored, it seals nothing and says so in [#warnings]; decisions go on and wait in
/// the queue.
///
/// Where the checkpoint file cannot be written, sealing goes on, and the newest checkpoint is
/// written as soon as that works. Thread-safe.
public final class Sealer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sealer.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  /// Leaves a transaction, about: the last row of the queue is taken whole.
  private static final int MAX_LEAVES = 16_384;

  private final SealStore store;
  private final Database database;
  private final AuditLog audit;
  private final LogKeys keys;
  private final CheckpointFile file;
  private final Consumer<Checkpoint.Note> others;
  private final TimeIds ids;
  private final Clock clock;

  // INVARIANT: only whoever holds the monitor of this touches these.
  private @Nullable TreeEdge edge;
  private @Nullable Checkpoint known;
  private Checkpoint.@Nullable Note unwritten;
  private boolean hasLooked;

  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile long size;
  private volatile SealStore.Backlog backlog = new SealStore.Backlog(0, Optional.empty());
  private volatile Optional<String> refusal = Optional.empty();
  private volatile Optional<String> fileTrouble = Optional.empty();

  /// @param others is told of each checkpoint once it is committed; must not block
  public Sealer(
      Database database,
      AuditLog audit,
      LogKeys keys,
      CheckpointFile file,
      Consumer<Checkpoint.Note> others,
      TimeIds ids,
      Clock clock) {
    this.database = database;
    this.store = new SealStore(database);
    this.audit = audit;
    this.keys = keys;
    this.file = file;
    this.others = others;
    this.ids = ids;
    this.clock = clock;
  }

  /// Seals from now on, until it is closed.
  public Sealer start() {
    thread = Thread.ofPlatform().name("sealer").start(() -> database.run(this::run));
    return this;
  }

  private void run() {
    try {
      while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        attempt();
      }
    } catch (InterruptedException e) {
      return;
    }
    attempt();
  }

  private void attempt() {
    try {
      seal();
      backlog = store.backlog();
    } catch (RuntimeException | Error e) {
      refuse(String.valueOf(e.getMessage()));
      log.debug("because of", e);
    }
  }

  /// Seals all that waits now, and says how many leaves that were.
  ///
  /// @throws ServiceException where it must not, or the database does not answer
  public synchronized long seal() {
    long sealed = 0;
    try {
      Optional<Sealed> turn;
      do {
        turn = store.promptly(this::seal);
        turn.ifPresent(this::remember);
        sealed += turn.map(Sealed::leaves).orElse(0L);
      } while (turn.isPresent() && turn.get().leaves() >= MAX_LEAVES);
      write();
    } catch (RuntimeException | Error e) {
      edge = null;
      throw e;
    }
    if (refusal.isPresent()) {
      log.info("the log is sealed again");
      refusal = Optional.empty();
    }
    return sealed;
  }

  /// @param note nothing where no leaf waited
  private record Sealed(TreeEdge edge, Optional<Checkpoint.Note> note, long leaves) {}

  private Sealed seal(Turn turn) throws SQLException {
    Standing standing = turn.standing();
    List<KeyRow> rows = turn.keys();
    TreeEdge tree = tree(turn, standing, rows);
    List<Waiting> taken = turn.take(MAX_LEAVES);
    if (taken.isEmpty()) {
      return new Sealed(tree, standing.newest(), 0);
    }
    LogSigner signer = signer(turn, rows, standing.size());
    Growth growth = Growth.begin();
    for (Waiting waiting : taken) {
      for (int i = 0; i < waiting.records().length; i++) {
        int start = i * MerkleTree.HASH_BYTES;
        byte[] hash = Arrays.copyOfRange(waiting.hashes(), start, start + MerkleTree.HASH_BYTES);
        growth.leaf(tree.size(), waiting.records()[i], waiting.kind(), hash);
        tree.append(hash, growth::node);
      }
    }
    turn.add(growth);
    Checkpoint.Note note =
        new Checkpoint(signer.key().name(), tree.size(), tree.root()).sign(signer);
    turn.add(note, signer.key(), clock.instant());
    return new Sealed(tree, Optional.of(note), tree.size() - standing.size());
  }

  /// The right edge, of which it is certain that the log in the database ends so.
  private TreeEdge tree(Turn turn, Standing standing, List<KeyRow> rows) {
    long signed = standing.newest().map(note -> note.checkpoint().size()).orElse(0L);
    if (standing.size() != signed) {
      throw refusal(
          "the log in the database has %d leaves, and its newest checkpoint is of %d"
              .formatted(standing.size(), signed));
    }
    TreeEdge remembered = edge;
    if (remembered != null
        && remembered.size() == signed
        && standing
            .newest()
            .map(note -> Arrays.equals(note.checkpoint().root(), remembered.root()))
            .orElse(true)) {
      return remembered.copy();
    }
    Checkpoint remote = lookOutside(rows, standing);
    if (remote != null) {
      if (remote.size() > signed) {
        throw refusal(
            ("the log in the database has %d leaves, and one of %d was signed already: an older backup"
                    + " was restored, or its end was cut off")
                .formatted(signed, remote.size()));
      }
      if (!Arrays.equals(MerkleTree.root(turn.hashes(), remote.size()), remote.root())) {
        throw refusal(
            "the first %d leaves of the log in the database are not those that were signed"
                .formatted(remote.size()));
      }
    }
    TreeEdge read = TreeEdge.of(turn.hashes(), signed);
    standing
        .newest()
        .ifPresent(note -> {
          if (!Arrays.equals(read.root(), note.checkpoint().root())
              || rows.stream().noneMatch(row -> note.isSignedBy(row.key()))) {
            throw refusal("the leaves of the log are not those that its newest checkpoint signs");
          }
        });
    return read;
  }

  /// What is known of the log besides the database. The file is read once: after that, this
  /// remembers what it wrote.
  private @Nullable Checkpoint lookOutside(List<KeyRow> rows, Standing standing) {
    if (hasLooked) {
      return known;
    }
    String name = rows.getLast().key().name();
    try {
      Optional<Checkpoint> newest = file.newest().map(Checkpoint.Note::checkpoint);
      if (newest.isPresent() && !newest.get().origin().equals(name)) {
        throw refusal(
            "the checkpoint file `%s` is of the log `%s`, and this database's is `%s`"
                .formatted(file.path(), newest.get().origin(), name));
      }
      if (newest.map(Checkpoint::size).orElse(0L) < standing.size()) {
        unwritten = standing.newest().orElse(null);
      }
      if (!file.exists() && standing.size() > 0) {
        resumed(standing);
      }
      known = newest.orElse(null);
      hasLooked = true;
      return known;
    } catch (IOException e) {
      throw refusal(
          "the checkpoint file `%s` cannot be read: %s".formatted(file.path(), e.getMessage()));
    }
  }

  /// Nothing outside the database remembers this log: whoever reads it later has to know.
  private void resumed(Standing standing) {
    Checkpoint newest = standing.newest().map(Checkpoint.Note::checkpoint).orElseThrow();
    log.warn(
        "no checkpoint file `{}`: the log goes on after {} leaves on the word of the database alone",
        file.path(),
        newest.size());
    audit.append(
        new AuditEvent(
            ids.next(),
            Kind.LOG_RESUMED,
            "service",
            "log:" + newest.origin(),
            null,
            "",
            Map.of("size", newest.size(), "root", HexFormat.of().formatHex(newest.root()))));
  }

  /// The key that signs, which the key before has endorsed.
  private LogSigner signer(Turn turn, List<KeyRow> rows, long from) throws SQLException {
    LogSigner newest = keys.successorOf(rows);
    LogSigner next = keys.current();
    if (next.key().text().equals(newest.key().text()) || from == rows.getLast().fromSize()) {
      return newest;
    }
    Instant now = clock.instant();
    byte[] endorsement = newest.sign(next.key().endorsed(from));
    turn.add(new KeyRow(next.key(), from, Optional.of(endorsement), now));
    AuditLog.append(
        turn.connection(),
        new AuditEvent(
            ids.next(),
            Kind.KEY_ROTATED,
            "service",
            "log:" + next.key().name(),
            null,
            "",
            Map.of("from", newest.key().text(), "to", next.key().text(), "size", from)));
    log.info("the log is signed by key {} from now on", next.key().text());
    return next;
  }

  private void remember(Sealed sealed) {
    edge = sealed.edge();
    size = sealed.edge().size();
    sealed
        .note()
        .ifPresent(note -> {
          known = note.checkpoint();
          if (sealed.leaves() > 0) {
            unwritten = note;
            others.accept(note);
            write();
          }
        });
  }

  private void write() {
    Checkpoint.Note note = unwritten;
    if (note == null) {
      return;
    }
    try {
      file.append(note);
      unwritten = null;
      fileTrouble = Optional.empty();
    } catch (IOException e) {
      String trouble =
          "the checkpoint file `%s` cannot be written, the log is sealed all the same: %s"
              .formatted(file.path(), e.getMessage());
      if (fileTrouble.isEmpty()) {
        log.error("{}", trouble);
      }
      fileTrouble = Optional.of(trouble);
    }
  }

  private static ServiceException refusal(String what) {
    return new ServiceException(
        ErrorCode.INTERNAL,
        what
            + ": nothing is sealed until `java -jar ombud.jar verify` is happy (docs/audit-log.md)");
  }

  private void refuse(String why) {
    if (!refusal.equals(Optional.of(why))) {
      log.error("the log is not sealed: {}", why);
    }
    refusal = Optional.of(why);
  }

  /// What an operator has to look at: why nothing is sealed, why the file is behind.
  public List<String> warnings() {
    return java.util.stream.Stream.of(refusal, fileTrouble).flatMap(Optional::stream).toList();
  }

  /// Leaves in the log, as far as this instance knows.
  public long size() {
    return size;
  }

  /// Leaves that wait, as counted at the last turn.
  public long waiting() {
    return backlog.leaves();
  }

  /// For how long the oldest of them has waited, by the time in its id.
  public Duration oldest() {
    return backlog
        .oldest()
        .map(id -> Duration.ofMillis(Math.max(0, clock.millis() - TimeIds.millisOf(id))))
        .orElse(Duration.ZERO);
  }

  /// Seals a last time and stops.
  @Override
  public void close() {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(STOP_WITHIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
