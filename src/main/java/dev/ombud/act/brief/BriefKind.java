package dev.ombud.act.brief;

/// What is briefed.
public enum BriefKind {
  /// A decision of which somebody has to know.
  DECISION(Form.BRIEF),
  /// A decision that waits for a person.
  REVIEW(Form.BRIEF),
  /// What the release gate answered.
  GATE_VERDICT(Form.BRIEF),
  /// What a release resolves and what is left.
  RELEASE_NOTES(Form.RELEASE_NOTES),
  /// The draft of a ticket.
  TICKET(Form.TICKET),
  /// What a day brought.
  DIGEST(Form.DIGEST);

  private final Form form;

  BriefKind(Form form) {
    this.form = form;
  }

  /// The sections that its words come in.
  public Form form() {
    return form;
  }
}
