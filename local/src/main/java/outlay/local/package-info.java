/**
 * {@code ./run}: reads {@code template.yaml}, starts what it asks for on this machine, and wires
 * it. Start at {@link outlay.local.Stack}; {@link outlay.local.Main} is the command line.
 *
 * <p>Each AWS service has a package of its own, which knows nothing of the template.
 */
@NullMarked
package outlay.local;

import org.jspecify.annotations.NullMarked;
