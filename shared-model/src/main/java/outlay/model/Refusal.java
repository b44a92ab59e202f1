package outlay.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was understood and turned down; nothing was changed. The HTTP edge makes it a
 * problem document.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. The wire name is the problem's {@code code}, and stable. */
  public enum Reason {
    INVALID_REQUEST(400, "invalid-request", "The request is not valid"),
    MALFORMED_JSON(400, "malformed-json", "The body is not valid JSON"),
    INVALID_CURSOR(400, "invalid-cursor", "The cursor is not valid here"),
    RESULT_TOO_LARGE(400, "result-too-large", "The answer would be too large"),
    UNAUTHENTICATED(401, "unauthenticated", "The request bears no verified user"),
    FORBIDDEN(403, "forbidden", "The user may not do this"),
    NO_SUCH_ROUTE(404, "no-such-route", "There is no such route"),
    EXPENSE_NOT_FOUND(404, "expense-not-found", "There is no such expense"),
    BUDGET_NOT_FOUND(404, "budget-not-found", "There is no such budget"),
    REPORT_NOT_FOUND(404, "report-not-found", "There is no such report"),
    EXPENSE_DELETED(409, "expense-deleted", "The expense was deleted"),
    TOO_MANY_BUDGETS(409, "too-many-budgets", "The user has as many budgets as can be"),
    EMAIL_NOT_VERIFIED(409, "email-not-verified", "The user has no verified e-mail address"),
    SUBSCRIPTION_NOT_OWN(409, "subscription-not-own", "The address gets alerts for another reason"),
    SUBSCRIPTIONS_EXHAUSTED(409, "subscriptions-exhausted", "No more can subscribe"),
    REPORT_ARCHIVED(409, "report-archived", "The report is in the archive"),
    VERSION_MISMATCH(412, "version-mismatch", "The expense was changed meanwhile"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body is not declared as JSON"),
    IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "The idempotency key was used before"),
    THROTTLED(429, "throttled", "Too many requests at once"),
    UNAVAILABLE(503, "unavailable", "The service is not available right now");

    private final int status;
    private final String code;
    private final String title;

    Reason(int status, String code, String title) {
      this.status = status;
      this.code = code;
      this.title = title;
    }

    /** The HTTP status that it is answered with. */
    public int status() {
      return status;
    }

    public String code() {
      return code;
    }

    public String title() {
      return title;
    }
  }

  private final Reason reason;
  private final transient List<Violation> violations;

  public Refusal(Reason reason, String detail) {
    this(reason, detail, List.of(), null);
  }

  public Refusal(Reason reason, String detail, Throwable cause) {
    this(reason, detail, List.of(), cause);
  }

  private Refusal(
      Reason reason, String detail, List<Violation> violations, @Nullable Throwable cause) {
    super(detail, cause, false, cause != null); // No stack trace: it is an answer, not a fault.
    this.reason = reason;
    this.violations = List.copyOf(violations);
  }

  /** A request with at least one violation; all of them. */
  public static Refusal invalid(List<Violation> violations) {
    String detail =
        violations.size() == 1
            ? "One thing is wrong; see errors."
            : violations.size() + " things are wrong; see errors.";
    return new Refusal(Reason.INVALID_REQUEST, detail, violations, null);
  }

  public Reason reason() {
    return reason;
  }

  /** A sentence for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Violation> violations() {
    return violations;
  }
}
