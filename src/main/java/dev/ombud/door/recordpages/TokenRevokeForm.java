package dev.ombud.door.recordpages;

import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Visit;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;

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
