/**
 * Random histories of what users do with their expenses, the same for a seed, and what should be
 * stored after them. Knows nothing of Outlay: the model test of the stream processors, the tests of
 * the local stack, and {@code bench/soak} act them out. Start at {@link
 * outlay.histories.Histories}.
 */
@NullMarked
package outlay.histories;

import org.jspecify.annotations.NullMarked;
