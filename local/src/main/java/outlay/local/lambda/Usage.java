package outlay.local.lambda;

import java.util.List;

/**
 * What a function has done since the start, and which processes run it now.
 *
 * @param invocations ended, whether well or not
 * @param errors of these, the ones with a {@code functionError}
 * @param coldStarts instances that got as far as asking for an event
 * @param pids of the instances that run or start, the oldest first
 */
public record Usage(long invocations, long errors, long coldStarts, List<Long> pids) {
  public Usage {
    pids = List.copyOf(pids);
  }

  public int instances() {
    return pids.size();
  }
}
