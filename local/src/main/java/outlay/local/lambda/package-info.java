/**
 * Lambda: each function in JVMs of its own on AWS's Runtime Interface Client. Start at {@code
 * Functions}.
 */
@NullMarked
package outlay.local.lambda;

import org.jspecify.annotations.NullMarked;
