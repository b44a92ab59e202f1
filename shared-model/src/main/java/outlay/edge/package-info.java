/**
 * HTTP as a function behind API Gateway sees it: events of payload format 2.0 in, answers and
 * problem documents out, all by streaming JSON, since the first request of a new instance pays for
 * every class it loads. Start at {@link outlay.edge.HttpEdge}.
 */
@NullMarked
package outlay.edge;

import org.jspecify.annotations.NullMarked;
