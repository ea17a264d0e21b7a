package dev.ombud.door.setting;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.brief.OpenAiConfig;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Destination;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Reads the settings of briefs. Problems go where those of all settings do, and none quotes the
/// key. Belongs to one thread.
final class BriefSettings {
  private static final String NONE = "NONE";
  private static final double MAX_TOKENS = 1_000_000_000;
  private static final double MAX_MONEY = 1_000_000;

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;

  /// @param text what is set, or what holds where nothing is
  BriefSettings(Function<Setting, String> text, BiConsumer<Setting, String> problem) {
    this.text = text;
    this.problem = problem;
  }

  BriefPolicy read() {
    Set<Severity> severities = EnumSet.noneOf(Severity.class);
    Set<BriefKind> kinds = EnumSet.noneOf(BriefKind.class);
    String given = text.apply(Setting.BRIEFS);
    boolean inTickets = false;
    if (!given.equals(NONE)) {
      for (String word : given.split("\\s*,\\s*", -1)) {
        switch (word) {
          case "P1", "P2", "P3", "P4" -> severities.add(Severity.valueOf(word));
          case "REVIEW", "GATE_VERDICT", "RELEASE_NOTES" -> kinds.add(BriefKind.valueOf(word));
          case "IN_TICKETS" -> inTickets = true;
          default ->
              problem.accept(
                  Setting.BRIEFS,
                  "`%s` is none of them: write P1 to P4, REVIEW, GATE_VERDICT, RELEASE_NOTES,"
                          .formatted(word)
                      + " IN_TICKETS or NONE");
        }
      }
    }
    return new BriefPolicy(severities, kinds, inTickets, model(), budget());
  }

  private ModelBudget budget() {
    List<Double> tokens = numbers(Setting.OPENAI_TOKENS, 2, MAX_TOKENS);
    List<Double> prices = numbers(Setting.OPENAI_PRICES, 2, MAX_MONEY);
    return new ModelBudget(
        tokens.get(0).longValue(),
        tokens.get(1).longValue(),
        numbers(Setting.OPENAI_COST_PER_DAY, 1, MAX_MONEY).getFirst(),
        prices.get(0),
        prices.get(1));
  }

  /// So many numbers from 0; zeros where they are not so.
  private List<Double> numbers(Setting setting, int count, double most) {
    List<Double> numbers = new ArrayList<>();
    for (String part : text.apply(setting).split("\\s*,\\s*", -1)) {
      if (part.matches("\\d{1,10}(\\.\\d{1,6})?") && Double.parseDouble(part) <= most) {
        numbers.add(Double.parseDouble(part));
      }
    }
    String[] parts = text.apply(setting).split(",", -1);
    if (numbers.size() != count || parts.length != count) {
      problem.accept(
          setting,
          "needs %s from 0 to %.0f: write it so, or unset it for %s"
              .formatted(
                  count == 1 ? "a number" : count + " numbers with a comma between",
                  most,
                  setting.fallback()));
      return List.of(0.0, 0.0);
    }
    return numbers;
  }

  private Optional<OpenAiConfig> model() {
    String endpoint = text.apply(Setting.OPENAI_ENDPOINT);
    String deployment = text.apply(Setting.OPENAI_DEPLOYMENT);
    if (endpoint.isEmpty() != deployment.isEmpty()) {
      problem.accept(
          endpoint.isEmpty() ? Setting.OPENAI_ENDPOINT : Setting.OPENAI_DEPLOYMENT,
          "is missing: the model needs endpoint and deployment: set both or neither");
      return Optional.empty();
    }
    if (endpoint.isEmpty()) {
      if (!text.apply(Setting.OPENAI_KEY).isEmpty()) {
        problem.accept(
            Setting.OPENAI_KEY, "means nothing without OMBUD_OPENAI_ENDPOINT: set both or neither");
      }
      return Optional.empty();
    }
    String version = text.apply(Setting.OPENAI_API_VERSION);
    if (!version.matches("20\\d\\d-\\d\\d-\\d\\d(-preview)?")) {
      problem.accept(
          Setting.OPENAI_API_VERSION,
          "`%s` is no version: write one such as %s"
              .formatted(version, Setting.OPENAI_API_VERSION.fallback()));
      return Optional.empty();
    }
    String client = text.apply(Setting.OPENAI_ENTRA_CLIENT);
    return address(endpoint)
        .map(address ->
            new OpenAiConfig(
                address,
                deployment,
                version,
                SecretSetting.read(Setting.OPENAI_KEY, text, problem),
                client.isEmpty() ? Optional.empty() : Optional.of(client),
                temperature(),
                timeout()));
  }

  private Optional<URI> address(String given) {
    try {
      URI address = new URI(given);
      Destination destination = Destination.of(address, false);
      if ("https".equalsIgnoreCase(address.getScheme()) || destination.isLoopback()) {
        return Optional.of(address);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The same problem as one in the clear.
    }
    problem.accept(
        Setting.OPENAI_ENDPOINT,
        "is no address: write https:// and a host; http:// on loopback alone");
    return Optional.empty();
  }

  private Optional<Double> temperature() {
    String given = text.apply(Setting.OPENAI_TEMPERATURE);
    if (given.equals(NONE)) {
      return Optional.empty();
    }
    if (given.matches("[01](\\.\\d{1,3})?|2(\\.0{1,3})?")) {
      return Optional.of(Double.parseDouble(given));
    }
    problem.accept(
        Setting.OPENAI_TEMPERATURE, "`" + given + "` is no number from 0 to 2: write one, or NONE");
    return Optional.empty();
  }

  private Duration timeout() {
    String given = text.apply(Setting.OPENAI_TIMEOUT_SECONDS);
    if (given.matches("[1-9]\\d?|1[01]\\d|120")) {
      return Duration.ofSeconds(Integer.parseInt(given));
    }
    problem.accept(
        Setting.OPENAI_TIMEOUT_SECONDS,
        "`" + given + "` is no whole number from 1 to 120: write one");
    return Duration.ofSeconds(1);
  }
}
