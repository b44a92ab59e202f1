package outlay.local.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a request who calls which action of which service: from the credential of its <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html">SigV4
 * signature</a>, its headers, and the start of its body.
 */
final class Calls {
  /** {@code AKID/20260101/eu-west-1/dynamodb/aws4_request}. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/=\\s]+)/\\d{8}/[^/]*/([^/]+)/aws4_request");

  private static final Set<String> RESOURCES =
      Set.of("TableName", "QueueUrl", "StreamArn", "resourceArn");

  /** What SNS's e-mails link to: they bear a secret in place of a signature. */
  private static final Set<String> UNSIGNED = Set.of("ConfirmSubscription", "Unsubscribe");

  private final Map<String, String> callers;

  /**
   * @param callers names by access key
   */
  Calls(Map<String, String> callers) {
    this.callers = Map.copyOf(callers);
  }

  /** The signing name of the service that a request is for, if it bears one. Needs no body. */
  static Optional<String> service(Request request) {
    Map<String, String> query = new HashMap<>();
    Request.addTo(query, Optional.ofNullable(request.uri().getRawQuery()).orElse(""));
    return Optional.ofNullable(credential(request, query)).map(found -> found.group(2));
  }

  /** The call that {@code request} makes. */
  Call of(Request request) throws Refused {
    Optional<String> target = request.header("x-amz-target");
    boolean query = target.isEmpty() && !request.uri().getPath().startsWith(LambdaApi.PREFIX);
    Map<String, String> form = query ? request.form() : Map.of();
    Matcher credential = credential(request, form);
    if (credential == null) {
      return unsigned(request, form);
    }
    String caller = callers.get(credential.group(1));
    String service = credential.group(2);
    if (caller == null) {
      if (service.equals(RestActions.S3)) {
        throw new Refused(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.");
      }
      throw target.isPresent()
          ? new Refused(
              400,
              "UnrecognizedClientException",
              "The security token included in the request is invalid.")
          : new Refused(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid.");
    }
    if (service.equals(RestActions.S3)) {
      Optional<String> bucket = RestActions.bucket(request.uri());
      return new Call(caller, service, RestActions.s3(request), bucket, request);
    }
    if (service.equals(RestActions.RDS_DATA)) {
      String action = RestActions.rdsData(request.uri());
      return new Call(caller, service, action, resource(request.body()), request);
    }
    if (service.equals("lambda")) {
      String function = LambdaApi.function(request.uri().getPath());
      String action = function.isEmpty() ? request.method() : "Invoke";
      return new Call(caller, service, action, Optional.of(function), request);
    }
    if (service.equals("scheduler")) {
      return new Call(caller, service, SchedulerActions.of(request), Optional.empty(), request);
    }
    if (target.isPresent()) {
      String action = target.get().substring(target.get().lastIndexOf('.') + 1);
      return new Call(caller, service, action, resource(request.body()), request);
    }
    String action = form.getOrDefault("Action", request.method());
    return new Call(caller, service, action, resource(form), request);
  }

  private static Call unsigned(Request request, Map<String, String> form) throws Refused {
    String action = form.getOrDefault("Action", "");
    if (request.method().equals("GET") && UNSIGNED.contains(action)) {
      return new Call("anonymous", "sns", action, resource(form), request);
    }
    throw request.header("x-amz-target").isPresent()
        ? new Refused(
            400, "MissingAuthenticationTokenException", "Request is missing Authentication Token")
        : new Refused(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  }

  private static @Nullable Matcher credential(Request request, Map<String, String> form) {
    String text = request.header("authorization").orElse(form.getOrDefault("X-Amz-Credential", ""));
    Matcher matcher = CREDENTIAL.matcher(text);
    return matcher.find() ? matcher : null;
  }

  private static Optional<String> resource(Map<String, String> form) {
    return Optional.ofNullable(form.get("TopicArn"))
        .or(() -> Optional.ofNullable(form.get("QueueUrl")));
  }

  /** The first of a body's own members that names a resource. */
  private static Optional<String> resource(byte[] body) {
    try (JsonParser json = Json.MAPPER.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING && RESOURCES.contains(name)) {
          return Optional.of(json.getText());
        }
        json.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      // Not JSON: the service says so in its own words.
      return Optional.empty();
    }
  }

  /** The edge does not let the request in. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String explanation;

    Refused(int status, String code, String explanation) {
      super(explanation, null, false, false);
      this.status = status;
      this.code = code;
      this.explanation = explanation;
    }

    int status() {
      return status;
    }

    String code() {
      return code;
    }

    String explanation() {
      return explanation;
    }
  }
}
