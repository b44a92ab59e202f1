package outlay.local.faults;

/** What may go wrong with a call. */
public enum Fault {
  /** Refused, since too much is asked at once. Nothing is done. */
  THROTTLED,
  /** Answered with an error of the service (5xx). Nothing is done. */
  FAILED_BEFORE,
  /** Done, and answered with an error of the service (5xx). */
  FAILED_AFTER,
  /** Done, and not answered: the connection ends. */
  DROPPED_AFTER,
  /**
   * Not answered, and done later: after its caller has timed out, and perhaps tried again, or ended
   * its invocation, or been killed.
   */
  APPLIED_LATE,
  /** Done, and the process that called is killed (SIGKILL) before it has the answer. */
  KILLED_AFTER
}
