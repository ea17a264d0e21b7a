package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.domain.Aggregate.Cohort;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whom automation switches is whom the evidence names, by all that it names.
final class FlagSwitchTest {
  @Test
  void tellsPeopleApartByAllThatACohortMayName() {
    Cohort cohort = new Cohort("p", "d", "r", "l", "c", "s", "b", "o", "f");
    assertThat(FlagSwitch.attributes(cohort).keySet())
        .containsExactlyElementsOf(FlagSwitch.ATTRIBUTES);
    assertThat(FlagSwitch.attributes(cohort).values())
        .containsExactly("p", "d", "r", "l", "c", "s", "b", "o", "f");
    Cohort browser = new Cohort(null, null, null, null, null, null, "Firefox", null, null);
    assertThat(browser.isNamed()).isTrue();
    assertThat(FlagSwitch.attributes(browser)).isEqualTo(Map.of("browser", "Firefox"));
    assertThat(FlagSwitch.attributes(Cohort.EVERYONE)).isEmpty();
  }
}
