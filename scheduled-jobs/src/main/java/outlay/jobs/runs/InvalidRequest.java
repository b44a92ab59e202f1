package outlay.jobs.runs;

import java.util.List;

/** A request that a job turns down; nothing was begun. The message names everything wrong. */
public final class InvalidRequest extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidRequest(List<String> violations) {
    super(String.join(" ", violations), null, false, false);
  }
}
