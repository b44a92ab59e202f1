package outlay.local.edge;

import java.io.IOException;

/** What answers the calls to a service. */
@FunctionalInterface
public interface Backend {
  /**
   * Answers one call; failures that the service documents are answers too.
   *
   * @throws IOException if there is no answer: the caller gets a 503, which every SDK retries
   */
  Answer answer(Call call) throws IOException;

  /** Whether bodies pass through without being read first: they may be larger than memory. */
  default boolean streams() {
    return false;
  }
}
