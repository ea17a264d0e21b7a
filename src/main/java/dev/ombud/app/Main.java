package dev.ombud.app;

import dev.ombud.domain.ServiceException;
import dev.ombud.engine.RulesetException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the service and stops it in order on SIGTERM or SIGINT.
public final class Main {
  private static final int BAD_SETTINGS = 2;
  private static final int CANNOT_START = 1;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
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
