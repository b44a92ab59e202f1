/**
 * Functions that Outlay's are measured against: the least that a Java function can do, and what one
 * looks like that is written with the usual libraries and no thought of its start.
 */
@NullMarked
package outlay.baseline;

import org.jspecify.annotations.NullMarked;
