package dev.ombud.door.command;

import dev.ombud.ground.base.Nearest;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// What the jar does if words follow its name: one command, and its end. Everything that people or
/// a CI job want to read goes to standard output; what keeps a command from being carried out at
/// all goes to standard error.
public final class CommandLine {
  /// All is well; there may be warnings.
  public static final int GOOD = 0;

  /// The ruleset has errors, or a scenario fails.
  static final int BAD_RULESET = 1;

  /// The audit log, or what is on record, is not what was signed.
  static final int BAD_LOG = 1;

  /// The command line is wrong, or names files that cannot be read or written.
  static final int BAD_USAGE = 2;

  /// The server refused, or cannot be reached.
  static final int REFUSED = 3;

  private static final List<String> COMMANDS =
      List.of("check", "publish", "verify", "golden-set", "token", "--help", "--version");

  private static final String USAGE =
      """
      usage: java -jar ombud.jar [COMMAND]

      Without a command the service starts. Its settings are OMBUD_* variables (docs/settings.md).

        check DIR [--junit FILE] [--warnings-as-errors]
            Says what is wrong with the ruleset in DIR (its rules/ and decision-tables/), judges its
            scenarios, and says which rows they reach. Needs no server, no database, no network.
            --junit FILE           write the same as JUnit XML
            --warnings-as-errors   end with 1 if there are warnings

        publish DIR --server URL --reason TEXT [--days N]
            Checks DIR, uploads what differs from the active ruleset as a draft, runs the scenarios
            there, says how many decisions of the last N days (30) would change, and submits it.
            OMBUD_TOKEN holds the token of an owner.

        publish --activate DRAFT --server URL --reason TEXT
            Makes a draft that people have approved the active ruleset.

        verify [--database URL] [--checkpoint FILE] [--key KEY]
        verify --export FILE --manifest FILE [--checkpoint FILE] [--key KEY]
            Says whether the audit log and all that is on record are what was signed, and if not,
            what was changed, removed, inserted or moved first. Reads the database that the settings
            name, or an export, and changes nothing.
            --database URL         another database, postgresql://user:password@host:5432/name
            --checkpoint FILE      checkpoints that were kept outside; else that of the settings
            --key KEY              the public key of the log, as you know it

        golden-set [DIR] [--prompt N] [--keep]
            Judges the labelled cases in DIR (its golden-set/) by its rules and tables, has each put
            into words by the model that the settings name, if they name one, and says what got
            better or worse against the kept result.
            --prompt N             another version of the prompt than the newest
            --keep                 make this the kept result

        token issue NAME --roles ROLE+ROLE --reason TEXT [--product P] [--environment E] [--expires TIME]
        token list
        token revoke NAME --reason TEXT
            Issues a token in the database that the settings name and prints it, this once; lists all;
            takes one back. For the first token, and where no admin can sign in any more: admins do it
            over HTTP or in the console.
            --product P            limits it to one product
            --environment E        limits it to one environment
            --expires TIME         such as 2027-01-31T00:00:00Z; else it does not expire

        --help, --version

      It ends with 0 if all is well, 1 if the ruleset has errors, a scenario fails, the log does
      not hold or a golden case got worse, 2 if it was called wrongly, 3 if the server or database refuses or cannot be reached.
      """;

  private CommandLine() {}

  /// @param words at least one
  /// @return the exit code
  public static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    List<String> rest = words.subList(1, words.size());
    try {
      if (words.contains("--help")) {
        out.print(USAGE);
        return GOOD;
      }
      return switch (words.getFirst()) {
        case "--version" -> {
          Arguments.read(rest, Map.of()).requireOperands(0);
          out.println("ombud " + Version.service());
          yield GOOD;
        }
        case "check" -> CheckCommand.run(rest, out);
        case "publish" -> PublishCommand.run(rest, environment, out);
        case "golden-set" -> GoldenSetCommand.run(rest, environment, out);
        case "token" -> TokenCommand.run(rest, environment, out, err);
        case "verify" -> VerifyCommand.run(rest, environment, out);
        default -> throw unknown(words.getFirst());
      };
    } catch (UsageException e) {
      err.println("ombud: " + Printable.line(e.detail()));
      err.println();
      err.print(USAGE);
      return BAD_USAGE;
    } catch (ServerException e) {
      e.lines().forEach(line -> err.println("ombud: " + Printable.line(line)));
      return REFUSED;
    } catch (UncheckedIOException e) {
      err.println("ombud: " + Printable.line(String.valueOf(e.getMessage())));
      return BAD_USAGE;
    }
  }

  private static UsageException unknown(String word) {
    String remedy =
        Nearest.of(word, COMMANDS)
            .map(nearest -> "did you mean `" + nearest + "`?")
            .orElse(
                "write `check`, `publish`, `verify`, `golden-set` or `token`, or nothing to start the service");
    return new UsageException("`" + word + "` is no command: " + remedy);
  }
}
