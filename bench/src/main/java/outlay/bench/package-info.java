/**
 * What Outlay promises, measured from outside: a client that knows the addresses in {@code
 * .local/env}, HTTP, and the AWS API, and no class of Outlay's. What is expected is computed here a
 * second time, from the rows alone.
 *
 * <p>Here is how a running Outlay is reached and read. Start reading at {@link
 * outlay.bench.replay.Replay}: it posts real records, waits until they are counted, and compares.
 */
@NullMarked
package outlay.bench;

import org.jspecify.annotations.NullMarked;
