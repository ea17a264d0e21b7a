package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.ProblemWriter;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what went wrong into an answer: RFC 9457 problem details.
public final class Problem {
  private static final ProblemWriter WRITER = new ProblemWriter();
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private Problem() {}

  /// An answer of its own.
  public static Response response(Throwable failure, String traceId) {
    ServiceException known = known(failure, traceId);
    Response response =
        Response.of(
            known.code().status(),
            "application/problem+json",
            write(known, known.members(), traceId));
    return withAdvice(response, known.code());
  }

  /// Says in headers what a client can do about it.
  public static Response withAdvice(Response response, ErrorCode code) {
    return switch (code) {
      case UNAUTHENTICATED -> response.with("WWW-Authenticate", "Bearer");
      case RATE_LIMITED, OVERLOADED, DATABASE_UNAVAILABLE, STOPPING ->
          response.with("Retry-After", RETRY_AFTER_SECONDS);
      case MALFORMED_JSON,
          MALFORMED_REQUEST,
          BAD_PARAMETER,
          FORBIDDEN,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          REQUEST_TIMEOUT,
          NOT_ACCEPTABLE,
          AGGREGATE_CONFLICT,
          REVISION_OUTDATED,
          WRONG_STATE,
          DRAFT_BLOCKED,
          RULESET_MOVED,
          PRECONDITION_FAILED,
          PRECONDITION_REQUIRED,
          BODY_TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          INVALID_AGGREGATE,
          WINDOW_NOT_BEGUN,
          INVALID_REQUEST,
          INVALID_TABLE,
          HEADERS_TOO_LARGE,
          INTERNAL ->
          response;
    };
  }

  /// One line of a batch's answers.
  ///
  /// @param line where in the batch, from 1
  public static byte[] line(Throwable failure, String traceId, long line) {
    ServiceException known = known(failure, traceId);
    Map<String, Object> members = new HashMap<>(known.members());
    members.put("line", line);
    return write(known, members, traceId);
  }

  /// Keeps the text of an unexpected exception from the client, and logs it instead.
  static ServiceException known(Throwable failure, String traceId) {
    if (failure instanceof ServiceException expected) {
      return expected;
    }
    log(failure, traceId);
    return new ServiceException(
        ErrorCode.INTERNAL, "something unexpected happened: quote the instance to the operator");
  }

  static void log(Throwable failure, String traceId) {
    LOG.error("unexpected exception in trace {}", traceId, failure);
  }

  private static byte[] write(
      ServiceException failure, Map<String, Object> members, String traceId) {
    return WRITER.write(
        failure.code(), failure.detail(), Trace.instance(traceId), members, failure.violations());
  }
}
