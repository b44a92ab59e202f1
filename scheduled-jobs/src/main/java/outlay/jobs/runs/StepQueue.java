package outlay.jobs.runs;

import java.util.List;

/** The queue of a job's workers. Delivers at least once, in any order. */
interface StepQueue {
  /** Sends all of them, or throws; some may be on their way then, and a second attempt repeats. */
  void send(List<Step> steps);
}
