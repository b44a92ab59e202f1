/**
 * Makes AWS calls go wrong on purpose, as they do on AWS: refused, failed before or after they were
 * applied, applied long after the caller gave up, their caller killed. Start at {@link
 * outlay.local.faults.Faults}.
 */
@NullMarked
package outlay.local.faults;

import org.jspecify.annotations.NullMarked;
