package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.setting.Settings;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: each object of the service is made once. Method: what can be reached from a service that
/// runs is counted by its type: fields, what lambdas captured, what collections hold. What only the
/// JDK or a library holds (the task of a thread, the function of a gauge) is not looked into.
class ServiceGraphTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  /// Types that there may be several of, by why that is so.
  private static final Map<String, Set<String>> SEVERAL =
      Map.of(
          "one a class of work", Set.of("ground.database.Database"),
          "one a channel, each for its owner", Set.of("ground.database.NotifyLoop"),
          "one a lane, whose thread alone has its buffers",
              Set.of(
                  "record.decision.Lane",
                  "record.decision.DecisionBatch",
                  "record.decision.DecisionStore",
                  "record.decision.CountQueue",
                  "record.texts.TextStore",
                  "ground.database.BinaryCopy"),
          "one a limit, each with its own number",
              Set.of("ground.domain.Shares", "door.web.RateLimit"),
          "one a table, row, token, route or refusal",
              Set.of(
                  "decide.engine.TableIndex",
                  "decide.engine.RowFact$Body",
                  "door.identity.TokenStore$Held",
                  "door.web.Access$Gate",
                  "door.web.Response"),
          "values that hold only what is given to them and remember nothing",
              Set.of(
                  "act.brief.RequestStore",
                  "record.replay.ReplaySource",
                  "act.words.Briefs",
                  "act.response.Endings",
                  "record.export.ExportStore",
                  "record.search.SearchStore"));

  /// Each object with the way that leads to it.
  private final IdentityHashMap<Object, String> seen = new IdentityHashMap<>();

  private final Deque<Object> left = new ArrayDeque<>();

  @Test
  void makesNothingTwice() throws IllegalAccessException {
    Map<String, String> settings = RunningService.settings(POSTGRES.config());
    try (Service service = Service.start(Settings.read(settings))) {
      walk(service);
    }
    Map<String, List<String>> ways = new TreeMap<>();
    seen.forEach((object, way) -> {
      if (isStateful(object.getClass())) {
        ways.computeIfAbsent(name(object), _ -> new ArrayList<>()).add(way);
      }
    });
    assertThat(ways).as("it is walked").hasSizeGreaterThan(100);
    ways.values().removeIf(all -> all.size() == 1);
    SEVERAL.values().forEach(ways.keySet()::removeAll);
    assertThat(ways.keySet()).as("made more than once: %s", ways).isEmpty();
  }

  private void walk(Object root) throws IllegalAccessException {
    note(root, "");
    while (!left.isEmpty()) {
      Object here = left.pop();
      String way = seen.get(here);
      switch (here) {
        case Collection<?> all -> all.forEach(each -> note(each, way));
        case Map<?, ?> map -> map.forEach((_, each) -> note(each, way));
        case Optional<?> some -> some.ifPresent(each -> note(each, way));
        case Object[] all -> Arrays.asList(all).forEach(each -> note(each, way));
        default -> {
          for (Field field : fields(here.getClass()).toList()) {
            field.setAccessible(true);
            note(field.get(here), way + "." + field.getName());
          }
        }
      }
    }
  }

  private void note(@Nullable Object object, String way) {
    boolean isWalked =
        object instanceof Collection
            || object instanceof Map
            || object instanceof Optional
            || object instanceof Object[]
            || (object != null && isOurs(object.getClass()) && !(object instanceof Enum));
    if (object != null && isWalked && seen.putIfAbsent(object, way) == null) {
      left.push(object);
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.ombud.");
  }

  private static boolean isStateful(Class<?> type) {
    return isOurs(type)
        && !type.isHidden()
        && !type.isRecord()
        && !Throwable.class.isAssignableFrom(type)
        && !isOnlyAWayToTheDatabase(type)
        && fields(type).findAny().isPresent();
  }

  /// A store that its package keeps to itself: each service of the package may hold its own.
  private static boolean isOnlyAWayToTheDatabase(Class<?> type) {
    return !Modifier.isPublic(type.getModifiers())
        && type.getSimpleName().endsWith("Store")
        && fields(type).allMatch(field -> field.getType() == Database.class);
  }

  private static Stream<Field> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !field.getType().isPrimitive());
  }

  private static String name(Object object) {
    return object.getClass().getName().substring("dev.ombud.".length());
  }
}
