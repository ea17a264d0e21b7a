package dev.ombud.ground.base;

import java.util.Locale;

/// Everything that can go wrong for a caller: the closed catalogue behind `docs/errors.md`. A code
/// is never renamed.
public enum ErrorCode {
  MALFORMED_JSON(
      400, Blame.CALLER, "the body is not JSON", "correct the JSON at the line and column"),
  MALFORMED_REQUEST(
      400, Blame.CALLER, "the request is not HTTP as we read it", "correct the request"),
  BAD_PARAMETER(400, Blame.CALLER, "a query parameter is wrong", "correct the named parameter"),
  UNAUTHENTICATED(401, Blame.CALLER, "no valid bearer token", "send Authorization: Bearer"),
  FORBIDDEN(
      403, Blame.CALLER, "the token may not do this", "use a token that may, as the detail says"),
  NOT_FOUND(404, Blame.CALLER, "there is nothing at this address", "check the path and the id"),
  METHOD_NOT_ALLOWED(405, Blame.CALLER, "the method does not apply", "use a method of `Allow`"),
  REQUEST_TIMEOUT(408, Blame.CALLER, "the body came too slowly", "send it again, faster"),
  AGGREGATE_CONFLICT(
      409,
      Blame.CALLER,
      "the same aggregate was posted with other content",
      "raise `revision`, or give it an `aggregateId` of its own"),
  REVISION_OUTDATED(
      409,
      Blame.CALLER,
      "a later revision of the aggregate was decided already",
      "send a higher `revision`"),
  NOT_ACCEPTABLE(
      406, Blame.CALLER, "there is no such form of it", "ask for a named media type in `Accept`"),
  WRONG_STATE(
      409,
      Blame.CALLER,
      "it is not in a state for this",
      "take the step that the detail names first"),
  DRAFT_BLOCKED(
      409,
      Blame.CALLER,
      "findings or scenarios keep the draft from going on",
      "correct what `findings` and `misses` list"),
  RULESET_MOVED(
      409,
      Blame.CALLER,
      "another ruleset became active since the draft was submitted",
      "look at the difference to it, and submit again"),
  PRECONDITION_FAILED(
      412,
      Blame.CALLER,
      "somebody else changed it since it was read",
      "read it again, join both changes, and send it with the new `ETag`"),
  PRECONDITION_REQUIRED(
      428,
      Blame.CALLER,
      "a change must say which content it is made upon",
      "send `If-Match` with the `ETag` of the draft"),
  BODY_TOO_LARGE(413, Blame.CALLER, "the body is too large", "send less, or use the batch call"),
  UNSUPPORTED_MEDIA_TYPE(
      415, Blame.CALLER, "the content type is not taken here", "send the named content type"),
  INVALID_AGGREGATE(
      422, Blame.CALLER, "the aggregate breaks the contract", "correct every listed violation"),
  WINDOW_NOT_BEGUN(
      422,
      Blame.CALLER,
      "the window of the aggregate has not begun",
      "send it once it has begun, and check the clock that made it"),
  INVALID_REQUEST(422, Blame.CALLER, "a field of the body is wrong", "correct the named field"),
  INVALID_TABLE(
      422,
      Blame.CALLER,
      "the table or rule cannot be used",
      "correct every finding; nothing was changed"),
  HEADERS_TOO_LARGE(
      431, Blame.CALLER, "the address or the headers are too long", "send shorter ones"),
  RATE_LIMITED(
      429, Blame.CALLER, "the token sends faster than allowed", "wait for `Retry-After` seconds"),
  INTERNAL(500, Blame.US, "a fault of ours", "quote the problem's `instance` to the operator"),
  OVERLOADED(
      503, Blame.CAPACITY, "the queue is full", "send the same again after `Retry-After` seconds"),
  DATABASE_UNAVAILABLE(
      503,
      Blame.UPSTREAM,
      "the database does not answer",
      "send the same again after `Retry-After` seconds"),
  STOPPING(
      503,
      Blame.CAPACITY,
      "the service stops",
      "send the same again to another instance, or later");

  /// Whose fault it is.
  public enum Blame {
    CALLER,
    US,
    UPSTREAM,
    CAPACITY
  }

  private final int status;
  private final Blame blame;
  private final String title;
  private final String remedy;

  ErrorCode(int status, Blame blame, String title, String remedy) {
    this.status = status;
    this.blame = blame;
    this.title = title;
    this.remedy = remedy;
  }

  /// The stable name on the wire, for example `malformed-json`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// HTTP status.
  public int status() {
    return status;
  }

  public Blame blame() {
    return blame;
  }

  public String title() {
    return title;
  }

  /// What the caller can do about it.
  public String remedy() {
    return remedy;
  }
}
