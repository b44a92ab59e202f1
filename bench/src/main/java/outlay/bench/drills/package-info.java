/**
 * What goes wrong is made to, on purpose: {@link outlay.bench.drills.Drill} has what an operator
 * practises, the other commands send too much, anything, or everything for long.
 */
@NullMarked
package outlay.bench.drills;

import org.jspecify.annotations.NullMarked;
