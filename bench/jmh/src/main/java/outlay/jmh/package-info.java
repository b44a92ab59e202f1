/** What the benchmarks of the handlers share: events, and a store that answers at once. */
@NullMarked
package outlay.jmh;

import org.jspecify.annotations.NullMarked;
