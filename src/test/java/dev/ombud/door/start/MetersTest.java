package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class MetersTest {
  @Test
  void noScrapeWaitsForADatabaseThatIsSilent() {
    CountDownLatch silent = new CountDownLatch(1);
    try (Meters meters = new Meters()) {
      meters.watchFlags(() -> 7);
      meters.watchReviews(() -> {
        try {
          silent.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return 8;
      });
      assertThat(meters.scrape()).contains("ombud_flags_overdue 7.0", "ombud_reviews_open NaN");
      silent.countDown();
      assertThat(meters.scrape()).contains("ombud_reviews_open 8.0");
    }
  }
}
