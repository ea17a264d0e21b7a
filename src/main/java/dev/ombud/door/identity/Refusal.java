package dev.ombud.door.identity;

/// Why somebody was not signed in, with what they are told. The names stand in the log.
public enum Refusal {
  UNKNOWN_TOKEN(401, "This token is not known, or no longer good. Ask an admin for a new one."),
  LIMITED_TOKEN(
      403,
      "This token is limited to a product or an environment, and these pages show all of them. Sign in"
          + " with a token without limits."),
  NOT_BEGUN_HERE(
      400,
      "This sign-in was begun in another browser, more than 10 minutes ago, or was used already."
          + " Begin it again here."),
  PROVIDER_REFUSED(
      403,
      "The identity provider did not sign you in. Try again; where that does not help, ask those who"
          + " run the identity provider."),
  CODE_REFUSED(
      400,
      "The identity provider says that this sign-in took too long or was used already. Sign in again."),
  PROVIDER_DOWN(
      503,
      "The identity provider does not answer. Try again in a minute, or sign in with a token."),
  PROVIDER_WRONG(
      502,
      "The identity provider answered something that this service cannot trust, so you are not signed"
          + " in. Tell the operator, whose log says what was wrong, or sign in with a token."),
  NO_ROLE(
      403,
      "The identity provider knows you, but nothing that it says about you gives you a role here. Ask"
          + " an admin for a group that has one, then sign in again."),
  TWO_NAMES(
      403,
      "You are on record here under one name, and the operator's file of people gives you another:"
          + " nobody counts as two. Ask the operator to correct it, or sign in with a token.");

  private final int status;
  private final String words;

  Refusal(int status, String words) {
    this.status = status;
    this.words = words;
  }

  /// Of HTTP.
  public int status() {
    return status;
  }

  /// For the person, with what to do.
  public String words() {
    return words;
  }
}
