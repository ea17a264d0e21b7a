package dev.ombud.act.response;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.flag.Effect;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.RegisteredFlag;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.ActionTarget.Kind;
import dev.ombud.ground.domain.Aggregate.Experiment;
import dev.ombud.ground.domain.Aggregate.Exposure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Carries out what a decision asks of flags and experiments, on whichever platform the flag lives:
/// the cohort gets the declared safe variation. Thread-safe.
///
/// Refuses what is not in the registry, what belongs to another product, and what a person changed
/// since the evidence was gathered.
public final class FlagConnector implements Connector {
  private final Flags registry;
  private final ServiceAddress service;
  private final Map<String, FlagPlatform> platforms;

  /// @param platforms by name, the built-in one among them
  public FlagConnector(
      Flags registry, Map<String, FlagPlatform> platforms, ServiceAddress service) {
    this.registry = registry;
    this.service = service;
    this.platforms = Map.copyOf(platforms);
  }

  /// What an order means, or why it means nothing.
  private sealed interface Meant {
    record Good(Flag flag, FlagSwitch wanted, FlagPlatform platform) implements Meant {}

    record Bad(String why) implements Meant {}
  }

  /// Whether a target is one that this connector sees to: `flag:…` or `experiment:…`.
  public static boolean takes(ActionKind kind, String subject) {
    return switch (kind) {
      case DISABLE_FLAG, DISABLE_VARIATION, REDUCE_EXPOSURE, PAUSE_EXPERIMENT, RESTORE ->
          flag(subject).isPresent();
      case FREEZE_ROLLOUT,
          SHOW_BANNER,
          SWITCH_FALLBACK,
          ROLLBACK_RELEASE,
          OPEN_TICKET,
          PAGE_OWNER,
          NOTIFY,
          ADD_TO_DIGEST ->
          false;
    };
  }

  /// The flag that a subject names: an experiment has the flag of its key.
  static Optional<ActionTarget> flag(String subject) {
    return ActionTarget.parse(subject)
        .filter(target -> target.kind() == Kind.FLAG || target.kind() == Kind.EXPERIMENT);
  }

  @Override
  public RemoteState look(Order order) throws DeliveryException {
    return switch (meant(order)) {
      case Meant.Bad(String why) -> new RemoteState.Refused(why);
      case Meant.Good(Flag flag, FlagSwitch wanted, FlagPlatform platform) -> {
        try {
          yield look(platform.look(flag, wanted, order.evidenceAt()));
        } catch (PlatformException e) {
          throw delivery(e);
        }
      }
    };
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
    Meant.Good meant = required(order);
    try {
      return receipt(
          meant
              .platform()
              .write(
                  meant.flag(),
                  meant.wanted(),
                  order.evidenceAt(),
                  new Standing.Open(before.state(), before.version())));
    } catch (PlatformException e) {
      throw delivery(e);
    }
  }

  /// Reads whether what an order did is taken back, and marks it as lifted where it is.
  ///
  /// @param actor who wants it
  /// @return [RemoteState.Open] as long as it stands
  RemoteState lookBack(Order made, String actor) throws DeliveryException {
    return lookBack(made, (flag, wanted) -> registry.markLifted(flag, wanted, actor));
  }

  /// Reads whether what an order did still stands, and changes nothing.
  ///
  /// @return [RemoteState.Open] as long as it stands
  RemoteState lookAgain(Order made) throws DeliveryException {
    return lookBack(made, (_, _) -> {});
  }

  private RemoteState lookBack(Order made, BiConsumer<Flag, FlagSwitch> gone)
      throws DeliveryException {
    return switch (meant(made)) {
      case Meant.Bad(String why) -> new RemoteState.Refused(why);
      case Meant.Good(Flag flag, FlagSwitch wanted, FlagPlatform platform) -> {
        try {
          yield switch (platform.look(flag, wanted, made.evidenceAt())) {
            case Standing.Switched(Standing.Trail trail) -> new RemoteState.Open(trail.state(), "");
            case Standing.Open(String state, String _) -> {
              gone.accept(flag, wanted);
              yield gone(flag, state);
            }
            // What stands there now is a person's, and nothing of ours.
            case Standing.Refused(String why) -> gone(flag, why);
            case Standing.Pending(Standing.Trail trail) ->
                new RemoteState.Refused(
                    "it waits for consent at `%s` and never ran: decline it there"
                        .formatted(trail.address()));
          };
        } catch (PlatformException e) {
          throw delivery(e);
        }
      }
    };
  }

  private RemoteState gone(Flag flag, String state) {
    return new RemoteState.Done(
        new Receipt("flag:" + flag.key(), service.flag(flag.key()).toString(), state));
  }

  /// Takes back what an order did: the rollback of the rollback. What others changed since stays.
  ///
  /// @param before the state that [#look] found before the order was carried out
  /// @param actor who wants it
  /// @return [RemoteState.Open] where it is taken back
  public RemoteState restore(Order order, String before, String actor) throws DeliveryException {
    Meant.Good meant = required(order);
    try {
      return look(meant.platform().restore(meant.flag(), meant.wanted(), before, actor, ""));
    } catch (PlatformException e) {
      throw delivery(e);
    }
  }

