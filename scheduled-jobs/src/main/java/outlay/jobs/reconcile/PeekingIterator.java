package outlay.jobs.reconcile;

import java.util.Iterator;
import java.util.Optional;

/** Elements in order, the next of which can be looked at before it is taken. */
final class PeekingIterator<T> {
  private final Iterator<T> rest;
  private Optional<T> next = Optional.empty();

  PeekingIterator(Iterator<T> rest) {
    this.rest = rest;
  }

  /** The next element, which stays the next one; empty at the end. */
  Optional<T> peek() {
    if (next.isEmpty() && rest.hasNext()) {
      next = Optional.of(rest.next());
    }
    return next;
  }

  /** Takes the element that {@link #peek} shows. */
  T take() {
    T taken = peek().orElseThrow();
    next = Optional.empty();
    return taken;
  }
}
