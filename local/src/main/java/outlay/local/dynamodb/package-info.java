/**
 * DynamoDB: AWS's own DynamoDB Local in a JVM of its own, its tables, and the removal of expired
 * items. Start at {@link outlay.local.dynamodb.DynamoDbLocal}.
 */
@NullMarked
package outlay.local.dynamodb;

import org.jspecify.annotations.NullMarked;
