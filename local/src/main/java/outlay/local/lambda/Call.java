package outlay.local.lambda;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An invocation that waits for an instance, and then for its answer. */
final class Call {
  final String requestId;
  final byte[] event;

  /** The header that its AWS calls bear; empty until it is given to an instance. */
  volatile String trace = "";

  final CompletableFuture<Invocation> result = new CompletableFuture<>();

  private final Consumer<Invocation> beforeAnswer;

  /**
   * Makes an invocation that waits.
   *
   * @param beforeAnswer is told how it ended before the caller is
   */
  Call(String requestId, byte[] event, Consumer<Invocation> beforeAnswer) {
    this.requestId = requestId;
    this.event = event;
    this.beforeAnswer = beforeAnswer;
  }

  void succeed(byte[] payload) {
    end(new Invocation(requestId, payload, Optional.empty()));
  }

  void fail(byte[] error) {
    end(new Invocation(requestId, error, Optional.of("Unhandled")));
  }

  private void end(Invocation ended) {
    beforeAnswer.accept(ended);
    result.complete(ended);
  }
}
