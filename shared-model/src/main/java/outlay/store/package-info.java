/**
 * How the values are stored in DynamoDB: one class an item, drawn there; and the client that every
 * function uses.
 */
@NullMarked
package outlay.store;

import org.jspecify.annotations.NullMarked;
