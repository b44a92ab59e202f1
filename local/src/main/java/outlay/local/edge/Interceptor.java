package outlay.local.edge;

import java.io.IOException;

/**
 * Sees every call between the caller and the service: may count it, refuse it, delay it, change it,
 * or change its answer. Called by many threads at once.
 */
@FunctionalInterface
public interface Interceptor {
  /**
   * Answers {@code call}, as a rule with what {@code next} answers.
   *
   * @throws Dropped if the caller is to get no answer at all
   * @throws IOException if there is no answer: the caller gets a 503
   */
  Answer intercept(Call call, Backend next) throws IOException;
}
