/** EventBridge: buses with the template's rules. Start at {@link outlay.local.events.Buses}. */
@NullMarked
package outlay.local.events;

import org.jspecify.annotations.NullMarked;
