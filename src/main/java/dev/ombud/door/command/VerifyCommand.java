package dev.ombud.door.command;

import dev.ombud.door.setting.DatabaseAddress;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.database.EmbeddedServer;
import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.CheckpointFile;
import dev.ombud.record.log.LogKey;
import dev.ombud.record.verify.ExportCheck;
import dev.ombud.record.verify.LogReport;
import dev.ombud.record.verify.TrustAnchors;
import dev.ombud.record.verify.Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `verify`: says whether the audit log and all that is on record are what was signed, and if not,
/// what is the first thing that is otherwise. Changes nothing.
final class VerifyCommand {
  private static final String DATABASE = "--database";
  private static final String EXPORT = "--export";
  private static final String MANIFEST = "--manifest";
  private static final String CHECKPOINT = "--checkpoint";
  private static final String KEY = "--key";
  private static final Map<String, Boolean> OPTIONS =
      Map.of(DATABASE, true, EXPORT, true, MANIFEST, true, CHECKPOINT, true, KEY, true);

  private final Arguments arguments;
  private final Map<String, String> environment;
  private final PrintStream out;

  private VerifyCommand(Arguments arguments, Map<String, String> environment, PrintStream out) {
    this.arguments = arguments;
    this.environment = environment;
    this.out = out;
  }

  /// @return the exit code
  /// @throws UsageException for a bad command line
  /// @throws ServerException where the database cannot be reached
  static int run(List<String> words, Map<String, String> environment, PrintStream out) {
    Arguments arguments = Arguments.read(words, OPTIONS);
    arguments.requireOperands(0);
    return new VerifyCommand(arguments, environment, out).run();
  }

  private int run() {
    try {
      LogReport report = arguments.has(EXPORT) ? export() : live();
      return say(report);
    } catch (ServiceException e) {
      throw new ServerException(e.detail(), List.of());
    } catch (SettingsException e) {
      throw new UsageException(String.join("; ", e.problems()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be read: " + e.getMessage(), e);
    }
  }

  private LogReport export() throws IOException {
    if (arguments.has(DATABASE)) {
      throw new UsageException(
          "`" + DATABASE + "` means nothing with `" + EXPORT + "`: leave it out");
    }
    Path manifest =
        CheckCommand.path(
            arguments.require(MANIFEST, "name the file of the export's manifest behind it"));
    Path file = CheckCommand.path(arguments.require(EXPORT, "name the file of the export"));
    return ExportCheck.verify(
        file, manifest, trust(arguments.value(CHECKPOINT).map(CheckCommand::path)));
  }

  private LogReport live() throws IOException {
    if (arguments.has(MANIFEST)) {
      throw new UsageException(
          "`" + MANIFEST + "` means nothing without `" + EXPORT + "`: leave it out");
    }
    Optional<Path> checkpoints = arguments.value(CHECKPOINT).map(CheckCommand::path);
    if (arguments.has(DATABASE)) {
      return Verifier.verify(
          named(arguments.require(DATABASE, "name its address")), trust(checkpoints));
    }
    Settings settings = Settings.read(environment);
    TrustAnchors trust =
        trust(
            checkpoints.or(
                () -> Optional.of(settings.checkpointFile()).filter(Files::isRegularFile)));
    if (settings.database().isPresent()) {
      Settings.Database chosen = settings.database().get();
      return Verifier.verify(
          new DatabaseConfig(
              chosen.url(),
              new DatabaseConfig.Login(chosen.user().user(), chosen.user().password()),
              chosen.owner().map(owner -> new DatabaseConfig.Login(owner.user(), owner.password())),
              1),
          trust);
    }
    return embedded(settings.dataDirectory(), trust);
  }

  /// Asks the server of the service that runs, or starts it for as long as it takes.
  private static LogReport embedded(Path dataDirectory, TrustAnchors trust) {
    Optional<DatabaseConfig> running = EmbeddedServer.running(dataDirectory);
    if (running.isPresent()) {
      return Verifier.verify(running.get(), trust);
    }
    if (!Files.isDirectory(dataDirectory.resolve("postgres"))) {
      throw new UsageException(
          "there is no database in the data directory `%s`: name one with `%s`, or set OMBUD_DATA_DIR"
              .formatted(dataDirectory, DATABASE));
    }
    try (EmbeddedServer server = EmbeddedServer.start(dataDirectory)) {
      return Verifier.verify(server.config(1), trust);
    }
  }

  private static DatabaseConfig named(String text) {
    try {
      DatabaseAddress address = DatabaseAddress.parse(text);
      DatabaseConfig.Login user = new DatabaseConfig.Login(address.user(), address.password());
      // As who is named, whatever that one may read.
      return new DatabaseConfig(address.url(), user, Optional.of(user), 1);
    } catch (IllegalArgumentException e) {
      throw new UsageException("the address behind `" + DATABASE + "` " + e.getMessage());
    }
  }

  private TrustAnchors trust(Optional<Path> file) throws IOException {
    List<Checkpoint.Note> notes = List.of();
    if (file.isPresent()) {
      notes = new CheckpointFile(file.get()).notes();
      if (notes.isEmpty()) {
        throw new UsageException(
            "there is no checkpoint in `" + file.get() + "`: name a file that holds one");
      }
    }
    return new TrustAnchors(arguments.value(KEY).map(VerifyCommand::key), notes);
  }

  private static LogKey key(String text) {
    return LogKey.read(text)
        .orElseThrow(() ->
            new UsageException(
                "`"
                    + text
                    + "` is no public key of a log: write its name, its id and its base64,"
                    + " joined by plus signs, as /v1/audit/keys has it"));
  }

  private int say(LogReport report) {
    report.text().forEach(this::say);
    return report.count() == 0 && report.unproven() == 0 ? CommandLine.GOOD : CommandLine.BAD_LOG;
  }

  private void say(String line) {
    out.println(Printable.line(line));
  }
}
