package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.search.Criterion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps limited tokens to what they are for. Stateless.
final class Within {
  private static final AggregateReader READER = new AggregateReader();

  private Within() {}

  /// @throws dev.ombud.ground.base.ServiceException FORBIDDEN
  static void require(Caller caller, Aggregate aggregate) {
    caller.requireReach(aggregate.product(), environment(aggregate));
  }

  /// @throws dev.ombud.ground.base.ServiceException FORBIDDEN
  static void require(Caller caller, StoredDecision stored) {
    if (caller.reach().isLimited()) {
      require(
          caller, READER.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static @Nullable String environment(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    return exposure == null ? null : exposure.environment();
  }

  /// The parameters of a query for decisions, and that they be of the token's product, where they
  /// name none.
  ///
  /// @throws dev.ombud.ground.base.ServiceException FORBIDDEN where they name another product, and
  ///   for each token that is limited to an environment
  static Function<String, List<String>> narrowed(
      Caller caller, Function<String, List<String>> query) {
    if (!caller.reach().isLimited()) {
      return query;
    }
    String product = Criterion.PRODUCT.parameter();
    List<String> named = query.apply(product);
    caller.requireAllEnvironments();
    named.forEach(caller::requireReach);
    String only = caller.reach().product().orElseThrow();
    return name -> name.equals(product) ? List.of(only) : query.apply(name);
  }
}
