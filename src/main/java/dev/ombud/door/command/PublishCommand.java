package dev.ombud.door.command;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.door.setting.Setting;
import dev.ombud.ground.base.Finding;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `publish DIR`: brings what a folder holds to a server as a draft, up to the point where people
/// have to agree; and `publish --activate`: the last step, after they have.
final class PublishCommand {
  private static final String SERVER = "--server";
  private static final String REASON = "--reason";
  private static final String DAYS = "--days";
  private static final String ACTIVATE = "--activate";
  private static final Map<String, Boolean> OPTIONS =
      Map.of(SERVER, true, REASON, true, DAYS, true, ACTIVATE, true);

  /// Of drafts that people are asked about already.
  private static final Set<String> SUBMITTED = Set.of("SUBMITTED", "APPROVED");

  private static final String USUAL_DAYS = "30";
  private static final int MAX_DAYS = 3_660;

  /// In code points; the reason itself may be longer.
  private static final int MAX_TITLE_CHARS = 100;

  private final RemoteServer server;
  private final Arguments arguments;
  private final PrintStream out;

  private PublishCommand(RemoteServer server, Arguments arguments, PrintStream out) {
    this.server = server;
    this.arguments = arguments;
    this.out = out;
  }

  /// @return the exit code
  /// @throws UsageException for a bad command line
  /// @throws ServerException where the server refuses or cannot be reached
  static int run(List<String> words, Map<String, String> environment, PrintStream out)
      throws InterruptedException {
    Arguments arguments = Arguments.read(words, OPTIONS);
    String address = arguments.require(SERVER, "write the address of Ombud behind it");
    String token = environment.getOrDefault(Setting.TOKEN.variable(), "").strip();
    try (RemoteServer server = new RemoteServer(address, token)) {
      PublishCommand command = new PublishCommand(server, arguments, out);
      return arguments.has(ACTIVATE) ? command.activate() : command.publish();
    }
  }

  private int activate() throws InterruptedException {
    arguments.requireOperands(0);
    if (arguments.has(DAYS)) {
      throw new UsageException(
          "`" + DAYS + "` means nothing with `" + ACTIVATE + "`: leave it out");
    }
    RemoteDraft.activate(server, arguments.require(ACTIVATE, "name the draft"), reason());
    ServerAnswer active = server.get("/v1/rulesets/active");
    say("ruleset %d decides now, %s".formatted(active.number("version"), active.text("digest")));
    return CommandLine.GOOD;
  }

  private int publish() throws InterruptedException {
    String folder = arguments.onlyOperand("DIR");
    int days = days();
    CheckReport report = CheckReport.of(CheckCommand.path(folder));
    report.lines(false).forEach(out::println);
    if (!report.isGood(false)) {
      return refuse();
    }
    RulesetParts parts = report.parts();
    ServerAnswer active = server.get("/v1/rulesets/active");
    long version = active.number("version");
    if (active.text("digest").equals(parts.digestText())) {
      say("nothing to publish: ruleset %d is what stands in `%s`".formatted(version, folder));
      return CommandLine.GOOD;
    }
    String reason = reason();
    PublishPlan plan = PublishPlan.of(parts, digests(active));
    if (!plan.obstacles().isEmpty()) {
      plan.obstacles().forEach(obstacle -> say("error %s".formatted(obstacle)));
      return refuse();
    }
    Optional<ServerAnswer> begun = RemoteDraft.find(server, version, parts.digestText());
    if (begun.isPresent() && SUBMITTED.contains(begun.get().text("state"))) {
      say(
          "nothing to publish: draft %s holds the same and is %s"
              .formatted(begun.get().text("id"), begun.get().text("state")));
      return CommandLine.GOOD;
    }
    // An earlier run that was cut off is gone on with.
    RemoteDraft draft =
        begun.isPresent()
            ? RemoteDraft.of(server, begun.get().text("id"))
            : RemoteDraft.begin(server, version, title(reason));
    say("draft %s, based on ruleset %d: %s".formatted(draft.id(), version, draft.url("")));
    if (!upload(draft, plan) || !holds(draft)) {
      say("not submitted: correct what is wrong and publish again");
      return CommandLine.BAD_RULESET;
    }
    requireSame(draft, parts);
    backtest(draft, days);
    submit(draft, reason);
    return CommandLine.GOOD;
  }

