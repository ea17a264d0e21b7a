package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every switch has an owner and an end on record until it is lifted, on whichever platform.
/// Method: a platform by hand, which does what a test says, behind the real registry.
class RecordedPlatformTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static int count;

  private final HandClock clock = new HandClock(NOW);
  private final TimeIds ids = new TimeIds(clock);
  private final Flags flags = new Flags(POSTGRES.database(), ids, clock, 14);
  private final Remote remote = new Remote();
  private final RecordedPlatform platform = new RecordedPlatform(remote, POSTGRES.database(), ids);
  private final Lifting lifting =
      new Lifting(flags, POSTGRES.database(), Map.of("remote", platform));

  private String key = "";
  private Flag flag = Declared.flag("none", Declared.CHECKOUT);
  private FlagSwitch wanted = Declared.off("none", Map.of(), 0);

  /// A platform that remembers the keys of its switches.
  private static final class Remote implements FlagPlatform {
    private final List<String> switches = new ArrayList<>();
    private Optional<Kind> fault = Optional.empty();
    private Optional<Standing> standing = Optional.empty();

    @Override
    public Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) {
      return standing.orElseGet(() ->
          switches.contains(wanted.key())
              ? new Standing.Switched(trail())
              : new Standing.Open("as it was", "1"));
    }

    @Override
    public Standing.Trail write(
        Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
        throws PlatformException {
      if (fault.isPresent()) {
        throw new PlatformException(fault.get(), "it failed");
      }
      switches.add(wanted.key());
      return trail();
    }

    private static Standing.Trail trail() {
      return new Standing.Trail("there", "https://remote.example", "switched");
    }

    @Override
    public Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
        throws PlatformException {
      if (fault.isPresent()) {
        throw new PlatformException(fault.get(), "it failed");
      }
      assertThat(before).isEqualTo("as it was");
      switches.remove(made.key());
      return standing.orElseGet(() -> new Standing.Open(before, "2"));
    }

    @Override
    public Effect verify(Flag flag, FlagSwitch made) {
      return new Effect(Effect.Tally.NONE, Effect.Tally.NONE, Effect.Tally.NONE, List.of());
    }
  }

  @BeforeEach
  void declare() {
    key = "remote-" + count++;
    flag =
        Declared.flag(
            key, Declared.checkoutWith("\"owner\"", "\"platform\":\"remote\",\"owner\""), "remote");
    flags.put(flag, Optional.empty(), "ann");
    wanted =
        new FlagSwitch(
            dev.ombud.testing.Orders.key(key),
            "production",
            Map.of(),
            Optional.of("treatment"),
            10,
            0,
            "growth",
            flags.endOfSwitch());
  }

  private void write() throws PlatformException {
    platform.write(flag, wanted, NOW, new Standing.Open("as it was", "1"));
  }

  private List<FlagSwitch> onRecord() {
    return flags.find(key).orElseThrow().environments().get("production").switches();
  }

  private List<Overdue> overdue() {
    return flags.overdue().stream().filter(each -> each.key().equals(key)).toList();
  }

  @Test
  void showsASwitchWithOwnerAndEndUntilItIsTakenBack() throws Exception {
    write();
    write();
    assertThat(onRecord()).containsExactly(wanted);
    assertThat(wanted.endsOn()).isEqualTo(LocalDate.of(2026, 7, 15));
    clock.turn(Duration.ofDays(14));
    assertThat(overdue()).isEmpty();
    clock.turn(Duration.ofDays(2));
    assertThat(overdue()).hasSize(1);
    assertThat(flags.overdueCount()).isEqualTo(flags.overdue().size());
    Overdue overdue = overdue().getFirst();
    assertThat(overdue.what()).isEqualTo(Overdue.What.NOT_LIFTED);
    assertThat(overdue.owner()).isEqualTo("growth");
    assertThat(overdue.days()).isEqualTo(2);
    assertThat(overdue.line())
        .contains(key, "growth", "is switched by automation in `production`", "2 days ago");
    assertThat(flags.isOverdue(wanted)).isTrue();
    platform.restore(flag, wanted, "as it was", "rita", "");
    assertThat(onRecord()).isEmpty();
    assertThat(overdue()).isEmpty();
    assertThat(((Standing.Refused) platform.look(flag, wanted, NOW)).why())
        .contains("`rita` lifted this switch");
  }

  @Test
  void liftsASwitchWhereItsFlagLives() throws Exception {
    write();
    assertThat(lifting.lift(key, "production", "rita", "all is well")).isEqualTo(1);
    assertThat(remote.switches).isEmpty();
    assertThat(onRecord()).isEmpty();
    assertThat(lifting.lift(key, "production", "rita", "all is well")).isZero();
    assertThatThrownBy(() -> lifting.lift(key, "staging", "rita", "r"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("is not in `staging`");
  }

  @Test
  void saysWhyASwitchIsNotLifted() throws Exception {
    write();
    remote.fault = Optional.of(Kind.LATER);
    checkNotLifted("it failed: try again");
    remote.fault = Optional.empty();
    remote.standing = Optional.of(new Standing.Pending(Remote.trail()));
    checkNotLifted("waits for consent at `https://remote.example`");
    remote.standing = Optional.of(new Standing.Refused("a person changed it since"));
    assertThat(lifting.lift(key, "production", "rita", "r")).isEqualTo(1);
    assertThat(onRecord()).as("nothing of it is there any more").isEmpty();
    wanted = Declared.over(key + "-2", "production", Map.of(), "", 0, 0);
    remote.standing = Optional.empty();
    write();
    Lifting unconfigured = new Lifting(flags, POSTGRES.database(), Map.of());
    assertThatThrownBy(() -> unconfigured.lift(key, "production", "rita", "r"))
        .hasMessageContaining("is not configured");
  }

  private void checkNotLifted(String why) {
    assertThatThrownBy(() -> lifting.lift(key, "production", "rita", "r"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(why);
    assertThat(onRecord()).hasSize(1);
  }

  @Test
  void keepsOnRecordWhatMayBeThereAndNothingElse() throws Exception {
    checkFault(Kind.LATER, 0);
    checkFault(Kind.NEVER, 0);
    checkFault(Kind.UNKNOWN, 1);
    write();
    assertThat(onRecord()).as("the retry came through").containsExactly(wanted);
    remote.switches.clear();
    remote.standing = Optional.of(new Standing.Refused("declined"));
    platform.look(flag, wanted, NOW);
    assertThat(onRecord()).isEmpty();
    remote.standing = Optional.empty();
    write();
    assertThat(onRecord()).as("no person lifted it").containsExactly(wanted);
  }

  private void checkFault(Kind kind, int expected) {
    remote.fault = Optional.of(kind);
    assertThatThrownBy(this::write).isInstanceOf(PlatformException.class);
    assertThat(onRecord()).hasSize(expected);
    remote.fault = Optional.empty();
  }

  @Test
  void movesNoFlagToAnotherPlatformUnderASwitch() throws Exception {
    write();
    Flag moved = Declared.flag(key, Declared.CHECKOUT);
    assertThatThrownBy(() -> flags.put(moved, Optional.of("*"), "ann"))
        .hasMessageContaining("lift it before you move the flag to `builtin`");
    lifting.lift(key, "production", "rita", "r");
    assertThat(flags.put(moved, Optional.of("*"), "ann").flag().isBuiltin()).isTrue();
  }

  /// As the version before wrote them.
  @Test
  void givesSwitchesOfBeforeTheOwnerOfTheFlagAndAnEnd() {
    POSTGRES
        .database()
        .change(handle ->
            handle.execute(
                """
                insert into flag_switches (made_at, key, flag_key, environment, cohort, percent,
                  holdout_percent)
                values (now(), ?, ?, 'production', '{}', 100, 0)
                """,
                wanted.key(),
                key));
    FlagSwitch old = onRecord().getFirst();
    assertThat(old.owner()).isEqualTo("payments");
    assertThat(old.isWhole()).isTrue();
    assertThat(old.endsOn()).isEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(14));
  }
}
