/**
 * Real records are posted, and everything that comes of them is compared with what should. {@link
 * outlay.bench.replay.Expectation} says what that is.
 */
@NullMarked
package outlay.bench.replay;

import org.jspecify.annotations.NullMarked;
