package outlay.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One process that runs a function, one invocation at a time.
 *
 * <p>Its fields are its fleet's, read and written under the fleet's lock.
 */
final class Instance {
  enum State {
    /** Its process has not asked for an event yet. */
    STARTING,
    /** Waits for an event. */
    IDLE,
    /** Has an event, or has answered and not asked for the next one yet. */
    BUSY,
    /** Gone, or told to go. Gets no event any more. */
    DEAD
  }

  /** Part of the address of its Runtime API. Random, so that no other process can guess it. */
  final String id = UUID.randomUUID().toString().replace("-", "");

  final int number;
  final long startedAtNanos = System.nanoTime();
  private final Fleet fleet;

  State state = State.STARTING;
  @Nullable Process process;
  Optional<Archives.Recording> recording = Optional.empty();
  @Nullable HttpExchange parked;
  @Nullable Call current;
  @Nullable Future<?> timer;
  long sinceNanos = startedAtNanos;

  /** Nanoseconds that its start took, until the first invocation is reported. */
  long unreportedInitNanos;

  byte @Nullable [] initError;

  Instance(Fleet fleet, int number) {
    this.fleet = fleet;
    this.number = number;
  }

  /** Its process asks for an event, which also says that it is done with the one before. */
  void next(HttpExchange exchange) {
    fleet.ready(this, exchange);
  }

  void initFailed(byte[] error) {
    fleet.initError(this, error);
  }

  /** Whether the request is the one that it has. */
  boolean succeeded(String requestId, byte[] response) {
    return fleet.finish(this, requestId, call -> call.succeed(response));
  }

  boolean failed(String requestId, byte[] error) {
    return fleet.finish(this, requestId, call -> call.fail(error));
  }
}
