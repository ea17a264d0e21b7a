package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.function.UnaryOperator;

/// What the reader refuses.
public final class Refusals {
  private static final AggregateReader READER = new AggregateReader();

  private Refusals() {}

  static ServiceException of(byte[] body) {
    return catchThrowableOfType(
        ServiceException.class, () -> READER.read(body, UnaryOperator.identity()));
  }

  static ServiceException of(String body) {
    return of(Samples.utf8(body));
  }

  public static ServiceException malformed(byte[] body) {
    ServiceException refusal = of(body);
    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    return refusal;
  }

  public static ServiceException malformed(String body) {
    return malformed(Samples.utf8(body));
  }
}
