package dev.ombud.console.access;

import dev.ombud.console.Fields;
import dev.ombud.console.Visit;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.identity.Issuance;
import dev.ombud.web.Response;

/// Revokes a token. Thread-safe.
final class TokenRevokeForm {
  private final Issuance issuance;

  TokenRevokeForm(Issuance issuance) {
    this.issuance = issuance;
  }

  Response take(Visit visit, Fields fields) {
    String name = visit.request().parameter("name");
    String reason = fields.require("reason", "Why", Fields.MAX_REASON_CHARS);
    if (issuance.revoke(name, visit.caller().name(), reason).isEmpty()) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND, "there is no token `" + name + "`: check the name");
    }
    return visit.redirect(
        TokensPage.PATH, "Token " + name + " is revoked, and who signed in with it is signed out.");
  }
}
