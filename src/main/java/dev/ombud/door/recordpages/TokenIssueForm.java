package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Visit;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.text.Excerpt;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Issues a token. It answers with the page that shows the secret, rather than send the browser to
/// another one: nothing keeps a secret until then. Thread-safe.
final class TokenIssueForm {
  private static final int MAX_TEXT_CHARS = 200;

  private final Issuance issuance;
  private final TokensPage page;
  private final Clock clock;

  TokenIssueForm(Issuance issuance, TokensPage page, Clock clock) {
    this.issuance = issuance;
    this.page = page;
    this.clock = clock;
  }

  Response take(Visit visit, Fields fields) {
    String reason = fields.require("reason", "Why", Fields.MAX_REASON_CHARS);
    Issuance.Wish wish =
        new Issuance.Wish(
            fields.require("name", "Name", MAX_TEXT_CHARS),
            roles(fields.all("role")),
            fields.find("product"),
            fields.find("environment"),
            fields.find("until").map(this::end));
    return page.issued(visit, issuance.issue(wish, visit.caller().name(), reason));
  }

  private static List<String> roles(List<String> words) {
    if (words.isEmpty()) {
      throw Fields.refusal("role", "`Roles` is empty: tick one or more");
    }
    for (String word : words) {
      if (Role.find(word).isEmpty()) {
        throw Fields.refusal(
            "role", "`Roles` has `%s`, which is no role: tick others".formatted(Excerpt.of(word)));
      }
    }
    return words;
  }

  /// The end of a day.
  private Instant end(String day) {
    Instant end;
    try {
      end = LocalDate.parse(day).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw unusable(day, "which is no day that can be");
    }
    if (!end.isAfter(clock.instant())) {
      throw unusable(day, "which is over");
    }
    if (end.isAfter(TimeIds.EVER)) {
      throw unusable(day, "which is too far away");
    }
    return end;
  }

  private static ServiceException unusable(String day, String why) {
    return Fields.refusal(
        "until",
        "`Last day` is `%s`, %s: write one to come, such as 2027-01-31"
            .formatted(Excerpt.of(day), why));
  }
}
