package dev.ombud.record.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every committed record gets one leaf, in one log without gaps, signed; and never is a log
/// continued that is not the one that was signed. Method: a real database, changed as its owner.
final class SealerTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private TestLog log = TestLog.open(POSTGRES.database());

  @BeforeEach
  void empty() throws SQLException {
    asOwner("truncate log_queue, log_leaves, log_nodes, checkpoints, log_keys, audit_events");
    log = TestLog.open(POSTGRES.database());
  }

  @Test
  void givesEachRecordTheNextIndexAndSignsTheWholeTree() throws IOException {
    Sealer sealer = log.sealer();
    List<UUID> records = new ArrayList<>(log.record(3));
    assertThat(sealer.seal()).isEqualTo(3);
    records.addAll(log.record(298));
    assertThat(sealer.seal()).isEqualTo(298);
    assertThat(sealer.seal()).isZero();
    assertThat(leaves()).isEqualTo(records);
    assertThat(number("select count(*) from log_queue")).isZero();
    assertThat(number("select count(*) from log_nodes where level = 8 and node_index = 0"))
        .isEqualTo(1);
    assertThat(log.told).hasSize(2);
    assertThat(sealer.size()).isEqualTo(301);

    TreeEdge edge = TreeEdge.empty();
    for (UUID id : records) {
      EventRow row = log.audit.find(id).orElseThrow();
      edge.append(MerkleTree.leafHash(row.leaf()), (_, _, _) -> {});
    }
    Checkpoint.Note note = log.file().newest().orElseThrow();
    assertThat(note.checkpoint().size()).isEqualTo(301);
    assertThat(note.checkpoint().root()).isEqualTo(edge.root());
    assertThat(note.isSignedBy(key())).isTrue();
    assertThat(log.file().notes()).hasSize(2);
    assertThat(text("select note from checkpoints order by size desc limit 1"))
        .isEqualTo(note.text());
  }

  @Test
  void goesOnWhereAnotherInstanceLeftOff() throws IOException {
    Sealer first = log.sealer();
    Sealer second = log.sealer();
    List<UUID> records = new ArrayList<>();
    for (int turn = 0; turn < 6; turn++) {
      records.addAll(log.record(50));
      assertThat((turn % 2 == 0 ? first : second).seal()).isEqualTo(50);
    }
    assertThat(leaves()).isEqualTo(records);
    assertThat(log.file().newest().orElseThrow().checkpoint().size()).isEqualTo(300);
  }

  @Test
  void sealsEachRecordOnceWhenTwoSealAtOnce() throws InterruptedException, ExecutionException {
    Sealer first = log.sealer();
    Sealer second = log.sealer();
    List<UUID> records = new ArrayList<>();
    long sealed = 0;
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        records.addAll(log.record(5));
        Future<Long> here = both.submit(first::seal);
        Future<Long> there = both.submit(second::seal);
        sealed += here.get() + there.get();
      }
    }
    sealed += first.seal();
    assertThat(sealed).isEqualTo(100);
    assertThat(leaves()).hasSize(100).hasSameElementsAs(new HashSet<>(records));
    assertThat(number("select max(leaf_index) from log_leaves")).isEqualTo(99);
  }

  @Test
  void losesNothingWhereItDiesBetweenCommitAndSealOrBeforeItsOwnCommit() throws SQLException {
    log.sealer().seal();
    List<UUID> records = log.record(4);
    // A sealer that took everything and died before its commit: its session ends without one.
    Connection dying = POSTGRES.database().dataSource().getConnection();
    dying.setAutoCommit(false);
    assertThat(new SealStore.Turn(dying).take(100)).hasSize(4);
    dying.rollback();
    dying.close();
    assertThat(log.sealer().seal()).isEqualTo(4);
    assertThat(leaves()).isEqualTo(records);
  }

  @Test
  void handsOutTheCheckpointThatACrashKeptFromTheFile() throws IOException {
    Sealer sealer = log.sealer();
    log.record(2);
    sealer.seal();
    String written = Files.readString(log.file().path());
    log.record(1);
    sealer.seal();
    // As if it had died between the commit and the file, in the middle of a line.
    Files.writeString(log.file().path(), written + "\nombud.1234\n3");
    log.sealer().seal();
    assertThat(log.file().newest().orElseThrow().checkpoint().size()).isEqualTo(3);
    assertThat(log.file().notes()).hasSize(2);
  }

  @Test
  void refusesALogThatIsOlderThanWhatWasSigned() throws SQLException {
    log.record(10);
    Sealer sealer = log.sealer();
    sealer.seal();
    log.record(10);
    sealer.seal();
    asOwner(
        "delete from log_leaves where leaf_index >= 10; delete from checkpoints where size > 10");
    log.record(1);
    checkRefused(sealer, "has 10 leaves, and one of 20 was signed already");
    checkRefused(log.sealer(), "has 10 leaves, and one of 20 was signed already");
    assertThat(number("select count(*) from log_queue")).isEqualTo(1);
  }

  @Test
  void refusesALogThatGrewOtherwiseAfterABackupWasRestored() throws SQLException {
    log.record(10);
    Sealer sealer = log.sealer();
    sealer.seal();
    log.record(10);
    sealer.seal();
    asOwner(
        "delete from log_leaves where leaf_index >= 10; delete from checkpoints where size > 10");
    // Somebody without that file goes on, past the size that was signed.
    log.record(30);
    TestLog other = TestLog.open(POSTGRES.database());
    copyKey(other);
    // That the file is missing stands in the log itself.
    assertThat(other.sealer().seal()).isEqualTo(31);
    log.record(1);
    checkRefused(log.sealer(), "the first 20 leaves of the log in the database are not those");
    checkRefused(sealer, "the first 20 leaves of the log in the database are not those");
  }

  @Test
  void refusesATailThatWasCutOffAndALeafThatWasChanged() throws SQLException {
    log.record(20);
    log.sealer().seal();
    asOwner("update log_leaves set hash = sha256('x') where leaf_index = 17");
    log.record(1);
    checkRefused(log.sealer(), "are not those that were signed");
    log.file().path().toFile().delete();
    checkRefused(log.sealer(), "are not those that its newest checkpoint signs");
    asOwner("delete from log_leaves where leaf_index >= 17");
    checkRefused(log.sealer(), "has 17 leaves, and its newest checkpoint is of 20");
  }

  @Test
  void refusesTheCheckpointsOfAnotherLogAndNotesWhereThereAreNone() throws IOException {
    log.record(2);
    log.sealer().seal();
    TestLog other = TestLog.open(POSTGRES.database());
    copyKey(other);
    assertThat(other.sealer().seal()).isEqualTo(1);
    assertThat(other.file().newest().orElseThrow().checkpoint().size()).isEqualTo(3);
    assertThat(
            text(
                "select kind || ' ' || (detail ->> 'size') from audit_events"
                    + " where kind = 'LOG_RESUMED'"))
        .isEqualTo("LOG_RESUMED 2");
    Files.writeString(
        other.file().path(),
        new Checkpoint("another", 1, new byte[32]).sign(LogSigner.generate("another")).text());
    checkRefused(other.sealer(), "is of the log `another`");
  }

  @Test
  void goesOnSealingWhereTheDiskOfTheFileIsFull() throws IOException {
    // Linux has a device that takes nothing.
    CheckpointFile full = new CheckpointFile(Path.of("/dev/full"));
    Sealer sealer = log.sealer(full);
    log.record(2);
    assertThat(sealer.seal()).isEqualTo(2);
    assertThat(sealer.warnings()).hasSize(1).first().asString().contains("cannot be written");
    log.record(1);
    assertThat(sealer.seal()).isEqualTo(1);
    assertThat(number("select count(*) from log_leaves")).isEqualTo(3);

    Path room = log.folder.resolve("room");
    Files.createSymbolicLink(room, Path.of("/dev/full"));
    Sealer another = log.sealer(new CheckpointFile(room));
    log.record(1);
    another.seal();
    assertThat(another.warnings()).hasSize(1);
    Files.delete(room);
    another.seal();
    assertThat(another.warnings()).isEmpty();
    assertThat(new CheckpointFile(room).newest().orElseThrow().checkpoint().size())
        .isGreaterThanOrEqualTo(4);
  }

  @Test
  void handsOverToANewKeyThatTheOldOneEndorses() throws IOException {
    Sealer sealer = log.sealer();
    log.record(2);
    sealer.seal();
    LogKey before = key();
    LogSigner next = LogSigner.generate(before.name());
    Files.writeString(log.key(), Files.readString(log.key()) + next.text() + "\n");
    Sealer rotated = log.sealer();
    log.record(1);
    rotated.seal();
    List<KeyRow> keys = keys();
    assertThat(keys).hasSize(2);
    assertThat(keys.getLast().key().text()).isEqualTo(next.key().text());
    assertThat(keys.getLast().fromSize()).isEqualTo(2);
    assertThat(keys.getLast().isEndorsedBy(before)).isTrue();
    assertThat(keys.getLast().isEndorsedBy(LogSigner.generate(before.name()).key())).isFalse();
    List<Checkpoint.Note> notes = log.file().notes();
    assertThat(notes.getFirst().isSignedBy(before)).isTrue();
    assertThat(notes.getLast().isSignedBy(next.key())).isTrue();
    assertThat(notes.getLast().isSignedBy(before)).isFalse();
    assertThat(text("select kind from audit_events where kind = 'KEY_ROTATED'"))
        .isEqualTo("KEY_ROTATED");
    // An instance that was not told has to be, and the old line may go.
    log.record(1);
    assertThatThrownBy(sealer::seal)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("lacks key");
    Files.writeString(log.key(), next.text() + "\n");
    assertThat(log.sealer().seal()).isEqualTo(2);
  }

  @Test
  void refusesAKeyFileThatIsMissingWideOrAnother() throws IOException {
    log.record(1);
    log.sealer().seal();
    String good = Files.readString(log.key());
    LogKey key = key();

    Files.setPosixFilePermissions(log.key(), PosixFilePermissions.fromString("rw-r-----"));
    checkNotOpened("can be read or changed by others than its owner");
    Files.setPosixFilePermissions(log.key(), PosixFilePermissions.fromString("rw-------"));

    Files.writeString(log.key(), LogSigner.generate(key.name()).text());
    checkNotOpened("lacks key " + key.idText());
    Files.writeString(log.key(), good + "PRIVATE+KEY+nonsense\n");
    checkNotOpened("line 6 of the log key file");
    Files.writeString(log.key(), good + LogSigner.generate("other").text());
    checkNotOpened("has another name than `" + key.name() + "`");
    Files.writeString(log.key(), "# none\n");
    checkNotOpened("has no key");
    Files.delete(log.key());
    checkNotOpened("is missing, and this database's log is signed by key " + key.idText());
  }

  @Test
  void makesAKeyFileThatOnlyItsOwnerMayRead() throws IOException {
    log.sealer();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.key())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(log.key())).contains("# " + key().text());
  }

  private void checkRefused(Sealer sealer, String why) {
    assertThatThrownBy(sealer::seal)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("nothing is sealed until");
  }

  private void checkNotOpened(String why) {
    assertThatThrownBy(() -> LogKeys.open(log.key(), POSTGRES.database(), Instant.now()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(why);
  }

  private void copyKey(TestLog to) {
    try {
      Files.copy(log.key(), to.key(), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<KeyRow> keys() {
    return new SealStore(POSTGRES.database()).patiently(SealStore.Turn::keys);
  }

  private static LogKey key() {
    return keys().getLast().key();
  }

  private static List<UUID> leaves() {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery("select record_id from log_leaves order by leaf_index")
                .mapTo(UUID.class)
                .list());
  }

  private static long number(String sql) {
    return POSTGRES.database().ask(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static String text(String sql) {
    return POSTGRES.database().ask(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private static void asOwner(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
