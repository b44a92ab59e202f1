package outlay.local.edge;

import java.util.Optional;

/**
 * One AWS call on its way to a service.
 *
 * @param caller who calls, known by the access key: a function's name, or an operator
 * @param service the service's signing name: {@code dynamodb} (streams included), {@code sqs}
 * @param action the API's action: {@code PutItem}
 * @param resource the table, queue URL, topic, function, bucket, or database that the call names,
 *     if it names one
 */
public record Call(
    String caller, String service, String action, Optional<String> resource, Request request) {
  /** This call with another request. */
  public Call with(Request other) {
    return new Call(caller, service, action, resource, other);
  }
}
