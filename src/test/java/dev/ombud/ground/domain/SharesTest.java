package dev.ombud.ground.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import org.junit.jupiter.api.Test;

final class SharesTest {
  private final Shares shares = new Shares(3, 2, "exports", "wait for one to end");

  @Test
  void nobodyKeepsAllOthersOut() {
    shares.enter("ada");
    shares.enter("ada");
    checkRefused("ada", ErrorCode.RATE_LIMITED, "2 exports of yours are under way: wait for one");
    shares.enter("grace");
    checkRefused("joan", ErrorCode.OVERLOADED, "3 exports are under way: wait for one to end");
    shares.leave("ada");
    shares.enter("joan");
  }

  private void checkRefused(String who, ErrorCode code, String words) {
    assertThatThrownBy(() -> shares.enter(who))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
