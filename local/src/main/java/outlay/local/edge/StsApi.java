package outlay.local.edge;

import java.util.UUID;

/**
 * STS's <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>:
 * who the edge takes the caller for.
 */
public final class StsApi implements Backend {
  private final String account;

  /**
   * @param account the twelve digits in the answer's ARN
   */
  public StsApi(String account) {
    this.account = account;
  }

  @Override
  public Answer answer(Call call) {
    if (!call.action().equals("GetCallerIdentity")) {
      return Errors.xml(
          400, "InvalidAction", "Of STS's API only GetCallerIdentity is provided locally.");
    }
    String caller = Xml.escaped(call.caller());
    return Answer.of(
        200,
        "text/xml",
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
        <GetCallerIdentityResult><Arn>arn:aws:sts::%1$s:assumed-role/%2$s/%2$s</Arn>\
        <UserId>%2$s</UserId><Account>%1$s</Account></GetCallerIdentityResult>\
        <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></GetCallerIdentityResponse>
        """
            .formatted(account, caller, UUID.randomUUID()));
  }
}
