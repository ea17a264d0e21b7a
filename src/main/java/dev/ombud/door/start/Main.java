package dev.ombud.door.start;

import dev.ombud.decide.engine.RulesetException;
import dev.ombud.door.command.CommandLine;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import dev.ombud.ground.base.ServiceException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the service and stops it in order on SIGTERM or SIGINT; or carries out a command, if
/// there is one.
public final class Main {
  private static final int BAD_SETTINGS = 2;
  private static final int CANNOT_START = 1;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0) {
      System.exit(command(List.of(arguments)));
    }
    serve();
  }

  private static int command(List<String> words) throws InterruptedException {
    // Before the first logger is made. Libraries have nothing to say that a command does not.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    // But a command that waits for a database says so.
    System.setProperty("org.slf4j.simpleLogger.log.dev.ombud.database", "warn");
    for (String name : List.of("org.drools", "org.kie")) {
      System.setProperty("org.slf4j.simpleLogger.log." + name, "off");
    }
    try (PrintStream out = open(FileDescriptor.out);
        PrintStream err = open(FileDescriptor.err)) {
      return CommandLine.run(words, System.getenv(), out, err);
    }
  }

  private static PrintStream open(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static void serve() throws InterruptedException {
    Logger log = LoggerFactory.getLogger(Main.class);
    try {
      Settings settings = Settings.read(System.getenv());
      Service service = Service.start(settings);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    service.close();
                    stopped.countDown();
                  },
                  "stop"));
      Welcome.print(settings, service);
      stopped.await();
    } catch (SettingsException e) {
      e.problems().forEach(problem -> log.error("{}", problem));
      System.exit(BAD_SETTINGS);
    } catch (RulesetException e) {
      e.findings().forEach(finding -> log.error("{}", finding.line()));
      System.exit(CANNOT_START);
    } catch (ServiceException | IllegalStateException e) {
      log.error("cannot start: {}", e.getMessage());
      log.debug("because of", e);
      System.exit(CANNOT_START);
    }
  }
}
