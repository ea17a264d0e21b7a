package dev.ombud.console.access;

import dev.ombud.console.Fields;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.identity.Issuance;
import dev.ombud.web.Response;
import java.util.Map;

/// Revokes a token. Thread-safe.
final class TokenRevokeForm {
  private final Issuance issuance;
  private final TokensPage page;

  TokenRevokeForm(Issuance issuance, TokensPage page) {
    this.issuance = issuance;
    this.page = page;
  }

  Response take(Visit visit, Fields fields) {
    String name = visit.request().parameter("name");
    try {
      String reason = fields.require("reason", "Why", Fields.REASON_LONGEST);
      if (issuance.revoke(name, visit.caller().name(), reason).isEmpty()) {
        throw new ServiceException(
            ErrorCode.NOT_FOUND, "there is no token `" + name + "`: check the name");
      }
    } catch (ServiceException e) {
      if (!TokenIssueForm.SHOWN.contains(e.code())) {
        throw e;
      }
      return page.refused(
          visit, e.code().status(), Words.sentence(e.detail()), new Fields(Map.of()));
    }
    return visit.redirect(
        TokensPage.PATH, "Token " + name + " is revoked, and who signed in with it is signed out.");
  }
}
