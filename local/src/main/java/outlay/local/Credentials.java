package outlay.local;

import java.util.Map;
import outlay.local.template.Locals;

/**
 * Who calls AWS here. The AWS endpoint knows callers by their access key and checks no signature
 * but S3's: it listens on 127.0.0.1 only.
 *
 * @param accessKey letters and digits only: DynamoDB Local takes no other
 */
record Credentials(String accessKey) {
  /** A person with a terminal. */
  static final Credentials OPERATOR = new Credentials("OPERATOR");

  /** Of everyone. */
  static final String SECRET = "local";

  static final String OPERATOR_NAME = "operator";

  static Credentials of(String function) {
    return new Credentials("FUNCTION" + function);
  }

  /** As every AWS SDK reads them. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_REGION",
        Locals.REGION,
        "AWS_DEFAULT_REGION",
        Locals.REGION,
        "AWS_ACCESS_KEY_ID",
        accessKey,
        "AWS_SECRET_ACCESS_KEY",
        SECRET);
  }
}
