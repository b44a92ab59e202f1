package outlay.local.rds;

import outlay.local.edge.Answer;
import outlay.local.edge.Errors;

/**
 * What the Data API answers instead of a result.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html#API_ExecuteStatement_Errors">Errors</a>
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  private Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The request is not one: a member is missing, or not of its type, or not provided here. */
  static Refusal invalid(String message) {
    return new Refusal(400, "ValidationException", message);
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "BadRequestException", message);
  }

  /** The database refuses, or a limit on what it may answer is exceeded. */
  static Refusal databaseError(String message) {
    return new Refusal(400, "DatabaseErrorException", message);
  }

  static Refusal timeout(String message) {
    return new Refusal(400, "StatementTimeoutException", message);
  }

  static Refusal unsupportedResult(String message) {
    return new Refusal(400, "UnsupportedResultException", message);
  }

  static Refusal secrets(String message) {
    return new Refusal(400, "SecretsErrorException", message);
  }

  static Refusal transactionNotFound(String id) {
    return new Refusal(404, "TransactionNotFoundException", "Transaction " + id + " is not found");
  }

  static Refusal resuming(String clusterArn) {
    return new Refusal(
        400,
        "DatabaseResumingException",
        "The Aurora DB instance "
            + clusterArn
            + " is resuming after being auto-paused. Please wait a few seconds and try again.");
  }

  static Refusal unavailable(String message) {
    return new Refusal(504, "DatabaseUnavailableException", message);
  }

  /** Whether a statement was cut short, which ends its transaction. */
  boolean isCutShort() {
    return code.equals("DatabaseErrorException") || code.equals("UnsupportedResultException");
  }

  Answer answer() {
    return Errors.json(status, code, String.valueOf(getMessage()));
  }
}
