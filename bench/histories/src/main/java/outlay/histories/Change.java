package outlay.histories;

import java.util.List;

/**
 * One thing that a user does. A change of an expense that is not there, or is there already, does
 * nothing: so any part of a history is a history.
 *
 * @param expense a number of the history's own; a batch records this one and those after it
 * @param contents one for each expense that is recorded; the new one of an edit; else none
 */
public record Change(Kind kind, String user, int expense, List<Content> contents) {
  /** What is done. */
  public enum Kind {
    CREATE,
    /** Several new expenses at once. */
    BATCH,
    /** Another amount or category. */
    EDIT,
    /** Another date, and perhaps another currency and category. */
    MOVE,
    DELETE,
    RESTORE,
    /** The item goes, deleted or not, as when its time to live is over. */
    REMOVE
  }

  public Change {
    contents = List.copyOf(contents);
  }

  @Override
  public String toString() {
    return "%s %s's %d%s".formatted(kind, user, expense, contents.isEmpty() ? "" : " " + contents);
  }
}
