package dev.ombud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.ActionTarget.Kind;
import dev.ombud.testing.Property;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: a target is read as it was written, so that what is done is done to what was meant.
final class ActionTargetTest {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<String> PIECES =
      List.of("a", "b", "-", ">", "->", "/", "%", "%2F", ",", ":", "unknown", "flag:", "ü");

  @Test
  void plainNamesStandAsTheyAre() {
    check(ActionTarget.of(Kind.FLAG, "new-checkout"), "flag:new-checkout");
    check(ActionTarget.part(Kind.FLAG, "new-checkout", "blue"), "flag:new-checkout/blue");
    check(ActionTarget.part(Kind.FLAG, "new-checkout", null), "flag:new-checkout/unknown");
    check(ActionTarget.of(Kind.FLAG, null), "flag:unknown");
    check(ActionTarget.part(Kind.EXPERIMENT, "exp_1", "B"), "experiment:exp_1/B");
    check(ActionTarget.of(Kind.RELEASE, "7.19.0-rc1"), "release:7.19.0-rc1");
    check(ActionTarget.part(Kind.RELEASE, "2.0", "1.9"), "release:2.0->1.9");
    check(ActionTarget.of(Kind.SURFACE, "checkout"), "surface:checkout");
    check(ActionTarget.of(Kind.CLUSTER, "c-15"), "cluster:c-15");
  }

  @Test
  void aFlagIsNeverAVariationOfAnother() {
    check(ActionTarget.of(Kind.FLAG, "a/b"), "flag:a%2Fb");
    check(ActionTarget.part(Kind.FLAG, "a", "b"), "flag:a/b");
    check(ActionTarget.part(Kind.RELEASE, "1->2", "3"), "release:1-%3E2->3");
    check(ActionTarget.of(Kind.RELEASE, "unknown"), "release:%75nknown");
  }

  @Test
  void othersAreLeftAlone() {
    for (String text : List.of("team:payments", "#alerts", "event:decision-made", "brief:1", "")) {
      assertThat(ActionTarget.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void aNameThatAPersonTypedIsRead() {
    assertThat(ActionTarget.parse("cluster:a/b")).contains(ActionTarget.of(Kind.CLUSTER, "a/b"));
    assertThat(ActionTarget.parse("cluster:100%")).contains(ActionTarget.of(Kind.CLUSTER, "100%"));
  }

  @Test
  void allOfItCoversItsParts() {
    ActionTarget flag = ActionTarget.of(Kind.FLAG, "a");
    assertThat(flag.covers(flag)).isTrue();
    assertThat(flag.covers(ActionTarget.part(Kind.FLAG, "a", "b"))).isTrue();
    assertThat(flag.covers(ActionTarget.of(Kind.FLAG, "a/b"))).isFalse();
    assertThat(flag.covers(ActionTarget.part(Kind.EXPERIMENT, "a", "b"))).isFalse();
    assertThat(ActionTarget.part(Kind.FLAG, "a", "b").covers(flag)).isFalse();
  }

  @Test
  void whateverIsWrittenIsReadAgain() {
    Property.forAll(
        (random, size) -> List.of(target(random), target(random)),
        both -> {
          for (ActionTarget each : both) {
            assertThat(ActionTarget.parse(each.text())).contains(each);
          }
          ActionTarget one = both.getFirst();
          ActionTarget other = both.getLast();
          assertThat(one.text().equals(other.text())).isEqualTo(one.equals(other));
        });
  }

  private static ActionTarget target(Random random) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean isWhole =
        switch (kind) {
          case FLAG, EXPERIMENT, RELEASE -> random.nextBoolean();
          case SURFACE, CLUSTER -> true;
        };
    return isWhole
        ? ActionTarget.of(kind, name(random))
        : ActionTarget.part(kind, name(random), name(random));
  }

  private static @Nullable String name(Random random) {
    return random.nextInt(8) == 0
        ? null
        : Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
            .limit(1 + random.nextInt(3))
            .collect(Collectors.joining());
  }

  private static void check(ActionTarget target, String text) {
    assertThat(target.text()).isEqualTo(text);
    assertThat(ActionTarget.parse(text)).contains(target);
  }
}
