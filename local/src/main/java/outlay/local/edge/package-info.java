/**
 * The one AWS endpoint: it tells the service and the caller of each call, lets interceptors see it,
 * and hands it to the part that does the work. Start at {@link outlay.local.edge.Edge}.
 */
@NullMarked
package outlay.local.edge;

import org.jspecify.annotations.NullMarked;
