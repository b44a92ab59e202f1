/**
 * Event source mappings of queues: reads SQS and hands its messages to functions, as Lambda does.
 * Start at {@link outlay.local.queues.QueuePoller}.
 */
@NullMarked
package outlay.local.queues;

import org.jspecify.annotations.NullMarked;
