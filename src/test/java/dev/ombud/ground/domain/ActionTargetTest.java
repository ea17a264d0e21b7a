package dev.ombud.ground.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.Property;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What targets look like, and that two of them never look alike.
@Tag("property")
class ActionTargetTest {
  private static final List<String> PIECES =
      List.of("a", "b", "/", "@", "%", ">", "-", "->", "10", "@10", "%2F", ":", ",", "=", "é", " ");

  private static void check(ActionTarget target, String text) {
    assertThat(target).hasToString(text);
    assertThat(ActionTarget.parse(text)).contains(target);
  }

  @Test
  void writesAndReadsEachForm() {
    check(ActionTarget.flag("new-checkout"), "flag:new-checkout");
    check(ActionTarget.flag("a").variation("b"), "flag:a/b");
    check(ActionTarget.flag("a").variation("b").at(10), "flag:a/b@10");
    check(ActionTarget.flag("a").at(33.3), "flag:a@33.3");
    check(ActionTarget.flag("a").at(0), "flag:a@0");
    check(ActionTarget.flag("a").at(100), "flag:a@100");
    check(ActionTarget.flag("a").at(0.0000001), "flag:a@0.0000001");
    check(ActionTarget.experiment("e").variation("blue"), "experiment:e/blue");
    check(ActionTarget.release("7.18.1").backTo("7.17.9"), "release:7.18.1->7.17.9");
    check(ActionTarget.release("7.18.1").at(25), "release:7.18.1@25");
    check(ActionTarget.flag("a/b").variation("c@10"), "flag:a%2Fb/c%4010");
    check(ActionTarget.release("feature/x->y"), "release:feature%2Fx-%3Ey");
    check(ActionTarget.surface("web/checkout"), "surface:web%2Fcheckout");
    check(ActionTarget.cluster("c,d"), "cluster:c%2Cd");
    check(ActionTarget.flag(null).variation(null), "flag:unknown/unknown");
    check(ActionTarget.flag("unknown"), "flag:%75nknown");
  }

  @Test
  void readsWhatWasWrittenBeforeNamesWereEncoded() {
    assertThat(ActionTarget.parse("flag:100%")).contains(ActionTarget.flag("100%"));
    assertThat(ActionTarget.parse("release:1.0@rc")).contains(ActionTarget.release("1.0@rc"));
    assertThat(ActionTarget.parse("flag:a@101")).contains(ActionTarget.flag("a@101"));
    for (String other : List.of("team:payments", "#alerts", "lift:x", "")) {
      assertThat(ActionTarget.parse(other)).isEmpty();
    }
  }

  @Test
  void refusesAPercentageThatIsNone() {
    for (double percent : new double[] {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ActionTarget.flag("a").at(percent))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void neverWritesTwoTargetsAlike() {
    Property.forAll(ActionTargetTest::target, target -> check(target, target.toString()));
  }

  private static ActionTarget target(Random random, int size) {
    ActionTarget target =
        switch (random.nextInt(5)) {
          case 0 -> ActionTarget.flag(name(random, size));
          case 1 -> ActionTarget.experiment(name(random, size));
          case 2 -> ActionTarget.surface(name(random, size));
          case 3 -> ActionTarget.cluster(name(random, size));
          default -> ActionTarget.release(name(random, size));
        };
    if (hasParts(target) && random.nextBoolean()) {
      target = target.variation(name(random, size));
    }
    return random.nextBoolean() ? target.at(random.nextInt(1_001) / 10.0) : target;
  }

  private static boolean hasParts(ActionTarget target) {
    return target.kind() != ActionTarget.Kind.SURFACE && target.kind() != ActionTarget.Kind.CLUSTER;
  }

  private static String name(Random random, int size) {
    return IntStream.range(0, 1 + size / 5)
        .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining());
  }

  @Test
  void knowsWhatIsAPartOfWhat() {
    ActionTarget flag = ActionTarget.flag("a");
    ActionTarget part = flag.variation("b").at(10);
    assertThat(part.isWithin(flag)).isTrue();
    assertThat(part.isWithin(flag.variation("b"))).isTrue();
    assertThat(flag.at(10).isWithin(flag)).isTrue();
    assertThat(part.isWithin(part)).isTrue();
    assertThat(part.isWithin(flag.variation("c"))).isFalse();
    assertThat(flag.isWithin(part)).isFalse();
    assertThat(part.isWithin(ActionTarget.flag("ab"))).isFalse();
    assertThat(part.isWithin(ActionTarget.experiment("a"))).isFalse();
    assertThat(ActionTarget.release("2").backTo("1").isWithin(ActionTarget.release("2"))).isTrue();
    assertThat(ActionTarget.release("2").at(5).isWithin(ActionTarget.release("2"))).isTrue();
  }
}
