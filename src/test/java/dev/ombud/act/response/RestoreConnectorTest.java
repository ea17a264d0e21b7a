package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.flag.BuiltinPlatform;
import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.LiveFlags;
import dev.ombud.act.flag.RecordedPlatform;
import dev.ombud.act.platform.FlagdPlatform;
import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Orders;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what reduced an exposure is taken back by an approved `RESTORE`, where the flag lives and
/// on record. Method: the real connector, on the built-in platform and on a file of flagd.
class RestoreConnectorTest {
  private static final ServiceAddress HOME =
      new ServiceAddress(URI.create("https://ombud.example/"));

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String FILE =
      """
      {"flags": {"of-a-file": {"state": "ENABLED", "variants": {"treatment": true, "control": false},
        "defaultVariant": "treatment"}}}
      """;

  @TempDir Path folder;

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final LiveFlags live = new LiveFlags(POSTGRES.database());
  private final Flags flags = new Flags(POSTGRES.database(), ids, Clock.systemUTC(), 14);

  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("flags.json"), FILE);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600)));
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private FlagConnector connector() {
    FlagPlatform flagd =
        new FlagdPlatform(
            new PlatformConfig(
                "file",
                PlatformConfig.Kind.FLAGD,
                file.toUri(),
                false,
                new Secret(""),
                "",
                Map.of()));
    return new FlagConnector(
        flags,
        Map.of(
            Flag.BUILTIN,
            new BuiltinPlatform(POSTGRES.database(), live, ids, HOME),
            "file",
            new RecordedPlatform(flagd, POSTGRES.database(), ids)),
        HOME);
  }

  private List<FlagSwitch> onRecord(String key) {
    return flags.find(key).orElseThrow().environments().get("production").switches();
  }

  /// Reduces a flag and takes that back.
  private void check(String key) throws Exception {
    FlagConnector connector = connector();
    Order made =
        Orders.of(
            key,
            ActionKind.REDUCE_EXPOSURE,
            "flag:" + key + "/treatment@20",
            Instant.now().plusSeconds(60),
            Aggregates.surgeWith());
    RemoteState.Open before = (RemoteState.Open) connector.look(made);
    connector.write(made, before);
    assertThat(onRecord(key)).hasSize(1);
    assertThat(onRecord(key).getFirst().exposurePercent()).isEqualTo(20);
    RestoreConnector restore = new RestoreConnector(connector, made, before.state(), "rita");
    Order back =
        Orders.of(
            key + "-back",
            ActionKind.RESTORE,
            made.subject(),
            made.evidenceAt(),
            Aggregates.surgeWith());
    restore.write(back, (RemoteState.Open) restore.look(back));
    assertThat(restore.look(back)).isInstanceOf(RemoteState.Done.class);
    assertThat(onRecord(key)).isEmpty();
    assertThat(((RemoteState.Refused) connector.look(made)).why())
        .contains("`rita` lifted this switch");
  }

  @Test
  void takesAReducedExposureBackOnTheBuiltInPlatform() throws Exception {
    flags.put(Declared.flag("built-in", Declared.CHECKOUT), Optional.empty(), "ann");
    check("built-in");
  }

  @Test
  void takesAReducedExposureBackInAFile() throws Exception {
    flags.put(
        Declared.flag(
            "of-a-file",
            Declared.checkoutWith("\"owner\"", "\"platform\":\"file\",\"owner\""),
            "file"),
        Optional.empty(),
        "ann");
    check("of-a-file");
    assertThat(Files.readString(file)).doesNotContain("ombud:").doesNotContain("targeting");
  }
}
