package dev.ombud.bench;

import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.decision.CountQueue;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.LogQueue;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.texts.SealedText;
import dev.ombud.record.texts.TextStore;
import dev.ombud.testing.History;
import dev.ombud.testing.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Millions of decisions: those that the real pipeline made of the real aggregates, each many times
/// under an id, a time, a trace and a salt of its own, with their texts, and with their leaves and
/// counts in the queues of both, as the pipeline leaves them.
///
/// What people filter by is skewed as in life: callers and clusters few of which are most of it, an
/// incident every few decisions, a summary in every third.
final class Population {
  /// Over four months at most, which is over as many partitions.
  static final Duration SPREAD = Duration.ofDays(89);

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int BATCH = 1_000;
  private static final int WRITERS = 2;
  private static final int MONTHS = 3;
  private static final int CALLERS = 40;
  private static final int CLUSTERS = 20_000;
  private static final int OF_AN_INCIDENT = 40;
  private static final int COPY_BYTES = 1 << 20;
  private static final String[] WORDS = {
    "checkout", "payment", "denied", "crash", "after", "update", "login", "loop", "slow", "video",
    "freezes", "subtitle", "missing", "cart", "empty", "refund", "twice", "android", "tablet", "tv"
  };

  private final DatabaseConfig config;
  private final List<DecisionRow> originals = new ArrayList<>();
  private final Map<UUID, List<SealedText>> texts = new HashMap<>();

  private Population(DatabaseConfig config) {
    this.config = config;
  }

