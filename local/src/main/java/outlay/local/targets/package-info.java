/**
 * What the event bus and the scheduler share: delivery to a target that is tried again and ends in
 * a dead-letter queue. Start at {@link outlay.local.targets.Deliveries}.
 */
@NullMarked
package outlay.local.targets;

import org.jspecify.annotations.NullMarked;
