package outlay.local.lambda;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** An invocation that waits for an instance, and then for its answer. */
final class Call {
  final String requestId = UUID.randomUUID().toString();
  final byte[] event;
  final CompletableFuture<Invocation> result = new CompletableFuture<>();

  Call(byte[] event) {
    this.event = event;
  }

  void succeed(byte[] payload) {
    result.complete(new Invocation(requestId, payload, Optional.empty()));
  }

  void fail(byte[] error) {
    result.complete(new Invocation(requestId, error, Optional.of("Unhandled")));
  }
}