  /// What people get after the order, as what serves them says.
  public Effect verify(Order order) throws DeliveryException {
    Meant.Good meant = required(order);
    try {
      return meant.platform().verify(meant.flag(), meant.wanted());
    } catch (PlatformException e) {
      throw delivery(e);
    }
  }

  private Meant.Good required(Order order) throws DeliveryException {
    return switch (meant(order)) {
      case Meant.Good good -> good;
      case Meant.Bad(String why) -> throw new DeliveryException(DeliveryException.Kind.NEVER, why);
    };
  }

  private Meant meant(Order order) {
    String subject = order.subject();
    if (!takes(order.kind(), subject)) {
      return new Meant.Bad("`%s` is no flag: %s needs one".formatted(subject, order.kind()));
    }
    ActionTarget target = flag(subject).orElseThrow();
    String key = target.name();
    Optional<RegisteredFlag> found = registry.find(key).filter(each -> each.archivedAt().isEmpty());
    if (found.isEmpty()) {
      return new Meant.Bad(
          "flag `%s` is not in the registry, so nobody declared what is safe: declare it with PUT /v1/flags/%s"
              .formatted(key, key));
    }
    Flag flag = found.get().flag();
    FlagPlatform platform = platforms.get(flag.platform());
    String why = refusal(flag, platform, target, order);
    return platform == null || !why.isEmpty()
        ? new Meant.Bad(why)
        : new Meant.Good(flag, wanted(flag, target, order), platform);
  }

  /// Empty where there is nothing against it.
  private static String refusal(
      Flag flag, @Nullable FlagPlatform platform, ActionTarget target, Order order) {
    String key = flag.key();
    Optional<String> variation = target.part();
    if (!flag.product().equals(order.aggregate().product())) {
      return "flag `%s` belongs to product `%s`, the evidence to `%s`: correct the registry or the pipeline"
          .formatted(key, flag.product(), order.aggregate().product());
    }
    if (!flag.environments().containsKey(order.environment())) {
      return "flag `%s` is not in `%s`: declare the environment in the registry"
          .formatted(key, order.environment());
    }
    if (platform == null) {
      return "flag `%s` lives on platform `%s`, which is not configured: name it in OMBUD_FLAG_PLATFORMS"
          .formatted(key, flag.platform());
    }
    if (variation.isPresent() && !flag.variations().containsKey(variation.get())) {
      return "flag `%s` has no variation `%s`: correct the registry or the pipeline%s"
          .formatted(key, variation.get(), nearest(variation.get(), flag.variations().keySet()));
    }
    if (variation.isPresent() && variation.get().equals(flag.safeVariation())) {
      return "variation `%s` of flag `%s` is the declared safe one: nothing is safer"
          .formatted(variation.get(), key);
    }
    if (order.kind() == ActionKind.REDUCE_EXPOSURE && target.percent().isEmpty()) {
      return "nobody says to how many percent the exposure of flag `%s` is to be reduced: name it in the runbook's row"
          .formatted(key);
    }
    return "";
  }

  private static String nearest(String word, Collection<String> known) {
    return Nearest.of(word, known).map(name -> ", did you mean `" + name + "`?").orElse("");
  }

  private FlagSwitch wanted(Flag flag, ActionTarget target, Order order) {
    return new FlagSwitch(
        order.key(),
        order.environment(),
        FlagSwitch.attributes(order.aggregate().cohort()),
        target.part(),
        order.kind() == ActionKind.REDUCE_EXPOSURE ? target.percent().orElse(0) : 0,
        Math.max(flag.holdoutPercent(), holdout(order.aggregate().exposure())),
        order.brief().owner(),
        registry.endOfSwitch());
  }

  private static double holdout(@Nullable Exposure exposure) {
    Experiment experiment = exposure == null ? null : exposure.experiment();
    Double percent = experiment == null ? null : experiment.holdoutPercent();
    return percent == null ? 0 : Math.min(percent, 99);
  }

  private static RemoteState look(Standing standing) {
    return switch (standing) {
      case Standing.Switched(Standing.Trail trail) -> new RemoteState.Done(receipt(trail));
      case Standing.Open(String state, String version) -> new RemoteState.Open(state, version);
      case Standing.Pending(Standing.Trail trail) -> new RemoteState.Pending(receipt(trail));
      case Standing.Refused(String why) -> new RemoteState.Refused(why);
    };
  }

  private static Receipt receipt(Standing.Trail trail) {
    return new Receipt(trail.reference(), trail.address(), trail.state());
  }

  private static DeliveryException delivery(PlatformException e) {
    DeliveryException.Kind kind =
        switch (e.kind()) {
          case LATER -> DeliveryException.Kind.LATER;
          case UNKNOWN -> DeliveryException.Kind.UNKNOWN;
          case NEVER -> DeliveryException.Kind.NEVER;
        };
    return new DeliveryException(kind, String.valueOf(e.getMessage()), e.after());
  }
}
