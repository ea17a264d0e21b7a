package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.identity.Token;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.domain.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// All tokens, by name, and the form for another one. Thread-safe.
public final class TokensPage {
  static final String PATH = "/tokens";
  private static final int PAGE = 100;

  private final Issuance issuance;
  private final Clock clock;

  TokensPage(Issuance issuance, Clock clock) {
    this.issuance = issuance;
    this.clock = clock;
  }

  /// @param secret of the token that was just issued, this once
  /// @param isAgain whether the form for a token was refused
  /// @param next the address of the next page
  public record View(
      Optional<Fresh> secret,
      boolean isAgain,
      List<RoleBox> roles,
      Typed typed,
      List<Line> lines,
      Optional<String> next) {}

  public record Fresh(String name, String secret) {}

  /// @param meaning what it lets one do
  public record RoleBox(String word, String meaning, boolean isTicked) {}

  /// What stands in the fields of the form.
  public record Typed(
      String name, String product, String environment, String until, String reason) {
    static Typed of(Fields fields) {
      return new Typed(
          fields.find("name").orElse(""),
          fields.find("product").orElse(""),
          fields.find("environment").orElse(""),
          fields.find("until").orElse(""),
          fields.find("reason").orElse(""));
    }
  }

  public record Line(
      String name,
      String roles,
      String limits,
      String state,
      String style,
      boolean isGood,
      String issued,
      String ends,
      String used) {
    public String path() {
      return PATH + "/" + name + "/revocation";
    }
  }

  Response show(Visit visit) {
    return page(visit, Optional.empty());
  }

  /// The page with a token that was just issued.
  Response issued(Visit visit, Issuance.Issued issued) {
    return page(visit, Optional.of(new Fresh(issued.token().name(), issued.secret())));
  }

  private Response page(Visit visit, Optional<Fresh> fresh) {
    // A form has no query.
    Page<Token> found = issuance.list(visit.filled("after").stream().findFirst().orElse(""), PAGE);
    Instant now = clock.instant();
    boolean isAgain = visit.refused().isOf(PATH);
    Fields typed = isAgain ? visit.refused().typed() : Fields.NONE;
    return visit.page(
        Section.TOKENS,
        "Tokens",
        "access/tokens.jte",
        new View(
            fresh,
            isAgain,
            Arrays.stream(Role.values())
                .map(role ->
                    new RoleBox(
                        role.word(), meaning(role), typed.all("role").contains(role.word())))
                .toList(),
            Typed.of(typed),
            found.items().stream().map(token -> line(token, now)).toList(),
            found.next().map(name -> PATH + "?after=" + name)));
  }

  private static String meaning(Role role) {
    return switch (role) {
      case CALLER -> "posts aggregates and asks gates: a pipeline";
      case FLAGS -> "asks what flags serve, and nothing else: a product";
      case OWNER -> "edits decision tables";
      case REVIEWER -> "answers what the rules propose";
      case AUDITOR -> "reads everything, changes nothing";
      case OPERATOR -> "runs the service";
      case ADMIN -> "gives out tokens";
    };
  }

  private static Line line(Token token, Instant now) {
    Token.State state = token.state(now);
    String by =
        token.revocation().flatMap(Token.Revocation::by).map(who -> " by " + who).orElse("");
    String when =
        token.revocation().map(revoked -> " " + PageWords.time(revoked.at()) + by).orElse("");
    return new Line(
        token.name(),
        token.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", ")),
        token.reach().isLimited() ? token.reach().words().replace("`", "") : "all",
        PageWords.name(state) + when,
        state == Token.State.GOOD ? "good" : "",
        state == Token.State.GOOD,
        PageWords.time(token.createdAt()) + " " + source(token),
        token.expiresAt().map(PageWords::time).orElse("never"),
        token.usedAt().map(PageWords::time).orElse("never"));
  }

  private static String source(Token token) {
    return switch (token.source()) {
      case BOOTSTRAP -> "from the settings";
      case FRESH -> "by a start";
      case ISSUED -> "by " + token.issuedBy();
    };
  }
}
