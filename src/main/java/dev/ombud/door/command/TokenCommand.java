package dev.ombud.door.command;

import dev.ombud.door.identity.Issuance;
import dev.ombud.door.identity.Token;
import dev.ombud.door.identity.TokenStore;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.database.EmbeddedServer;
import dev.ombud.ground.domain.Page;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `token`: issues, lists and revokes tokens in the database that the settings name: the first one,
/// or where no admin can sign in any more. A service that runs learns of it within seconds.
final class TokenCommand {
  private static final String ROLES = "--roles";
  private static final String PRODUCT = "--product";
  private static final String ENVIRONMENT = "--environment";
  private static final String EXPIRES = "--expires";
  private static final String REASON = "--reason";
  private static final Map<String, Boolean> OPTIONS =
      Map.of(ROLES, true, PRODUCT, true, ENVIRONMENT, true, EXPIRES, true, REASON, true);
  private static final int CONNECTIONS = 2;
  private static final int MAX_REASON_CHARS = 2_000;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock = Clock.systemUTC();

  private TokenCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Something to do with the tokens.
  @FunctionalInterface
  private interface Step {
    void run(Issuance issuance);
  }

  /// @return the exit code
  /// @throws UsageException for a bad command line
  /// @throws ServerException where the database refuses or cannot be reached
  static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (words.isEmpty()) {
      throw new UsageException("`token` says nothing alone: write issue, list or revoke behind it");
    }
    List<String> rest = words.subList(1, words.size());
    TokenCommand command = new TokenCommand(out, err);
    Step step =
        switch (words.getFirst()) {
          case "issue" -> command.issue(Arguments.read(rest, OPTIONS));
          case "list" -> command.list(Arguments.read(rest, Map.of()));
          case "revoke" -> command.revoke(Arguments.read(rest, Map.of(REASON, true)));
          default ->
              throw new UsageException(
                  "`"
                      + words.getFirst()
                      + "` is nothing to do with tokens: write issue, list or revoke");
        };
    try {
      command.open(Settings.read(environment), step);
      return CommandLine.GOOD;
    } catch (SettingsException e) {
      throw new UsageException(String.join("; ", e.problems()));
    } catch (ServiceException e) {
      if (e.code() == ErrorCode.INVALID_REQUEST) {
        throw new UsageException(e.detail());
      }
      throw new ServerException(e.detail(), List.of());
    }
  }

  private void open(Settings settings, Step step) {
    if (settings.database().isPresent()) {
      Settings.Database chosen = settings.database().get();
      open(
          settings,
          new DatabaseConfig(
              chosen.url(),
              new DatabaseConfig.Login(chosen.user().user(), chosen.user().password()),
              chosen.owner().map(owner -> new DatabaseConfig.Login(owner.user(), owner.password())),
              CONNECTIONS),
          step);
      return;
    }
    Optional<DatabaseConfig> running = EmbeddedServer.running(settings.dataDirectory());
    if (running.isPresent()) {
      open(settings, running.get(), step);
      return;
    }
    try (EmbeddedServer server = EmbeddedServer.start(settings.dataDirectory())) {
      open(settings, server.config(CONNECTIONS), step);
    }
  }

  private void open(Settings settings, DatabaseConfig config, Step step) {
    try (Database database =
        Database.open(config, settings.home().resolve("migrations"), clock.instant())) {
      step.run(new Issuance(new TokenStore(database, new TimeIds(clock), clock), clock));
    }
  }

  private Step issue(Arguments arguments) {
    Issuance.Wish wish =
        new Issuance.Wish(
            name(arguments),
            Arrays.asList(
                arguments
                    .require(ROLES, "write its roles behind it, with + between them")
                    .split("\\+", -1)),
            arguments.value(PRODUCT),
            arguments.value(ENVIRONMENT),
            arguments.value(EXPIRES).map(TokenCommand::time));
    String reason = reason(arguments);
    return issuance -> {
      Issuance.Issued issued = issuance.issue(wish, Issuance.COMMAND_LINE, reason);
      // Alone on standard output, so that a script can put it away.
      out.println(issued.secret());
      err.println(Printable.line(line(issued.token())));
      err.println("Nobody can show the token again: put it where secrets are kept.");
    };
  }

  private Step list(Arguments arguments) {
    arguments.requireOperands(0);
    return issuance -> {
      Optional<String> next = Optional.of("");
      while (next.isPresent()) {
        Page<Token> page = issuance.list(next.get(), Issuance.MAX_PAGE_TOKENS);
        page.items().forEach(token -> out.println(Printable.line(line(token))));
        next = page.next();
      }
    };
  }

  private Step revoke(Arguments arguments) {
    String name = name(arguments);
    String reason = reason(arguments);
    return issuance ->
        out.println(
            Printable.line(
                line(
                    issuance
                        .revoke(name, Issuance.COMMAND_LINE, reason)
                        .orElseThrow(() ->
                            new ServiceException(
                                ErrorCode.NOT_FOUND,
                                "there is no token `" + name + "`: see `token list`")))));
  }

  private String line(Token token) {
    String roles = token.roles().stream().sorted().map(Role::word).collect(Collectors.joining("+"));
    String limits = token.reach().isLimited() ? ", only for " + token.reach().words() : "";
    String end = token.expiresAt().map(at -> ", until " + at).orElse("");
    String used = token.usedAt().map(at -> ", used " + at).orElse(", never used");
    return token.name() + ": " + token.state(clock.instant()) + ", " + roles + limits + end + used;
  }

  private static String name(Arguments arguments) {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("the name of the token is missing: write it behind the command");
    }
    arguments.requireOperands(1);
    return arguments.operands().getFirst();
  }

  private static String reason(Arguments arguments) {
    String reason = arguments.require(REASON, "say why, it stands in the record for ever");
    if (reason.length() > MAX_REASON_CHARS) {
      throw new UsageException(
          "`%s` has more than %d characters: write less".formatted(REASON, MAX_REASON_CHARS));
    }
    return reason;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "`%s` needs a time such as 2027-01-31T00:00:00Z: correct it".formatted(EXPIRES));
    }
  }
}