  /// Has aggregates decided by the real pipeline, and copies of these decisions before them, so
  /// many that all together are the number wanted. Services of the run find the key of the texts
  /// and no checkpoint of another database, and the server is at rest.
  static void fill(Run run, DatabaseConfig config, List<String> aggregates, int wanted)
      throws Exception {
    Path data = run.folder().resolve("unused");
    Run.delete(data);
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      run.say("growing the record to " + wanted + " decisions");
      List<History.Decided> decided = History.decide(database, aggregates);
      Instant first = decided.getFirst().decision().decidedAt();
      long start = System.nanoTime();
      grow(config, database, Math.max(0, wanted - decided.size()), first.minusSeconds(1));
      run.say("grown in %.0f s".formatted((System.nanoTime() - start) / 1e9));
      Path key = data.resolve("keys").resolve("text.key");
      Files.createDirectories(key.getParent());
      Files.copy(Texts.keyFile(database), key);
    }
    rest(config);
  }

  /// Has what was written counted and on the disk, so that nothing pays for it later.
  private static void rest(DatabaseConfig config) throws SQLException {
    try (Connection connection = Postgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
    }
  }

  /// Waits until a service has sealed all that it found waiting.
  ///
  /// @return how long it took, in seconds
  static double seal(ServiceProcess service, int wanted) throws Exception {
    long start = System.nanoTime();
    while (service.metric("ombud_log_size") < wanted) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("the log was not sealed within " + PATIENCE);
      }
      service.await(LOOK);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /// Adds copies of the decisions that are on record until there are so many more.
  ///
  /// @param before the time of the last one
  static void grow(DatabaseConfig config, Database database, int copies, Instant before)
      throws Exception {
    Population population = new Population(config);
    Instant from = before.minus(SPREAD);
    try (Connection connection = Postgres.connect(config);
        Statement statement = connection.createStatement()) {
      for (int month = 0; month < MONTHS; month++) {
        statement.execute(
            "select ombud_ensure_partitions(timestamptz '%s' + interval '%d months')"
                .formatted(from, month));
      }
      population.load(statement);
    }
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        ends.add(
            writers.submit(() -> {
              population.write(database, first, copies, from);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private void load(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(DecisionRow.SELECT + " order by d.id")) {
      while (row.next()) {
        originals.add(DecisionRow.read(row));
      }
    }
    try (ResultSet row =
        statement.executeQuery("select * from evidence_texts order by decision_id, ordinal")) {
      while (row.next()) {
        texts
            .computeIfAbsent(row.getObject("decision_id", UUID.class), _ -> new ArrayList<>())
            .add(
                new SealedText(
                    row.getString("path"),
                    row.getString("evidence_id"),
                    List.of((String[]) row.getArray("masked").getArray()),
                    MaskingConfidence.HIGH,
                    row.getBytes("salt"),
                    row.getBytes("seed"),
                    row.getBytes("lookup"),
                    row.getBytes("sealed"),
                    new byte[0],
                    row.getInt("key_id")));
      }
    }
  }

  private void write(Database database, int first, int copies, Instant from) throws SQLException {
    SplittableRandom chance = new SplittableRandom(first);
    TextStore evidence = new TextStore(database, Texts.vault(database));
    BinaryCopy decisions = new BinaryCopy(COPY_BYTES);
    BinaryCopy records = new BinaryCopy(COPY_BYTES);
    CountQueue counts = new CountQueue();
    double step = (double) SPREAD.toMillis() / copies;
    try (Connection connection = Postgres.connect(config)) {
      connection.setAutoCommit(false);
      for (int start = first * BATCH; start < copies; start += WRITERS * BATCH) {
        List<UUID> ids = new ArrayList<>(BATCH);
        byte[] hashes = new byte[32 * Math.min(BATCH, copies - start)];
        for (int i = start; i < Math.min(start + BATCH, copies); i++) {
          DecisionRow original = originals.get(i % originals.size());
          DecisionRow copy = copy(original, i, from.toEpochMilli() + (long) (i * step), chance);
          copy.fileInto(decisions);
          copy.keepIn(records);
          counts.add(copy);
          evidence.add(copy.id(), texts.getOrDefault(original.id(), List.of()));
          System.arraycopy(copy.leafHash(), 0, hashes, 32 * ids.size(), 32);
          ids.add(copy.id());
        }
        decisions.copyInto(connection, DecisionRow.COPY_DECISIONS);
        records.copyInto(connection, DecisionRow.COPY_RECORDS);
        evidence.flush(connection);
        LogQueue.add(connection, RecordKind.DECISION, ids, hashes);
        counts.flush(connection);
        connection.commit();
      }
    }
  }

  private static DecisionRow copy(
      DecisionRow from, int number, long millis, SplittableRandom chance) {
    UUID id =
        new UUID(
            (millis << 16) | 0x7000 | (number & 0xFFF),
            (chance.nextLong() >>> 2) | 0x8000000000000000L);
    String caller = "pipeline-" + skewed(chance, CALLERS);
    List<String> terms =
        from.terms().stream()
            .map(term -> term.startsWith("caller=") ? "caller=" + caller : term)
            .toList();
    byte[] salt = new byte[DecisionRow.SALT];
    chance.nextBytes(salt);
    return new DecisionRow(
        id,
        Instant.ofEpochMilli(millis),
        from.windowStart(),
        from.windowEnd(),
        from.rulesetVersion(),
        from.priority() + chance.nextInt(100) / 10.0,
        new UUID(
            ((millis / 3_600_000) << 16) | 0x7000, 0x8000000000000000L | (number / OF_AN_INCIDENT)),
        from.revision(),
        from.slaMinutes(),
        from.severity(),
        from.disposition(),
        from.tier(),
        from.scope(),
        from.mode(),
        from.product(),
        from.surface(),
        from.releaseVersion(),
        from.cohort(),
        from.clusterId() + "-" + skewed(chance, CLUSTERS),
        from.ownerTeam(),
        caller,
        HexFormat.of().toHexDigits(chance.nextLong()) + HexFormat.of().toHexDigits((long) number),
        from.aggregateId() + "/" + number,
        number % 3 == 0 ? summary(chance) : null,
        terms,
        from.engineVersion(),
        salt,
        from.rulesetDigest(),
        from.aggregateDigest(),
        from.documents());
  }

  /// The cube makes the first ones much more frequent than the last.
  private static int skewed(SplittableRandom chance, int most) {
    double uniform = chance.nextDouble();
    return (int) (uniform * uniform * uniform * most);
  }

  private static String summary(SplittableRandom chance) {
    StringBuilder summary = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      summary.append(i == 0 ? "" : " ").append(WORDS[chance.nextInt(WORDS.length)]);
    }
    return summary.append(' ').append("v").append(chance.nextInt(100_000)).toString();
  }
}
