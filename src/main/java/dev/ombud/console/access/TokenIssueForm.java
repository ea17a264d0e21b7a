package dev.ombud.console.access;

import dev.ombud.console.Fields;
import dev.ombud.console.Visit;
import dev.ombud.identity.Issuance;
import dev.ombud.web.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Issues a token. It answers with the page that shows the secret, rather than send the browser to
/// another one: nothing keeps a secret until then. Thread-safe.
final class TokenIssueForm {
  private static final int TEXT_LONGEST = 200;

  private final Issuance issuance;
  private final TokensPage page;

  TokenIssueForm(Issuance issuance, TokensPage page) {
    this.issuance = issuance;
    this.page = page;
  }

  Response take(Visit visit, Fields fields) {
    String reason = fields.require("reason", "Why", Fields.REASON_LONGEST);
    Issuance.Wish wish =
        new Issuance.Wish(
            fields.require("name", "Name", TEXT_LONGEST),
            fields.all("role"),
            fields.find("product"),
            fields.find("environment"),
            fields.find("until").map(TokenIssueForm::end));
    return page.issued(visit, issuance.issue(wish, visit.caller().name(), reason));
  }

  /// The end of a day.
  private static Instant end(String day) {
    try {
      return LocalDate.parse(day).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Fields.refusal("until", "`Last day` is no day: write one such as 2027-01-31");
    }
  }
}
