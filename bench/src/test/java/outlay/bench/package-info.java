/** Tests of what is expected, and of the client, without an Outlay. */
@NullMarked
package outlay.bench;

import org.jspecify.annotations.NullMarked;
