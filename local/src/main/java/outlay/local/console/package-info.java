/** What a developer sees of a running stack, in the browser. Start at {@code Console}. */
@NullMarked
package outlay.local.console;

import org.jspecify.annotations.NullMarked;
