package outlay.local.template;

import java.net.URI;
import java.util.Map;

/**
 * What stands for the AWS account on this machine.
 *
 * @param api where the HTTP API answers, without a trailing slash
 * @param edge the AWS endpoint, without a trailing slash
 * @param issuer the sign-in's issuer, exactly as in its tokens
 */
public record Locals(URI api, URI edge, String issuer) {
  public static final String ACCOUNT = "000000000000";

  /**
   * One where the AWS CLI 1 heeds {@code AWS_ENDPOINT_URL} for SQS too; in older ones it does not.
   */
  public static final String REGION = "eu-central-2";

  public static final String STACK = "outlay";

  /** Values by the names that patterns in {@code catalogue.yaml} use. */
  Map<String, String> placeholders() {
    return Map.of(
        "account", ACCOUNT,
        "region", REGION,
        "api", api.toString(),
        "edge", edge.toString(),
        "issuer", issuer);
  }
}
