package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.ombud.record.archive.ArchiveFile;
import dev.ombud.record.archive.Archives.Outcome;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: no decision leaves the database before a file that was read back has it, whatever breaks,
/// and whatever broke, running again finishes. Method: each test breaks something real: the disk,
/// the file, a right, a row.
final class ArchiveFailureTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir Path folder;

  private ArchiveMonth old;

  @BeforeEach
  void begin() {
    old = new ArchiveMonth(POSTGRES, folder);
  }

  @Test
  void tellsOfARowThatIsNotWhatWasSealedAndKeepsIt() throws Exception {
    List<DecisionRow> rows = old.seal(4);
    old.change("update decisions set owner_team = 'nobody' where id = '" + rows.get(1).id() + "'");
    Outcome outcome = old.run();
    assertThat(outcome.isGone()).isFalse();
    assertThat(outcome.why()).contains("is not what was sealed");
    old.assertStays(4);
    old.assertNothingIsThere();
    old.change(
        "update decisions set owner_team = 'payments' where id = '" + rows.get(1).id() + "'");
    assertThat(old.run().isGone()).isTrue();
  }

  @Test
  void waitsForWhatIsNotSealedYet() throws Exception {
    List<DecisionRow> rows = old.rows(3);
    Rows.seal(POSTGRES.database(), rows.subList(0, 2));
    Rows.record(POSTGRES.database(), rows.subList(2, 3));
    Outcome outcome = old.run();
    assertThat(outcome.why()).contains("has 2 decisions, the database has 3");
    old.assertStays(3);
    old.assertNothingIsThere();
    old.change("delete from decisions where id = '" + rows.get(2).id() + "'");
    old.change("delete from records where id = '" + rows.get(2).id() + "'");
    assertThat(old.run().isGone()).isTrue();
  }

  @Test
  void survivesAFullDisk() throws Exception {
    old.seal(200);
    Path part = Path.of(old.file() + ".part");
    Files.createSymbolicLink(part, Path.of("/dev/full"));
    Outcome outcome = old.run();
    assertThat(outcome.isGone()).isFalse();
    assertThat(outcome.why()).contains("No space left on device");
    old.assertStays(200);
    old.assertNothingIsThere();
    assertThat(old.run().isGone()).isTrue();
    assertThat(ArchiveMonth.unpacked(old.file()).lines()).hasSize(200);
  }

  @Test
  void survivesAFolderThatIsNone() throws Exception {
    old.seal(1);
    Path none = Files.writeString(folder.resolve("none"), "");
    assertThat(old.archives(none).run())
        .filteredOn(outcome -> outcome.month().equals(old.month))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.isGone()).isFalse());
    old.assertStays(1);
    assertThat(old.run().isGone()).isTrue();
  }

  @Test
  void goesOnAfterACrashInTheMiddleOfTheFile() throws Exception {
    old.seal(10);
    Files.writeString(Path.of(old.file() + ".part"), "half a fi");
    assertThat(old.run().isGone()).isTrue();
    assertThat(ArchiveMonth.unpacked(old.file()).lines()).hasSize(10);
  }

  @Test
  void goesOnAfterACrashBeforeTheRecord() throws Exception {
    old.seal(10);
    old.change("revoke insert on audit_events from ombud_service");
    assertThat(old.run().why()).contains("permission denied");
    assertThat(old.file()).exists();
    assertThat(old.ask("select count(*) from archives where month = '" + old.day() + "'"))
        .isEqualTo("0");
    old.assertStays(10);
    old.change("grant insert on audit_events to ombud_service");
    assertThat(old.run().isGone()).isTrue();
    assertThat(old.events()).hasSize(2);
  }

  @Test
  void goesOnAfterACrashBeforeTheDropAlsoWithADamagedFile() throws Exception {
    old.seal(10);
    old.runWhileSomebodyReads();
    old.assertStays(10);
    assertThat(old.events()).hasSize(1);
    byte[] bytes = Files.readAllBytes(old.file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(old.file(), bytes);
    old.runWhileSomebodyReads();
    assertThat(ArchiveMonth.unpacked(old.file()).lines()).as("written anew").hasSize(10);
    Files.delete(old.file());
    assertThat(old.run().isGone()).isTrue();
    assertThat(ArchiveMonth.unpacked(old.file()).lines()).hasSize(10);
    assertThat(old.events()).hasSize(2);
  }

  @Test
  void noticesEveryDamageToAFile() throws Exception {
    old.seal(30);
    old.runWhileSomebodyReads();
    checkRefused("is no line of an archive", lines -> lines.set(3, "x"));
    checkRefused(
        "is no line of an archive", lines -> lines.set(3, lines.get(3).replace("leafI", "i")));
    checkRefused("is not what was sealed", lines -> lines.set(3, lines.get(3).replace("P4", "P1")));
    checkRefused("is not what was sealed", lines -> lines.set(3, lines.get(3) + " }"));
    checkRefused("does not stand in its place", lines -> Collections.swap(lines, 3, 4));
    checkRefused("repeats a leaf", lines -> lines.add(4, lines.get(3)));
    checkRefused(
        "is not what was sealed",
        lines -> {
          String other = lines.get(5).replaceFirst(",\"leaf\".*", "");
          lines.set(
              3, lines.get(3).replaceFirst("\\{\"leafIndex\":\\d+", other.replace("{", "\\{")));
          lines.remove(5);
        });
    checkRefused("29 decisions, the database has 30", lines -> lines.remove(3));
    assertThat(old.run().isGone()).isTrue();
  }

  @FunctionalInterface
  private interface Edit {
    void apply(List<String> lines);
  }

  private void checkRefused(String why, Edit edit) throws Exception {
    List<String> lines = new ArrayList<>(ArchiveMonth.unpacked(old.file()).lines().toList());
    UnaryOperator<List<String>> copy = ArrayList::new;
    List<String> edited = copy.apply(lines);
    edit.apply(edited);
    byte[] bytes = (String.join("\n", edited) + "\n").getBytes(StandardCharsets.UTF_8);
    Path other = Files.createDirectories(folder.resolve("edited"));
    ArchiveFile archive = new ArchiveFile(other, old.month);
    Files.write(archive.path(), Zstd.compress(bytes));
    UUID from = new UUID(old.start().toEpochMilli() << 16, 0);
    UUID to =
        new UUID(
            old.month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                << 16,
            0);
    if (why.contains("the database has")) {
      assertThat(archive.verify(old.store, from, to).records()).isEqualTo(lines.size() - 1);
    } else {
      assertThatThrownBy(() -> archive.verify(old.store, from, to)).hasMessageContaining(why);
    }
  }
}
