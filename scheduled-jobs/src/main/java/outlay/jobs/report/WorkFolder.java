package outlay.jobs.report;

import java.util.UUID;
import outlay.jobs.runs.Run;

/**
 * Where a run keeps what it needs only while it runs. Every name that it gives is new, so that two
 * calls that do the same work never write to the same object; what nobody refers to in the end, a
 * lifecycle rule of the bucket removes.
 */
record WorkFolder(String prefix) {
  /** What the lifecycle rule looks for. */
  static final String ROOT = "reports-work/";

  static WorkFolder of(Run run) {
    return new WorkFolder(ROOT + run.id().replaceAll("[^A-Za-z0-9.-]", "-") + "/");
  }

  String key(String name) {
    return prefix + name;
  }

  /** A name that nothing has yet. */
  static String unique(String stem) {
    return stem + "-" + UUID.randomUUID();
  }
}
