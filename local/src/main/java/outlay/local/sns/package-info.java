/**
 * SNS: topics, subscriptions, and what is published to them. Start at {@link outlay.local.sns.Sns}.
 */
@NullMarked
package outlay.local.sns;

import org.jspecify.annotations.NullMarked;
