package outlay.jobs.backup;

import outlay.model.Expense;

/** Where expenses are restored to. */
interface RestoreTarget {
  /** What became of an expense, or would become of it. */
  enum Effect {
    /** It was not there. */
    ADDED,
    /** An earlier version was there. */
    REPLACED,
    /** The same version is there, or a later one: nothing is to be done. */
    KEPT
  }

  /** Writes the expense unless the same version of it, or a later one, is there. */
  Effect restore(Expense expense);

  /** What {@link #restore} would do. Writes nothing. */
  Effect preview(Expense expense);
}
