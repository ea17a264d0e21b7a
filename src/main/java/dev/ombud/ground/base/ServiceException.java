package dev.ombud.ground.base;

import java.util.List;
import java.util.Map;

/// An operating error with a place in the catalogue. Bugs are `IllegalStateException` instead.
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Map<String, Object> members;
  private final transient List<Violation> violations;

  public ServiceException(ErrorCode code, String detail) {
    this(code, detail, Map.of(), List.of());
  }

  /// @param members further members of the problem, for example `line` and `column`
  public ServiceException(
      ErrorCode code, String detail, Map<String, Object> members, List<Violation> violations) {
    super(detail, null, false, false);
    this.code = code;
    this.members = Map.copyOf(members);
    this.violations = List.copyOf(violations);
  }

  /// A field of a body is wrong.
  public static ServiceException invalid(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }

  /// A parameter of a query is wrong.
  public static ServiceException badParameter(String detail) {
    return new ServiceException(ErrorCode.BAD_PARAMETER, detail);
  }

  /// There is nothing of that name.
  ///
  /// @param what for example `decision`
  public static ServiceException missing(String what, Object id) {
    return new ServiceException(
        ErrorCode.NOT_FOUND, "there is no %s `%s`: check the id".formatted(what, id));
  }

  public ErrorCode code() {
    return code;
  }

  /// What happened, where, and the remedy: starts in lower case, ends without a full stop.
  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, Object> members() {
    return members;
  }

  public List<Violation> violations() {
    return violations;
  }
}
