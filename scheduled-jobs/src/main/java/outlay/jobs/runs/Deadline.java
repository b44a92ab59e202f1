package outlay.jobs.runs;

/** How long an invocation may still go on. */
public interface Deadline {
  /** True once no further step may be begun: what is left is the reserve for the one at hand. */
  boolean near();
}
