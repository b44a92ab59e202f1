/** SQS: ElasticMQ in this JVM, its messages on disk. Start at {@link outlay.local.sqs.Queues}. */
@NullMarked
package outlay.local.sqs;

import org.jspecify.annotations.NullMarked;