  private int refuse() {
    say("nothing was sent: correct what is wrong first");
    return CommandLine.BAD_RULESET;
  }

  private int days() {
    String text = arguments.value(DAYS).orElse(USUAL_DAYS);
    if (text.matches("[1-9]\\d{0,3}") && Integer.parseInt(text) <= MAX_DAYS) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        "`%s` is no number of days from 1 to %d: write one behind `%s`"
            .formatted(text, MAX_DAYS, DAYS));
  }

  private String reason() {
    return arguments.require(REASON, "say why, for the record");
  }

  private static String title(String reason) {
    int length = Math.min(MAX_TITLE_CHARS, reason.codePointCount(0, reason.length()));
    return reason.substring(0, reason.offsetByCodePoints(0, length));
  }

  private static Map<String, String> digests(ServerAnswer active) {
    Map<String, String> digests = new LinkedHashMap<>();
    active.all("parts").forEach(part -> digests.put(part.text("path"), part.text("digest")));
    return digests;
  }

  /// Whether the server finds no error. It knows more than a check without it: what decides now.
  private boolean upload(RemoteDraft draft, PublishPlan plan) throws InterruptedException {
    List<ServerAnswer> findings = List.of();
    for (PublishPlan.Upload upload : plan.uploads()) {
      findings = draft.upload(upload);
      say("uploaded %s%s".formatted(upload.path(), upload.isNew() ? ", which is new" : ""));
    }
    // Parts may only fit together once all are there, so that only the last findings count.
    findings.forEach(finding -> say(finding.line()));
    return findings.stream()
        .noneMatch(finding -> Finding.Level.ERROR.name().equals(finding.find("level").orElse("")));
  }

  /// Whether all scenarios hold on the server.
  private boolean holds(RemoteDraft draft) throws InterruptedException {
    ServerAnswer run = draft.test();
    for (ServerAnswer scenario : run.all("scenarios")) {
      List<String> misses = scenario.texts("misses");
      if (!misses.isEmpty()) {
        say("failed scenario `%s`: %s".formatted(scenario.text("name"), String.join("; ", misses)));
      }
    }
    say("scenarios: %d passed, %d failed".formatted(run.number("passed"), run.number("failed")));
    return run.number("failed") == 0;
  }

  /// People agree to what was reviewed in Git, byte for byte, or to nothing.
  private static void requireSame(RemoteDraft draft, RulesetParts parts)
      throws InterruptedException {
    String digest = draft.digest();
    if (!digest.equals(parts.digestText())) {
      throw new ServerException(
          "draft %s is not what was checked: its digest is %s and not %s: publish again"
              .formatted(draft.id(), digest, parts.digestText()),
          List.of());
    }
  }

  private void backtest(RemoteDraft draft, int days) throws InterruptedException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ServerAnswer report = draft.backtest(now.minus(Duration.ofDays(days)), now);
    say(
        "backtest: of %s in the last %s, %d would change"
            .formatted(
                CheckReport.counted(report.number("judged"), "decision"),
                CheckReport.counted(days, "day"),
                report.number("changed")));
  }

  private void submit(RemoteDraft draft, String reason) throws InterruptedException {
    ServerAnswer submitted = draft.submit(reason);
    long approvals = submitted.number("approvalsNeeded");
    say("submitted as %s".formatted(submitted.text("digest")));
    if (approvals > 0) {
      say("");
      say(
          "%s needed, from any owner but the one who submitted it"
              .formatted(CheckReport.counted(approvals, "approval")));
      submitted.texts("approvalsBecause").forEach(why -> say("  because %s".formatted(why)));
      say("  curl -sS -X POST '%s' \\".formatted(draft.url("/approvals")));
      say("    -H \"Authorization: Bearer $OMBUD_TOKEN\" \\");
      say("    -H 'Content-Type: application/json' -d '{\"reason\":\"...\"}'");
    }
    say("");
    say(approvals > 0 ? "then activate it:" : "no approval needed; activate it:");
    say(
        "  java -jar ombud.jar publish --activate %s --server '%s' --reason '...'"
            .formatted(draft.id(), server.url("")));
  }

  private void say(String line) {
    out.println(Printable.line(line));
  }
}
