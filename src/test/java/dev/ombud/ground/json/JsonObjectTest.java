package dev.ombud.ground.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonObjectTest {
  private static void checkRefused(String time) {
    JsonObject sent = JsonObject.of(Map.of("at", time));
    assertThatThrownBy(() -> sent.instant("at"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("`at` needs a time of the years from 1970 to 9999");
  }

  @Test
  void takesTheTimesThatIdentitiesCanHave() {
    for (String time : new String[] {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
      assertThat(JsonObject.of(Map.of("at", time)).instant("at")).contains(Instant.parse(time));
    }
    checkRefused("1969-12-31T23:59:59.999Z");
    checkRefused("+10000-01-01T00:00:00Z");
    checkRefused("-1000000000-01-01T00:00:00Z");
    checkRefused("soon");
  }

  @Test
  void countsCharactersAndNotTheirHalves() {
    assertThat(JsonObject.of(Map.of("text", "💳💳")).text("text", 2)).contains("💳💳");
    assertThatThrownBy(() -> JsonObject.of(Map.of("text", "💳💳")).text("text", 1))
        .isInstanceOf(ServiceException.class);
  }
}
