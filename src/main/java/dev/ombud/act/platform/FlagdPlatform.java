package dev.ombud.act.platform;

import dev.ombud.act.flag.Effect;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.People;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.domain.ActionTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A JSON file that flagd, or an SDK's flagd provider, serves from. A flag's identity is its key in
/// the file, a file is one environment, and a reader sees the old file or the new one, never a
/// part.
///
/// A flag is never set to `DISABLED`: then SDKs serve the caller's own default, which may be the
/// very thing that must go. A file does not say who changed it, so it carries in its `metadata` a
/// digest of what this service left and when somebody else last changed it; a change by others to
/// any of its flags counts. Two writers at once must not be: thread-safe within one instance.
public final class FlagdPlatform implements FlagPlatform {
  private static final String DIGEST = "ombudDigest";
  private static final String PERSON_AT = "ombudPersonAt";
  private static final long MAX_BYTES = 16L << 20;

  private final Path file;

  public FlagdPlatform(PlatformConfig config) {
    this.file = Path.of(config.address());
  }

  /// The file as it was read.
  private record Content(
      Map<String, @Nullable Object> document, Instant modifiedAt, String version) {
    Map<String, @Nullable Object> flag(String key) {
      return Plain.map(Plain.map(document, "flags"), key);
    }

    /// When somebody else last changed it.
    Instant personAt() {
      Map<String, @Nullable Object> metadata = Plain.map(document, "metadata");
      return digest(document).equals(Plain.text(metadata, DIGEST))
          ? Instant.parse(Plain.text(metadata, PERSON_AT))
          : modifiedAt;
    }
  }

  private static String digest(Map<String, @Nullable Object> document) {
    return Sha256.text(Sha256.of(Plain.json(document.get("flags"))));
  }

