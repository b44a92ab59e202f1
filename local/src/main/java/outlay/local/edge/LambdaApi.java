package outlay.local.edge;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outlay.local.lambda.Events;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/**
 * Lambda's <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>, and
 * nothing else of Lambda's API.
 */
public final class LambdaApi implements Backend {
  static final String PREFIX = "/2015-03-31/functions/";

  private static final int LARGEST_PAYLOAD = 6 * 1024 * 1024;

  /** A function's name, alone or in an ARN, perhaps with a version or an alias. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?:arn:aws[a-z-]*:lambda:[^:]*:\\d*:function:)?([A-Za-z0-9_-]+)(?::[^:]+)?");

  private final Set<String> functions;
  private final Invoker invoker;
  private final Events events;

  /**
   * @param functions the names that there are; any other is answered 404
   * @param events takes what is invoked with {@code Event}
   */
  public LambdaApi(Set<String> functions, Invoker invoker, Events events) {
    this.functions = Set.copyOf(functions);
    this.invoker = invoker;
    this.events = events;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    Request request = call.request();
    String function = call.resource().orElse("");
    if (!call.action().equals("Invoke")) {
      return Errors.json(
          404, "UnknownOperationException", "Of Lambda's API only Invoke is provided locally.");
    }
    if (!functions.contains(function)) {
      return Errors.json(404, "ResourceNotFoundException", "Function not found: " + function);
    }
    if (request.body().length > LARGEST_PAYLOAD) {
      return Errors.json(
          413, "RequestTooLargeException", "The payload is larger than 6 MB: " + function);
    }
    byte[] event =
        request.body().length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : request.body();
    return switch (request.header("x-amz-invocation-type").orElse("RequestResponse")) {
      case "Event" -> later(function, event);
      case "DryRun" -> new Answer(204, Map.of(), new byte[0]);
      default -> now(function, event);
    };
  }

  private Answer now(String function, byte[] event) {
    try {
      Invocation invocation = invoker.invoke(function, event);
      Map<String, List<String>> headers = new LinkedHashMap<>();
      headers.put("Content-Type", List.of("application/json"));
      headers.put("X-Amz-Executed-Version", List.of("$LATEST"));
      headers.put("x-amzn-RequestId", List.of(invocation.requestId()));
      invocation
          .functionError()
          .ifPresent(error -> headers.put("X-Amz-Function-Error", List.of(error)));
      return new Answer(200, headers, invocation.payload());
    } catch (Invoker.TooManyRequests e) {
      return Errors.json(429, "TooManyRequestsException", "Rate Exceeded.");
    }
  }

  private Answer later(String function, byte[] event) {
    try {
      String id = events.accept(function, event);
      return new Answer(202, Map.of("x-amzn-RequestId", List.of(id)), new byte[0]);
    } catch (IllegalArgumentException e) {
      return Errors.json(400, "InvalidRequestContentException", String.valueOf(e.getMessage()));
    }
  }

  /** The function that an invocation's path names; empty for a path of another action. */
  static String function(String path) {
    String end = "/invocations";
    if (!path.startsWith(PREFIX) || !path.endsWith(end)) {
      return "";
    }
    String name = path.substring(PREFIX.length(), path.length() - end.length());
    Matcher matcher = FUNCTION.matcher(URLDecoder.decode(name, StandardCharsets.UTF_8));
    return matcher.matches() ? matcher.group(1) : name;
  }
}
