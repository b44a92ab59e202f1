package outlay.jobs.runs;

/** Who is told how runs get on. */
interface Journal {
  /** A segment is short of time, and goes on in another invocation. */
  void paused(Run run, int segment, Counts counts);

  /** A segment is done; {@code run} is what it is after it. */
  void completed(Run run, int segment, Counts counts);

  void finished(Run run, Outcome outcome);
}