  @Override
  public synchronized Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt)
      throws PlatformException {
    Content content = read();
    Map<String, @Nullable Object> definition = content.flag(flag.platformKey());
    String state = Plain.json(definition);
    if (FlagdTargeting.isMarked(definition.get("targeting"), wanted)) {
      return new Standing.Switched(trail(wanted, state));
    }
    if (People.isLater(content.personAt(), evidenceAt)) {
      return new Standing.Refused(
          People.changed(flag.key(), "somebody", content.personAt(), evidenceAt));
    }
    String why = refusal(flag, wanted, definition);
    return why.isEmpty() ? new Standing.Open(state, content.version()) : new Standing.Refused(why);
  }

  /// Empty where there is nothing against it.
  private String refusal(Flag flag, FlagSwitch wanted, Map<String, @Nullable Object> definition) {
    String key = flag.platformKey();
    if (definition.isEmpty()) {
      return "the file has no flag `%s`: correct `platformKey` in the registry".formatted(key);
    }
    if (!Plain.map(definition, "variants").containsKey(flag.safeVariation())) {
      return "flag `%s` has no variant `%s` in the file, the declared safe one: add it"
          .formatted(key, flag.safeVariation());
    }
    if (!Plain.text(definition, "state").equals("ENABLED")) {
      return "flag `%s` is not ENABLED in the file, so callers get their own defaults: enable it"
          .formatted(key);
    }
    if (wanted.variation().filter(only -> !FlagdTargeting.mentions(definition, only)).isPresent()) {
      return "nobody gets variant `%s` of flag `%s`: look at the file"
          .formatted(wanted.variation().get(), key);
    }
    return wanted.isWhole() ? "" : unreducible(flag, wanted, definition);
  }

  private static String unreducible(
      Flag flag, FlagSwitch wanted, Map<String, @Nullable Object> definition) {
    Optional<SortedSet<Double>> shares = FlagdTargeting.shares(flag, wanted, definition);
    if (shares.isEmpty() || shares.get().size() > 1) {
      return "the targeting of flag `%s` serves it to %s, so nobody can tell what of it makes %s %%: reduce it by hand"
          .formatted(
              flag.platformKey(),
              shares.isEmpty() ? "whom only flagd can tell" : "different percentages of people",
              ActionTarget.percentText(wanted.exposurePercent()));
    }
    return shares.get().isEmpty() || shares.get().first() <= wanted.exposurePercent()
        ? wanted.nothingToReduce(flag.key())
        : "";
  }

  private Standing.Trail trail(FlagSwitch made, String state) {
    return new Standing.Trail(made.mark(), "", state);
  }

  @Override
  public synchronized Standing.Trail write(
      Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
      throws PlatformException {
    Content content = read();
    if (!content.version().equals(before.version())) {
      throw new PlatformException(
          Kind.LATER,
          "the file of flag `" + flag.key() + "` was changed at this moment: look again");
    }
    Map<String, @Nullable Object> definition = content.flag(flag.platformKey());
    definition.put("targeting", FlagdTargeting.over(flag, wanted, definition));
    replace(content, flag, definition);
    return trail(wanted, Plain.json(definition));
  }

  @Override
  public synchronized Standing restore(
      Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException {
    Content content = read();
    Map<String, @Nullable Object> definition = content.flag(flag.platformKey());
    Object targeting = definition.get("targeting");
    if (targeting != null && FlagdTargeting.isMarked(targeting, made)) {
      Optional<Object> left = FlagdTargeting.without(targeting, made);
      if (left.isPresent()) {
        definition.put("targeting", left.get());
      } else {
        definition.remove("targeting");
      }
      replace(content, flag, definition);
    }
    return new Standing.Open(Plain.json(definition), read().version());
  }

  /// Reads the file again: what it says is what is served, by flagd's own rules.
  @Override
  public synchronized Effect verify(Flag flag, FlagSwitch made) throws PlatformException {
    Map<String, @Nullable Object> definition = read().flag(flag.platformKey());
    boolean holds =
        FlagdTargeting.isMarked(definition.get("targeting"), made)
            && Plain.text(definition, "state").equals("ENABLED")
            && Plain.map(definition, "variants").containsKey(flag.safeVariation());
    return new Effect(
        Effect.Tally.NONE,
        Effect.Tally.NONE,
        Effect.Tally.NONE,
        holds ? List.of() : List.of("the file does not have the switch, or cannot serve it"));
  }

  private Content read() throws PlatformException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new PlatformException(
            Kind.NEVER, "the file of flags is larger than 16 MiB: split it");
      }
      Instant modifiedAt =
          Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
      byte[] bytes = Files.readAllBytes(file);
      return new Content(
          Plain.map(Plain.parsed(new String(bytes, StandardCharsets.UTF_8))),
          modifiedAt,
          Sha256.text(Sha256.of(bytes)));
    } catch (NoSuchFileException e) {
      throw new PlatformException(
          Kind.NEVER, "there is no file `" + file + "`: correct OMBUD_FLAG_PLATFORMS");
    } catch (IOException e) {
      throw new PlatformException(
          Kind.LATER, "the file of flags cannot be read: " + e.getMessage());
    } catch (ServiceException e) {
      throw new PlatformException(Kind.LATER, "the file of flags is no JSON: " + e.detail());
    }
  }

  private void replace(Content content, Flag flag, Map<String, @Nullable Object> definition)
      throws PlatformException {
    Map<String, @Nullable Object> document = new LinkedHashMap<>(content.document());
    Map<String, @Nullable Object> flags = Plain.map(document, "flags");
    flags.put(flag.platformKey(), definition);
    document.put("flags", flags);
    Map<String, @Nullable Object> metadata = Plain.map(document, "metadata");
    metadata.put(DIGEST, digest(document));
    metadata.put(PERSON_AT, content.personAt().toString());
    document.put("metadata", metadata);
    Path next = file.resolveSibling(file.getFileName() + ".ombud");
    try {
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(Plain.pretty(document).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new PlatformException(
          Kind.NEVER, "the file of flags cannot be replaced at once there: put it on a local disk");
    } catch (IOException e) {
      throw new PlatformException(
          Kind.LATER, "the file of flags cannot be written: " + e.getMessage());
    }
  }
}
