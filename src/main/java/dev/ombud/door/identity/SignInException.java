package dev.ombud.door.identity;

/// A sign-in by a provider that came to nothing. The message is for the operator's log and quotes
/// no secret; the person is told [Refusal#words].
public final class SignInException extends Exception {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /// @param message for the operator; quotes no secret
  public SignInException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
