/**
 * What Outlay promises, measured from outside: a client that knows the addresses in {@code
 * .local/env}, HTTP, and the AWS API, and no class of Outlay's. What is expected is computed here a
 * second time, from the rows alone.
 *
 * <p>Start reading at {@link outlay.bench.Replay}: it posts real records, waits until they are
 * counted, and compares. {@link outlay.bench.Expectation} is what should come of them.
 */
@NullMarked
package outlay.bench;

import org.jspecify.annotations.NullMarked;
