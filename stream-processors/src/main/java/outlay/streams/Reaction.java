package outlay.streams;

import java.util.List;
import java.util.Map;

/**
 * What a function does about a batch of changes. Doing it again, in another order, or for a change
 * that is long past must do no harm: streams deliver at least once.
 *
 * <p>Made anew for each batch.
 *
 * @param <S> what is looked at again
 * @param <H> what a change tells about it
 */
interface Reaction<S extends Subject, H> {
  /**
   * What to look at again because of a change; nothing if it is of no interest.
   *
   * @throws outlay.store.CorruptItem if the change cannot be read: it is reported, and not tried
   *     again
   */
  Map<S, H> read(DynamoChange change);

  /**
   * Does for many subjects by few calls what it can, before each is looked at by {@link #react}:
   * that does what is left, or all of it if this fails. Called at the same time for different
   * subjects.
   *
   * @param subjects with what {@link #react} will be told; 2 to {@link outlay.store.ManyUsers#MOST}
   */
  void reactTogether(Map<S, List<H>> subjects);

  /**
   * Looks at the subject again. Called at the same time for different subjects.
   *
   * @param hints what the batch's changes tell about it, in the order of the batch; at least one
   * @throws outlay.store.CorruptItem if it cannot be done, ever
   * @throws ArithmeticException likewise: a sum does not fit
   * @throws RuntimeException if it could not be done now; the records are delivered again
   */
  void react(S subject, List<H> hints, Attempt attempt);

  /** What was measured since it was made; asked for once, after the last subject. */
  List<BatchReport.Measure> measures();

  /** What one invocation leaves a reaction to work with. */
  interface Attempt {
    /** How long the function may still run. */
    long millisLeft();

    /**
     * Reports something that cannot be done, ever, beside which the rest can.
     *
     * @param cause says what without a user's words or amounts
     */
    void poison(RuntimeException cause);
  }
}
