package outlay.jobs.runs;

import java.util.Map;

/** What a job is asked to do, before anything is done. Pure. */
public interface Plan {
  /** The job's name, such as {@code report}: the first part of its runs' ids. */
  String job();

  /**
   * What the run is about, as it is stored with it, such as {@code month} → {@code 2026-01}.
   *
   * @throws InvalidRequest naming everything that is wrong with the request
   */
  Map<String, String> parameters(Request request);
}
