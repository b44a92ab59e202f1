/**
 * Looks at everything again: each day's totals are compared with its expenses, and counted again
 * where they differ; alerts that should have been raised are, and pending ones are taken up. On a
 * healthy night it finds nothing. Start at {@link outlay.jobs.reconcile.ReconcileHandler}, then
 * read {@code SegmentWalk} and {@code CompareDays}.
 */
@NullMarked
package outlay.jobs.reconcile;

import org.jspecify.annotations.NullMarked;
