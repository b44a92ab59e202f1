/**
 * Event source mappings: reads DynamoDB streams and hands their records to functions, as Lambda
 * does. Start at {@link outlay.local.streams.StreamPoller}.
 */
@NullMarked
package outlay.local.streams;

import org.jspecify.annotations.NullMarked;
