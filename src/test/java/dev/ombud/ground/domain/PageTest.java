package dev.ombud.ground.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void oneMoreThanAskedForIsCutOffAndTellsThatThereIsMore() {
    Page<String> page = Page.of(List.of("a", "b", "c"), 2, last -> last);
    assertThat(page).isEqualTo(new Page<>(List.of("a", "b"), Optional.of("b")));
  }

  @Test
  void aPageThatHoldsAllHasNoNext() {
    check(List.of());
    check(List.of(1L));
    check(List.of(1L, 2L));
  }

  private static void check(List<Long> found) {
    assertThat(Page.of(found, 2, last -> last)).isEqualTo(new Page<>(found, Optional.empty()));
  }

  @Test
  void anotherViewOfItemsKeepsTheCursor() {
    assertThat(Page.of(List.of(1L, 2L), 1, last -> last).map(each -> "no. " + each))
        .isEqualTo(new Page<>(List.of("no. 1"), Optional.of("1")));
  }
}
